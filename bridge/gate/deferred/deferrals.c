/*
 * The epoll instance and the timer.  A descriptor is watched once and then
 * removed, under the lock, so an event always belongs to a wait that still
 * exists.
 */
#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/deferred/deferrals.h"

#define REFUSED_LOG_MILLISECONDS 1000

/* In milliseconds, rounded up. */
static int64_t
find_coarseness(void)
{
	struct timespec resolution;

	if (clock_getres(CLOCK_MONOTONIC_COARSE, &resolution) == -1)
		return 10;
	return resolution.tv_nsec / 1000000 + 1;
}

int
deferrals_init(struct deferrals *deferrals,
    const struct deferrals_options *options, struct gantry_error *error)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };

	*deferrals = (struct deferrals){
		.options = *options,
		.epoll = epoll_create1(EPOLL_CLOEXEC),
		.timer =
		    timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
		.armed = INT64_MAX,
		.coarseness = find_coarseness(),
	};
	pthread_mutex_init(&deferrals->lock, NULL);
	if (deferrals->epoll == -1 || deferrals->timer == -1 ||
	    epoll_ctl(deferrals->epoll, EPOLL_CTL_ADD, deferrals->timer,
		&event) == -1)
		return gantry_error_system(
		    error, "cannot watch for deferred requests");
	return 0;
}

void
deferrals_clear(struct deferrals *deferrals)
{
	if (deferrals->timer != -1)
		close(deferrals->timer);
	if (deferrals->epoll != -1)
		close(deferrals->epoll);
	timer_heap_clear(&deferrals->times);
	timer_heap_clear(&deferrals->deadlines);
	pthread_mutex_destroy(&deferrals->lock);
}

/* The coarse clock may be behind the timer that has expired. */
int64_t
deferrals_now(void)
{
	return clock_microseconds() / 1000 + clock_ahead();
}

/*
 * An earlier expiry stays, and costs one poll in vain.  Times are over only
 * when the coarse clock, which is behind the timer, has reached them.
 */
void
deferrals_arm(struct deferrals *deferrals)
{
	const struct timer *time = timer_heap_first(&deferrals->times);
	const struct timer *deadline = timer_heap_first(&deferrals->deadlines);
	struct itimerspec when = { 0 };
	int64_t at = INT64_MAX;

	if (time != NULL && time->at < INT64_MAX - deferrals->coarseness)
		at = time->at + deferrals->coarseness;
	if (deadline != NULL && deadline->at < at)
		at = deadline->at;
	if (at >= deferrals->armed)
		return;
	deferrals->armed = at;
	at -= clock_ahead();
	if (at < 1)
		at = 1;
	when.it_value.tv_sec = (time_t)(at / 1000);
	when.it_value.tv_nsec = (long)(at % 1000) * 1000000;
	timerfd_settime(deferrals->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

int
deferrals_watch(struct deferrals *deferrals, struct wait *wait)
{
	struct epoll_event event = {
		.events = wait->kind == WAIT_READABLE ? EPOLLIN | EPOLLRDHUP
						      : EPOLLOUT,
		.data.ptr = wait,
	};
	int copy;

	if (epoll_ctl(deferrals->epoll, EPOLL_CTL_ADD, wait->descriptor,
		&event) == 0) {
		wait->watched = wait->descriptor;
		return 0;
	}
	/* A file or a folder. */
	if (errno == EPERM)
		return 1;
	if (errno != EEXIST)
		return -1;
	/* Another wait has it; a duplicate can be watched, too. */
	copy = dup(wait->descriptor);
	if (copy == -1)
		return -1;
	if (epoll_ctl(deferrals->epoll, EPOLL_CTL_ADD, copy, &event) == -1) {
		close(copy);
		return -1;
	}
	wait->watched = copy;
	return 0;
}

void
deferrals_unwatch(struct deferrals *deferrals, struct wait *wait)
{
	if (wait->watched == -1)
		return;
	epoll_ctl(deferrals->epoll, EPOLL_CTL_DEL, wait->watched, NULL);
	if (wait->watched != wait->descriptor)
		close(wait->watched);
	wait->watched = -1;
}

size_t
deferrals_count(struct deferrals *deferrals)
{
	size_t count;

	pthread_mutex_lock(&deferrals->lock);
	count = deferrals->count;
	pthread_mutex_unlock(&deferrals->lock);
	return count;
}

void
deferrals_note_refused(struct deferrals *deferrals)
{
	const int64_t now = clock_milliseconds();
	unsigned told = 0;

	pthread_mutex_lock(&deferrals->lock);
	deferrals->refused++;
	if (deferrals->refused_logged == 0 ||
	    now - deferrals->refused_logged >= REFUSED_LOG_MILLISECONDS) {
		told = deferrals->refused;
		deferrals->refused = 0;
		deferrals->refused_logged = now;
	}
	pthread_mutex_unlock(&deferrals->lock);
	if (told > 0)
		log_warning("%u request%s could not be deferred: %u are "
			    "deferred already (deferred)",
		    told, told == 1 ? "" : "s", deferrals->options.most);
}
