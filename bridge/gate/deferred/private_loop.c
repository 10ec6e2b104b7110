/*
 * The wait of a thread for one deferred request.  Several threads can wait so
 * with the same deferrals: each that wakes looks for all of them what has come.
 */
#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "gate/deferred/events.h"
#include "gate/deferred/private_loop.h"

/* Apache sends SIGKILL three seconds after SIGTERM. */
#define GRACE_MILLISECONDS 2000

/* The next one ends the process. */
#define SIGNALS_MAX 2

/* Of the loop that catches signals. */
static atomic_int signal_wake = -1;
static atomic_uint signal_count;
static struct sigaction saved_term, saved_int;

int
private_loop_open(struct private_loop *loop, struct deferrals *shared,
    const struct deferrals_options *options, struct gantry_error *error)
{
	*loop = (struct private_loop){
		.deferrals = shared,
		.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
	};
	if (loop->wake == -1)
		return gantry_error_system(
		    error, "cannot wait for a deferred request");
	if (shared != NULL)
		return 0;
	loop->deferrals = &loop->own;
	if (deferrals_init(&loop->own, options, error) == 0)
		return 0;
	private_loop_close(loop);
	return -1;
}

void
private_loop_close(struct private_loop *loop)
{
	if (!private_loop_is_open(loop))
		return;
	if (loop->catches) {
		sigaction(SIGTERM, &saved_term, NULL);
		sigaction(SIGINT, &saved_int, NULL);
		atomic_store(&signal_wake, -1);
	}
	if (loop->deferrals == &loop->own)
		deferrals_clear(&loop->own);
	close(loop->wake);
	*loop = PRIVATE_LOOP_CLOSED;
}

static void
ring(int wake)
{
	const uint64_t one = 1;
	ssize_t count;

	/* A counter that is full is readable, too. */
	count = write(wake, &one, sizeof(one));
	(void)count;
}

static void
note_signal(int number)
{
	const int saved = errno;

	/* A function that hangs notices none. */
	if (atomic_fetch_add(&signal_count, 1) >= SIGNALS_MAX) {
		signal(number, SIG_DFL);
		raise(number);
	}
	ring(atomic_load(&signal_wake));
	errno = saved;
}

void
private_loop_catch_signals(struct private_loop *loop)
{
	struct sigaction action = { .sa_handler = note_signal };

	if (loop->catches)
		return;
	loop->catches = true;
	atomic_store(&signal_count, 0);
	atomic_store(&signal_wake, loop->wake);
	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, &saved_term);
	sigaction(SIGINT, &action, &saved_int);
}

void
private_loop_schedule(struct private_loop *loop)
{
	atomic_store(&loop->scheduled, true);
	ring(loop->wake);
}

/* Do what a signal asks for. */
static void
check_signals(struct private_loop *loop)
{
	const unsigned count = atomic_load(&signal_count);
	const int64_t now = clock_milliseconds();

	if (loop->signals == 0 && count > 0) {
		loop->cancel_at = now + GRACE_MILLISECONDS;
		deferral_events_drain(loop->deferrals);
	}
	loop->signals = count;
	if (count > 1 || (loop->cancel_at != 0 && now >= loop->cancel_at))
		deferral_events_cancel(loop->deferrals, GANTRY_END_DRAINING);
}

/* How long poll(2) may take. */
static int
find_timeout(const struct private_loop *loop, int milliseconds)
{
	int64_t left;

	if (loop->cancel_at == 0)
		return milliseconds;
	left = loop->cancel_at - clock_milliseconds() + 1;
	if (left < 0)
		left = 0;
	return milliseconds >= 0 && milliseconds < left ? milliseconds
							: (int)left;
}

bool
private_loop_wait_for(
    struct private_loop *loop, struct pollfd *peer, int milliseconds)
{
	struct pollfd waited[] = {
		{ .fd = loop->deferrals->epoll, .events = POLLIN },
		{ .fd = loop->wake, .events = POLLIN },
		{ .fd = -1 },
	};
	uint64_t rings;
	int count;

	if (peer != NULL)
		waited[2] = *peer;
	count = poll(waited, 3, find_timeout(loop, milliseconds));
	if (peer != NULL)
		peer->revents = count > 0 ? waited[2].revents : 0;
	if (count > 0 && waited[0].revents != 0)
		deferral_events_poll(loop->deferrals);
	if (count > 0 && waited[1].revents != 0)
		count = (int)read(loop->wake, &rings, sizeof(rings));
	if (loop->catches)
		check_signals(loop);
	return atomic_exchange(&loop->scheduled, false);
}

bool
private_loop_wait(struct private_loop *loop, struct pollfd *peer)
{
	return private_loop_wait_for(loop, peer, -1);
}
