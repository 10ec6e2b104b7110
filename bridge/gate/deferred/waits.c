/*
 * What an application waits for: it begins here, and deferrals.c sees it come.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/null.h"
#include "gate/deferred/deferred.h"

/* The most waits and calls of a request. */
#define WAITS_MAX 64

/* What identifies a wait; a second one of the same request is the first. */
static bool
is_same(const struct wait *one, const struct wait *other)
{
	return one->kind == other->kind &&
	    one->descriptor == other->descriptor && one->call == other->call &&
	    one->argument == other->argument;
}

static struct wait *
find(struct gantry_deferred *deferred, const struct wait *wanted)
{
	struct wait *wait = deferred->waits;

	while (wait != NULL && !is_same(wait, wanted))
		wait = wait->next;
	return wait;
}

/* With the lock held: append a copy of WANTED; NULL with errno set. */
static struct wait *
append(struct gantry_deferred *deferred, const struct wait *wanted)
{
	struct wait **at = &deferred->waits;
	struct wait *wait;

	if (deferred->wait_count == WAITS_MAX) {
		errno = EBUSY;
		return NULL;
	}
	wait = malloc(sizeof(*wait));
	if (wait == NULL)
		return NULL;
	*wait = *wanted;
	wait->deferred = deferred;
	wait->watched = -1;
	while (*at != NULL)
		at = &(*at)->next;
	*at = wait;
	deferred->wait_count++;
	return wait;
}

static void
drop(struct gantry_deferred *deferred, const struct wait *wait)
{
	struct wait **at = &deferred->waits;

	while (*at != wait)
		at = &(*at)->next;
	deferred_remove_wait(deferred, at);
}

/* With the lock held: begin WAIT, or make it due.  Returns 0 or -1. */
static int
start(struct gantry_deferred *deferred, struct wait *wait, int64_t until)
{
	struct deferrals *deferrals = deferred->deferrals;
	int result;

	switch (wait->kind) {
	case WAIT_READABLE:
	case WAIT_WRITABLE:
		if (wait->watched != -1)
			return 0;
		result = deferrals_watch(deferrals, wait);
		if (result == 1)
			deferred_wake(wait);
		return result == -1 ? -1 : 0;
	case WAIT_TIME:
		if (timer_heap_set(&deferrals->times, &wait->timer, until) ==
		    -1)
			return -1;
		deferrals_arm(deferrals);
		return 0;
	case WAIT_DUE:
		deferred_schedule_if_waiting(deferred);
		return 0;
	default:
		return 0;
	}
}

/* With the lock held. */
static int
wait_for(
    struct gantry_deferred *deferred, const struct wait *wanted, int64_t until)
{
	struct wait *wait;
	int number;

	if (deferred_is_cancelled(deferred)) {
		errno = ECANCELED;
		return -1;
	}
	wait = find(deferred, wanted);
	if (wait == NULL)
		wait = append(deferred, wanted);
	if (wait == NULL)
		return -1;
	if (start(deferred, wait, until) == 0)
		return 0;
	number = errno;
	drop(deferred, wait);
	errno = number;
	return -1;
}

static bool
lacks_call(gantry_deferred_call *call, const char *function)
{
	return null_given(call != NULL ? "" : NULL, function, "call");
}

/* Called by FUNCTION. */
static int
add(struct gantry_deferred *deferred, const struct wait *wanted, int64_t until,
    const char *function)
{
	int result;

	if (null_given(deferred, function, "deferred") ||
	    lacks_call(wanted->call, function)) {
		errno = EINVAL;
		return -1;
	}
	/* After the end, the deferrals may be gone, too. */
	if (deferred_is_cancelled(deferred)) {
		errno = ECANCELED;
		return -1;
	}
	pthread_mutex_lock(&deferred->deferrals->lock);
	result = wait_for(deferred, wanted, until);
	pthread_mutex_unlock(&deferred->deferrals->lock);
	return result;
}

int
gantry_resume(struct gantry_deferred *deferred, gantry_deferred_call *call,
    void *argument)
{
	const struct wait wanted = {
		.kind = WAIT_DUE,
		.descriptor = -1,
		.call = call,
		.argument = argument,
	};

	return add(deferred, &wanted, 0, __func__);
}

int
gantry_wait_readable(struct gantry_deferred *deferred, int descriptor,
    gantry_deferred_call *call, void *argument)
{
	const struct wait wanted = {
		.kind = WAIT_READABLE,
		.descriptor = descriptor,
		.call = call,
		.argument = argument,
	};

	return add(deferred, &wanted, 0, __func__);
}

int
gantry_wait_writable(struct gantry_deferred *deferred, int descriptor,
    gantry_deferred_call *call, void *argument)
{
	const struct wait wanted = {
		.kind = WAIT_WRITABLE,
		.descriptor = descriptor,
		.call = call,
		.argument = argument,
	};

	return add(deferred, &wanted, 0, __func__);
}

int
gantry_wait_until(struct gantry_deferred *deferred, int64_t milliseconds,
    gantry_deferred_call *call, void *argument)
{
	const struct wait wanted = {
		.kind = WAIT_TIME,
		.descriptor = -1,
		.call = call,
		.argument = argument,
	};

	return add(deferred, &wanted, milliseconds, __func__);
}

int
gantry_wait_drained(struct gantry_deferred *deferred,
    gantry_deferred_call *call, void *argument)
{
	const struct wait wanted = {
		.kind = WAIT_DRAINED,
		.descriptor = -1,
		.call = call,
		.argument = argument,
	};

	return add(deferred, &wanted, 0, __func__);
}

void
gantry_wait_cancel(struct gantry_deferred *deferred, gantry_deferred_call *call,
    void *argument)
{
	struct wait **at;

	if (null_given(deferred, __func__, "deferred") ||
	    lacks_call(call, __func__) || deferred_is_cancelled(deferred))
		return;
	pthread_mutex_lock(&deferred->deferrals->lock);
	at = &deferred->waits;
	while (*at != NULL) {
		if ((*at)->call == call && (*at)->argument == argument)
			deferred_remove_wait(deferred, at);
		else
			at = &(*at)->next;
	}
	pthread_mutex_unlock(&deferred->deferrals->lock);
}
