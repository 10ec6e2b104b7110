/*
 * The worker's side of its page, and the sequence locks of the texts.  A writer
 * makes the sequence odd, writes, and makes it even again.  A reader copies the
 * texts and checks that the sequence was even and did not change.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/observe/score_page.h"

#define READS_MAX 100

static size_t
page_size(unsigned threads)
{
	return sizeof(struct score_page) +
	    (size_t)threads * sizeof(struct score_thread);
}

struct score_page *
score_page_new(unsigned threads)
{
	struct score_page *page = mmap(NULL, page_size(threads),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return page != MAP_FAILED ? page : NULL;
}

struct score_page *
score_page_join(int descriptor, unsigned threads)
{
	struct score_page *page = mmap(NULL, page_size(threads),
	    PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);

	return page != MAP_FAILED ? page : NULL;
}

struct score_page *
score_page_new_shared(unsigned threads, int *descriptor)
{
	struct score_page *page = NULL;
	int number;

	*descriptor =
	    memfd_create("gantry-worker", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*descriptor == -1)
		return NULL;
	/* A worker that made it shorter would kill the master. */
	if (ftruncate(*descriptor, (off_t)page_size(threads)) == 0 &&
	    fcntl(*descriptor, F_ADD_SEALS,
		F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		page = score_page_join(*descriptor, threads);
	if (page != NULL)
		return page;
	number = errno;
	close(*descriptor);
	*descriptor = -1;
	errno = number;
	return NULL;
}

void
score_page_free(struct score_page *page, unsigned threads)
{
	if (page != NULL)
		munmap(page, page_size(threads));
}

int
score_page_hide(struct score_page *page, unsigned threads)
{
	return madvise(page, page_size(threads), MADV_DONTFORK);
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
	texts->client[0] = '\0';
	end_change(thread);
	score_heartbeat(thread);
	atomic_store(&thread->since, atomic_load(&thread->heartbeat));
	atomic_store(&thread->phase, SCORE_RUNNING);
}

void
score_note(struct score_thread *thread, const char *what)
{
	begin_change(thread);
	copy_text(thread->texts.step, sizeof(thread->texts.step),
	    what != NULL ? what : "");
	end_change(thread);
}

void
score_step(struct score_thread *thread, const char *what)
{
	score_note(thread, what);
	score_heartbeat(thread);
}

void
score_end(struct score_thread *thread)
{
	atomic_store(&thread->phase, SCORE_IDLE);
	atomic_store(&thread->since, 0);
	atomic_fetch_add_explicit(&thread->requests, 1, memory_order_relaxed);
}

void
score_client(struct score_thread *thread, const char *address)
{
	begin_change(thread);
	copy_text(thread->texts.client, sizeof(thread->texts.client), address);
	end_change(thread);
}

void
score_suspend(struct score_page *page, struct score_thread *thread)
{
	atomic_store(&thread->phase, SCORE_IDLE);
	atomic_store(&thread->since, 0);
	atomic_fetch_add(&page->deferred, 1);
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
score_count(struct score_page *page, enum counter_slot slot)
{
	add(&page->totals.counters[slot], 1);
}

void
score_count_request(
    struct score_page *page, const struct score_request *request)
{
	struct score_totals *totals = &page->totals;
	struct score_route *route = &page->routes[request->route];
	const unsigned code = (unsigned)(request->status - SCORE_CODE_FIRST);
	const unsigned class =
	    code < SCORE_CODES ? (unsigned)request->status / 100 : 0;

	if (class != 0)
		add(&totals->codes[code], 1);
	add(&totals->latencies[bucket_of(request->microseconds)], 1);
	add(&route->answers[class], 1);
	add(&route->bytes, request->bytes);
	add(&route->microseconds, request->microseconds);
}

/* Nothing in the page need end with a NUL. */
static void
end_texts(struct score_texts *texts)
{
	texts->method[sizeof(texts->method) - 1] = '\0';
	texts->target[sizeof(texts->target) - 1] = '\0';
	texts->id[sizeof(texts->id) - 1] = '\0';
	texts->step[sizeof(texts->step) - 1] = '\0';
	texts->client[sizeof(texts->client) - 1] = '\0';
	texts->data_version[sizeof(texts->data_version) - 1] = '\0';
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
			&thread->sequence, 0, memory_order_acq_rel) == before) {
			end_texts(texts);
			return true;
		}
	}
	*texts = (struct score_texts){ 0 };
	return false;
}
