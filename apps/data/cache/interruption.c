/*
 * Removes files from a signal handler, so it uses only what signal-safety(7)
 * allows: atomic pointers without locks, unlink and rmdir.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "data/cache/interruption.h"

static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };

static _Atomic(const char *) kept[INTERRUPTION_PATHS];

static void
remove_kept(void)
{
	const char *path;
	size_t i;

	for (i = INTERRUPTION_PATHS; i-- > 0;) {
		path = atomic_exchange(&kept[i], NULL);
		if (path != NULL && unlink(path) == -1 &&
		    (errno == EISDIR || errno == EPERM))
			rmdir(path);
	}
}

/* The signal is blocked here, so raising it ends the process on the return. */
static void
handle(int number)
{
	remove_kept();
	signal(number, SIG_DFL);
	raise(number);
}

static void
fill(sigset_t *set)
{
	size_t i;

	sigemptyset(set);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(set, numbers[i]);
}

void
interruption_prepare(void)
{
	struct sigaction action = { .sa_handler = handle }, before;
	size_t i;

	fill(&action.sa_mask);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

void
interruption_hold(void)
{
	sigset_t set;

	fill(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void
interruption_release(void)
{
	sigset_t set;

	fill(&set);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void
interruption_keep(const char *path)
{
	const char *expected;
	size_t i;

	for (i = 0; i < INTERRUPTION_PATHS; i++) {
		expected = NULL;
		if (atomic_compare_exchange_strong(&kept[i], &expected, path))
			return;
	}
}

void
interruption_forget(const char *path)
{
	const char *expected;
	size_t i;

	for (i = 0; i < INTERRUPTION_PATHS; i++) {
		expected = path;
		if (atomic_compare_exchange_strong(&kept[i], &expected, NULL))
			return;
	}
}
