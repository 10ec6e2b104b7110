/*
 * The shared memory and its sequence locks.  A writer makes the sequence odd,
 * writes, and makes it even again.  A reader copies the texts and checks that
 * the sequence was even and did not change.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "serve/observe/scoreboard.h"

#define READS_MAX 100

static size_t
board_size(unsigned workers, unsigned threads)
{
	return sizeof(struct scoreboard) +
	    workers * sizeof(struct score_worker) +
	    (size_t)workers * threads * sizeof(struct score_thread);
}

struct scoreboard *
scoreboard_new(unsigned workers, unsigned threads)
{
	struct scoreboard *board = mmap(NULL, board_size(workers, threads),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (board == MAP_FAILED)
		return NULL;
	board->workers = workers;
	board->threads = threads;
	return board;
}

void
scoreboard_free(struct scoreboard *board)
{
	if (board != NULL)
		munmap(board, board_size(board->workers, board->threads));
}

struct score_thread *
scoreboard_thread(struct scoreboard *board, unsigned worker, unsigned thread)
{
	struct score_thread *first =
	    (struct score_thread *)&board->worker[board->workers];

	return &first[worker * board->threads + thread];
}

void
score_heartbeat(struct score_thread *thread)
{
	atomic_store_explicit(
	    &thread->heartbeat, clock_milliseconds(), memory_order_relaxed);
}

static void
copy_text(char *to, size_t size, const char *from)
{
	size_t length = strnlen(from, size - 1);

	memcpy(to, from, length);
	to[length] = '\0';
}

static void
begin_change(struct score_thread *thread)
{
	/* No later write becomes visible before this one. */
	atomic_fetch_add_explicit(&thread->sequence, 1, memory_order_acq_rel);
}

static void
end_change(struct score_thread *thread)
{
	atomic_fetch_add_explicit(&thread->sequence, 1, memory_order_release);
}

void
score_begin(struct score_thread *thread, const char *method, const char *target,
    const char *id)
{
	struct score_texts *texts = &thread->texts;

	begin_change(thread);
	copy_text(texts->method, sizeof(texts->method), method);
	copy_text(texts->target, sizeof(texts->target), target);
	copy_text(texts->id, sizeof(texts->id), id);
	texts->step[0] = '\0';
	end_change(thread);
	score_heartbeat(thread);
	atomic_store(&thread->since, atomic_load(&thread->heartbeat));
	atomic_store(&thread->phase, SCORE_RUNNING);
}

void
score_step(struct score_thread *thread, const char *what)
{
	begin_change(thread);
	copy_text(thread->texts.step, sizeof(thread->texts.step),
	    what != NULL ? what : "");
	end_change(thread);
}

void
score_end(struct score_thread *thread)
{
	atomic_store(&thread->phase, SCORE_IDLE);
	atomic_store(&thread->since, 0);
	atomic_fetch_add_explicit(&thread->requests, 1, memory_order_relaxed);
}

/* Does TEXT already say so?  A cheap check, as it is made for each request. */
static bool
is_data_version(const char *text, const char *application, const char *version)
{
	size_t length = strlen(application);

	if (version == NULL)
		return *text == '\0';
	return length + 3 < SCORE_DATA_VERSION_SIZE &&
	    strncmp(text, application, length) == 0 &&
	    strncmp(text + length, ": ", 2) == 0 &&
	    strncmp(text + length + 2, version,
		SCORE_DATA_VERSION_SIZE - 3 - length) == 0;
}

void
score_data_version(
    struct score_thread *thread, const char *application, const char *version)
{
	char *text = thread->texts.data_version;

	if (is_data_version(text, application, version))
		return;
	begin_change(thread);
	text[0] = '\0';
	if (version != NULL)
		snprintf(text, SCORE_DATA_VERSION_SIZE, "%s: %s", application,
		    version);
	end_change(thread);
}

/*
 * The first bucket ends at 64 microseconds and each of the others at twice the
 * one before, so a number's bits tell its bucket.
 */
static unsigned
bucket_of(int64_t microseconds)
{
	unsigned bucket;

	if (microseconds < 64)
		return 0;
	bucket = 64 - 6 - (unsigned)__builtin_clzll((uint64_t)microseconds);
	return bucket < SCORE_BUCKETS ? bucket : SCORE_BUCKETS;
}

static void
add(atomic_int_least64_t *counter, int64_t number)
{
	atomic_fetch_add_explicit(counter, number, memory_order_relaxed);
}

void
scoreboard_count(struct scoreboard *board, enum counter_slot slot)
{
	add(&board->totals.counters[slot], 1);
}

void
scoreboard_count_request(
    struct scoreboard *board, int status, int64_t bytes, int64_t microseconds)
{
	struct score_totals *totals = &board->totals;
	const int class = status >= 100 && status < 600 ? status / 100 : 0;

	add(&totals->counters[COUNTER_REQUESTS], 1);
	add(&totals->counters[COUNTER_ANSWERS + class], 1);
	add(&totals->counters[COUNTER_BODY_BYTES], bytes);
	add(&totals->microseconds, microseconds);
	add(&totals->latencies[bucket_of(microseconds)], 1);
}

bool
score_read(struct score_thread *thread, struct score_texts *texts)
{
	unsigned before, reads;

	for (reads = 0; reads < READS_MAX; reads++) {
		before = atomic_load_explicit(
		    &thread->sequence, memory_order_acquire);
		*texts = thread->texts;
		/* Adding 0 keeps the reads above from moving below it. */
		if (before % 2 == 0 &&
		    atomic_fetch_add_explicit(
			&thread->sequence, 0, memory_order_acq_rel) == before)
			return true;
	}
	*texts = (struct score_texts){ 0 };
	return false;
}

struct score_job *
score_job_find(struct scoreboard *board, const char *name)
{
	struct score_job *job;

	for (job = board->jobs; job < board->jobs + SCORE_JOBS; job++)
		if (atomic_load(&job->used) && strcmp(job->name, name) == 0)
			return job;
	return NULL;
}

struct score_job *
score_job_add(struct scoreboard *board, const char *name)
{
	struct score_job *job = score_job_find(board, name);

	if (job != NULL)
		return job;
	for (job = board->jobs; job < board->jobs + SCORE_JOBS; job++)
		if (!atomic_load(&job->used)) {
			copy_text(job->name, sizeof(job->name), name);
			atomic_store(&job->used, true);
			return job;
		}
	return NULL;
}
