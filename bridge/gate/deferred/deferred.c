/*
 * The state machine of a deferred request, and the calls that change it:
 *
 *	running -> waiting -> queued -> running -> ... -> ended
 *
 * Only the thread that runs it ends it, so nothing is called in two threads at
 * a time, and nothing after the end.
 */
#include <stdlib.h>

#include "base/null.h"
#include "gate/deferred/deferred.h"

struct gantry_deferred *
deferred_new(struct deferrals *deferrals, struct gantry_environ *environ,
    const struct gantry_deferral *deferral, struct gantry_error *error)
{
	struct gantry_deferred *self = calloc(1, sizeof(*self));
	const int timeout = deferrals->options.timeout;
	bool is_full, failed = false;

	if (self == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	self->deferrals = deferrals;
	self->environ = environ;
	self->deferral = *deferral;
	atomic_init(&self->references, 1);
	self->state = DEFERRED_RUNNING;
	pthread_mutex_lock(&deferrals->lock);
	is_full = deferrals->count >= deferrals->options.most;
	atomic_init(&self->written, deferrals_now());
	if (!is_full && timeout > 0)
		failed = timer_heap_set(&deferrals->deadlines, &self->deadline,
			     self->written + timeout) == -1;
	if (!is_full && !failed) {
		self->next = deferrals->first;
		if (self->next != NULL)
			self->next->previous = self;
		deferrals->first = self;
		deferrals->count++;
		self->drain_due =
		    deferrals->draining && deferral->drain != NULL;
		deferrals_arm(deferrals);
	}
	pthread_mutex_unlock(&deferrals->lock);
	if (!is_full && !failed)
		return self;
	free(self);
	if (failed)
		gantry_error_memory(error);
	else
		gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "%u requests are deferred already (deferred)",
		    deferrals->options.most);
	return NULL;
}

/* With the lock held: is there something to do in a thread? */
static bool
is_due(const struct gantry_deferred *deferred)
{
	const struct wait *wait;

	if (deferred_is_cancelled(deferred) || deferred->drain_due)
		return true;
	for (wait = deferred->waits; wait != NULL; wait = wait->next)
		if (wait->kind == WAIT_DUE)
			return true;
	return false;
}

void
deferred_schedule_if_waiting(struct gantry_deferred *deferred)
{
	if (deferred->state != DEFERRED_WAITING)
		return;
	deferred->state = DEFERRED_QUEUED;
	deferred->schedule(deferred->owner, deferred->here);
}

void
deferred_park(struct gantry_deferred *deferred)
{
	struct deferrals *deferrals = deferred->deferrals;

	pthread_mutex_lock(&deferrals->lock);
	deferred->state = DEFERRED_WAITING;
	if (is_due(deferred))
		deferred_schedule_if_waiting(deferred);
	pthread_mutex_unlock(&deferrals->lock);
}

void
deferred_begin(struct gantry_deferred *deferred)
{
	pthread_mutex_lock(&deferred->deferrals->lock);
	deferred->state = DEFERRED_RUNNING;
	pthread_mutex_unlock(&deferred->deferrals->lock);
}

void
deferred_remove_wait(struct gantry_deferred *deferred, struct wait **at)
{
	struct wait *wait = *at;

	*at = wait->next;
	deferred->wait_count--;
	deferrals_unwatch(deferred->deferrals, wait);
	timer_heap_remove(&deferred->deferrals->times, &wait->timer);
	free(wait);
}

/* With the lock held. */
static bool
take_call(struct gantry_deferred *deferred, struct deferred_call *next)
{
	struct wait **at;

	if (deferred_is_cancelled(deferred))
		return false; /* its thread ends it */
	if (deferred->drain_due) {
		deferred->drain_due = false;
		next->call = deferred->deferral.drain;
		next->argument = deferred->deferral.argument;
		return true;
	}
	for (at = &deferred->waits; *at != NULL; at = &(*at)->next) {
		if ((*at)->kind != WAIT_DUE)
			continue;
		next->call = (*at)->call;
		next->argument = (*at)->argument;
		deferred_remove_wait(deferred, at);
		return true;
	}
	return false;
}

bool
deferred_next(struct gantry_deferred *deferred, struct deferred_call *next)
{
	bool found;

	pthread_mutex_lock(&deferred->deferrals->lock);
	found = take_call(deferred, next);
	pthread_mutex_unlock(&deferred->deferrals->lock);
	return found;
}

void
deferred_wake(struct wait *wait)
{
	struct gantry_deferred *deferred = wait->deferred;

	deferrals_unwatch(deferred->deferrals, wait);
	timer_heap_remove(&deferred->deferrals->times, &wait->timer);
	wait->kind = WAIT_DUE;
	deferred_schedule_if_waiting(deferred);
}

void
deferred_cancel_locked(struct gantry_deferred *deferred, enum gantry_end reason)
{
	if (deferred_is_cancelled(deferred))
		return;
	deferred->reason = reason;
	atomic_store(&deferred->cancelled, true);
	deferred_schedule_if_waiting(deferred);
}

void
deferred_cancel(struct gantry_deferred *deferred, enum gantry_end reason)
{
	struct deferrals *deferrals = deferred->deferrals;

	/* After the end, the deferrals may be gone, too. */
	if (deferred_is_cancelled(deferred))
		return;
	pthread_mutex_lock(&deferrals->lock);
	deferred_cancel_locked(deferred, reason);
	pthread_mutex_unlock(&deferrals->lock);
}

void
deferred_drain_locked(struct gantry_deferred *deferred)
{
	if (deferred->deferral.drain == NULL)
		return;
	deferred->drain_due = true;
	deferred_schedule_if_waiting(deferred);
}

void
deferred_drained(struct gantry_deferred *deferred)
{
	struct deferrals *deferrals = deferred->deferrals;
	struct wait *wait;

	pthread_mutex_lock(&deferrals->lock);
	for (wait = deferred->waits; wait != NULL; wait = wait->next)
		if (wait->kind == WAIT_DRAINED)
			deferred_wake(wait);
	pthread_mutex_unlock(&deferrals->lock);
}

/* With the lock held: it ended, so nothing can call it any more. */
static void
leave(struct gantry_deferred *deferred)
{
	struct deferrals *deferrals = deferred->deferrals;

	deferred->state = DEFERRED_ENDED;
	atomic_store(&deferred->cancelled, true);
	while (deferred->waits != NULL)
		deferred_remove_wait(deferred, &deferred->waits);
	timer_heap_remove(&deferrals->deadlines, &deferred->deadline);
	if (deferred->previous != NULL)
		deferred->previous->next = deferred->next;
	else
		deferrals->first = deferred->next;
	if (deferred->next != NULL)
		deferred->next->previous = deferred->previous;
	deferrals->count--;
}

void
deferred_end(struct gantry_deferred *deferred, enum gantry_end reason)
{
	struct deferrals *deferrals = deferred->deferrals;

	pthread_mutex_lock(&deferrals->lock);
	leave(deferred);
	pthread_mutex_unlock(&deferrals->lock);
	if (deferred->deferral.ended != NULL)
		deferred->deferral.ended(
		    deferred->environ, reason, deferred->deferral.argument);
	gantry_deferred_release(deferred);
}

struct gantry_deferred *
gantry_deferred_hold(struct gantry_deferred *deferred)
{
	if (deferred != NULL)
		atomic_fetch_add(&deferred->references, 1);
	return deferred;
}

void
gantry_deferred_release(struct gantry_deferred *deferred)
{
	if (deferred != NULL && atomic_fetch_sub(&deferred->references, 1) == 1)
		free(deferred);
}

bool
gantry_deferred_is_ending(const struct gantry_deferred *deferred)
{
	return null_given(deferred, __func__, "deferred") ||
	    deferred_is_cancelled(deferred);
}

void
gantry_resume_here(struct gantry_deferred *deferred)
{
	if (null_given(deferred, __func__, "deferred") ||
	    deferred_is_cancelled(deferred))
		return;
	pthread_mutex_lock(&deferred->deferrals->lock);
	deferred->here = true;
	pthread_mutex_unlock(&deferred->deferrals->lock);
}
