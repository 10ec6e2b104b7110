/*
 * A queue of tickets for each file.  A thread that gives up leaves its ticket
 * behind as abandoned, and the turn passes over it.
 */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include <gantry/clock.h>

#include "sqlite/writer.h"

/*
 * So many transactions follow each other at once, before other processes are
 * let in, which look for the lock each millisecond.
 */
#define IN_A_ROW	  16
#define YIELD_NANOSECONDS 3000000

/* The clock takes no time that is much later. */
#define LONGEST_MILLISECONDS 1000000000

struct waiting {
	struct waiting *next;
	bool has_turn;
	pthread_cond_t turn;
};

struct writer {
	struct writer *next;
	uint64_t device, inode;
	unsigned users;
	bool is_taken;
	unsigned in_a_row;
	struct waiting *first, **last;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct writer *writers;

struct writer *
writer_open(uint64_t device, uint64_t inode)
{
	struct writer *writer;

	pthread_mutex_lock(&lock);
	for (writer = writers; writer != NULL; writer = writer->next)
		if (writer->device == device && writer->inode == inode)
			break;
	if (writer == NULL && (writer = calloc(1, sizeof(*writer))) != NULL) {
		writer->device = device;
		writer->inode = inode;
		writer->last = &writer->first;
		writer->next = writers;
		writers = writer;
	}
	if (writer != NULL)
		writer->users++;
	pthread_mutex_unlock(&lock);
	return writer;
}

void
writer_close(struct writer *writer)
{
	struct writer **at = &writers;

	pthread_mutex_lock(&lock);
	if (--writer->users == 0) {
		while (*at != writer)
			at = &(*at)->next;
		*at = writer->next;
		free(writer);
	}
	pthread_mutex_unlock(&lock);
}

static struct timespec
time_of(int64_t milliseconds)
{
	int64_t left = milliseconds - gantry_clock_milliseconds();
	struct timespec at;

	if (left > LONGEST_MILLISECONDS)
		left = LONGEST_MILLISECONDS;

	clock_gettime(CLOCK_MONOTONIC, &at);
	if (left > 0) {
		at.tv_sec += left / 1000;
		at.tv_nsec += left % 1000 * 1000000;
	}
	if (at.tv_nsec >= 1000000000) {
		at.tv_nsec -= 1000000000;
		at.tv_sec++;
	}
	return at;
}

static void
leave_queue(struct writer *writer, struct waiting *waiting)
{
	struct waiting **at = &writer->first;

	while (*at != waiting)
		at = &(*at)->next;
	*at = waiting->next;
	if (*at == NULL)
		writer->last = at;
}

/* Wait in the queue, with the lock.  Returns whether the turn came. */
static bool
wait_for_turn(struct writer *writer, int64_t deadline)
{
	const struct timespec until = time_of(deadline);
	struct waiting waiting = { .has_turn = false };
	pthread_condattr_t attributes;
	int result = 0;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&waiting.turn, &attributes);
	pthread_condattr_destroy(&attributes);
	*writer->last = &waiting;
	writer->last = &waiting.next;
	while (!waiting.has_turn && result == 0)
		result = pthread_cond_timedwait(&waiting.turn, &lock, &until);
	if (!waiting.has_turn)
		leave_queue(writer, &waiting);
	pthread_cond_destroy(&waiting.turn);
	return waiting.has_turn;
}

bool
writer_take(struct writer *writer, int64_t deadline)
{
	const struct timespec pause = { .tv_nsec = YIELD_NANOSECONDS };
	bool yields = false, result = true;

	pthread_mutex_lock(&lock);
	if (writer->is_taken)
		result = wait_for_turn(writer, deadline);
	writer->is_taken = true;
	if (result && ++writer->in_a_row >= IN_A_ROW) {
		writer->in_a_row = 0;
		yields = true;
	}
	pthread_mutex_unlock(&lock);
	if (yields)
		nanosleep(&pause, NULL);
	return result;
}

void
writer_release(struct writer *writer)
{
	struct waiting *first;

	pthread_mutex_lock(&lock);
	first = writer->first;
	if (first == NULL) {
		writer->is_taken = false;
		writer->in_a_row = 0;
	} else {
		/* It stays taken, by the first of the queue. */
		leave_queue(writer, first);
		first->has_turn = true;
		pthread_cond_signal(&first->turn);
	}
	pthread_mutex_unlock(&lock);
}
