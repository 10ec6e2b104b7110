/*
 * Collecting the status.  Workers continue meanwhile, so one number may be
 * newer than another.  Texts are never torn, and a request that ends while it
 * is copied is left out.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/admin/listen_queue.h"
#include "serve/admin/status.h"

/* The place of a request on the scoreboard. */
struct place {
	int64_t since;
	unsigned worker, thread;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	if (one->since != other->since)
		return one->since < other->since ? -1 : 1;
	if (one->worker != other->worker)
		return one->worker < other->worker ? -1 : 1;
	return one->thread < other->thread ? -1 : 1;
}

static void
collect_totals(struct status_totals *to, const struct score_totals *from)
{
	size_t i;

	for (i = 0; i < COUNTER_SLOTS; i++)
		to->counters[i] = atomic_load(&from->counters[i]);
	/* A histogram's count is the sum of its buckets. */
	to->counters[COUNTER_REQUESTS] = 0;
	for (i = 0; i <= SCORE_BUCKETS; i++) {
		to->latencies[i] = atomic_load(&from->latencies[i]);
		to->counters[COUNTER_REQUESTS] += to->latencies[i];
	}
	to->microseconds = atomic_load(&from->microseconds);
}

/* The resident memory of PID, or -1 if it has exited. */
static int64_t
resident_bytes(pid_t pid)
{
	char path[64], text[128];
	long long pages;
	ssize_t length;
	int file;

	snprintf(path, sizeof(path), "/proc/%ld/statm", (long)pid);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file == -1)
		return -1;
	length = read(file, text, sizeof(text) - 1);
	close(file);
	if (length <= 0)
		return -1;
	text[length] = '\0';
	if (sscanf(text, "%*d %lld", &pages) != 1)
		return -1;
	return pages * sysconf(_SC_PAGESIZE);
}

static void
add_data_version(struct status *status, struct score_thread *thread)
{
	struct score_texts texts;
	size_t i;

	if (!score_read(thread, &texts) || texts.data_version[0] == '\0')
		return;
	for (i = 0; i < status->data_version_count; i++)
		if (strcmp(status->data_versions[i].text, texts.data_version) ==
		    0)
			break;
	if (i == STATUS_DATA_VERSIONS_MAX)
		return;
	if (i == status->data_version_count)
		memcpy(status->data_versions[status->data_version_count++].text,
		    texts.data_version, sizeof(texts.data_version));
	status->data_versions[i].threads++;
}

/* Count the threads of WORKER; add the busy ones to PLACES. */
static void
collect_threads(struct status *status, struct status_worker *worker,
    struct scoreboard *board, struct place *places)
{
	struct score_thread *thread;
	int64_t since;
	unsigned i;
	int phase;

	for (i = 0; i < worker->threads; i++) {
		thread = scoreboard_thread(board, worker->slot, i);
		phase = atomic_load(&thread->phase);
		since = atomic_load(&thread->since);
		worker->requests += atomic_load(&thread->requests);
		add_data_version(status, thread);
		if (phase < SCORE_IDLE || phase > SCORE_WRITING)
			continue;
		status->phases[phase]++;
		if (phase == SCORE_IDLE || since == 0)
			continue;
		worker->busy++;
		places[status->request_total++] =
		    (struct place){ since, worker->slot, i };
	}
}

static void
collect_workers(struct status *status, struct scoreboard *board,
    struct place *places, int64_t now)
{
	struct score_worker *score;
	struct status_worker *worker;
	int64_t started;
	unsigned i;
	int state;

	for (i = 0; i < board->workers; i++) {
		score = &board->worker[i];
		state = atomic_load(&score->state);
		if (state <= SCORE_FREE || state > SCORE_DRAINING)
			continue;
		worker = &status->workers[status->worker_count++];
		started = atomic_load(&score->started);
		*worker = (struct status_worker){
			.slot = i,
			.state = (enum score_state)state,
			.pid = atomic_load(&score->pid),
			.generation = atomic_load(&score->generation),
			.threads = (unsigned)atomic_load(&score->threads),
			.age = started > 0 && started < now ? now - started : 0,
			.connections = atomic_load(&score->connections),
			.queued = atomic_load(&score->queued),
		};
		if (worker->threads > board->threads)
			worker->threads = board->threads;
		worker->rss = resident_bytes(worker->pid);
		if (worker->rss == -1)
			worker->rss = atomic_load(&score->rss);
		collect_threads(status, worker, board, places);
	}
}

/* Copy the request at PLACE.  False if it has ended meanwhile. */
static bool
collect_request(struct status_request *request, struct scoreboard *board,
    const struct place *place, int64_t now)
{
	struct score_thread *thread =
	    scoreboard_thread(board, place->worker, place->thread);
	const int64_t heartbeat = atomic_load(&thread->heartbeat);
	const int phase = atomic_load(&thread->phase);

	*request = (struct status_request){
		.slot = place->worker,
		.thread = place->thread,
		.pid = atomic_load(&board->worker[place->worker].pid),
		.tid = atomic_load(&thread->tid),
		.phase = (enum score_phase)phase,
		.since = now > place->since ? now - place->since : 0,
		.silent = heartbeat == 0 ? -1
		    : now > heartbeat	 ? now - heartbeat
					 : 0,
	};
	return score_read(thread, &request->texts) && phase != SCORE_IDLE &&
	    atomic_load(&thread->since) == place->since;
}

static int
collect_requests(struct status *status, struct scoreboard *board,
    struct place *places, int64_t now)
{
	size_t i, most = status->request_total;

	qsort(places, status->request_total, sizeof(*places), compare_places);
	if (most > STATUS_REQUESTS_MAX)
		most = STATUS_REQUESTS_MAX;
	status->requests = calloc(most + 1, sizeof(*status->requests));
	if (status->requests == NULL)
		return -1;
	for (i = 0; i < most; i++) {
		if (collect_request(&status->requests[status->request_count],
			board, &places[i], now))
			status->request_count++;
		else
			status->request_total--;
	}
	return 0;
}

static void
collect_listeners(struct status *status)
{
	const struct listeners *listeners = status->master.listeners;
	struct status_listener *listener;
	size_t i;

	for (i = 0; listeners != NULL && i < listeners->count; i++) {
		listener = &status->listeners[status->listener_count++];
		listen_queue_name(listeners->descriptors[i], listener->name,
		    sizeof(listener->name));
		listen_queue_read(listeners->descriptors[i], &listener->waiting,
		    &listener->most);
		listener->is_dead = listener_is_dead(listeners->descriptors[i]);
	}
}

static void
collect_jobs(struct status *status, struct scoreboard *board, int64_t now)
{
	struct score_job *score = board->jobs;
	struct status_job *job = status->jobs;
	int64_t started;

	for (; score < board->jobs + SCORE_JOBS && atomic_load(&score->used);
	     score++, job++) {
		started = atomic_load(&score->started);
		*job = (struct status_job){
			.state =
			    (enum score_job_state)atomic_load(&score->state),
			.pid = atomic_load(&score->pid),
			.age = started == 0 ? -1 : now - started,
			.took = atomic_load(&score->took),
			.failed = atomic_load(&score->failed),
			.starts = atomic_load(&score->starts),
			.failures = atomic_load(&score->failures),
		};
		memcpy(job->name, score->name, sizeof(job->name));
		if (started == 0 ||
		    (job->starts == 1 && job->state != SCORE_JOB_IDLE))
			job->took = -1;
		status->job_count++;
	}
}

int
status_collect(struct status *status, const struct status_master *master,
    struct scoreboard *board)
{
	const int64_t now = clock_milliseconds();
	struct place *places = calloc(
	    (size_t)board->workers * board->threads + 1, sizeof(*places));
	int result = -1;

	*status = (struct status){
		.master = *master,
		.pid = getpid(),
		.time = time(NULL),
		.uptime = now > master->started ? now - master->started : 0,
	};
	status->workers = calloc(board->workers + 1, sizeof(*status->workers));
	if (places != NULL && status->workers != NULL) {
		collect_totals(&status->totals, &board->totals);
		collect_listeners(status);
		collect_jobs(status, board, now);
		collect_workers(status, board, places, now);
		result = collect_requests(status, board, places, now);
	}
	free(places);
	if (result == -1)
		status_clear(status);
	return result;
}

void
status_clear(struct status *status)
{
	free(status->workers);
	free(status->requests);
	*status = (struct status){ 0 };
}

bool
status_is_ready(const struct status_master *master)
{
	return (master->phase == STATUS_READY ||
		   master->phase == STATUS_RELOADING) &&
	    master->problem[0] == '\0';
}

const char *
status_phase_name(enum status_phase phase)
{
	static const char *const names[] = { "starting", "ready", "reloading",
		"stopping" };

	return names[phase];
}

const char *
status_state_name(enum score_state state)
{
	static const char *const names[] = { "free", "starting", "serving",
		"draining" };

	return names[state];
}

const char *
status_thread_name(enum score_phase phase)
{
	static const char *const names[] = { "idle", "reading", "running",
		"writing" };

	return names[phase];
}

const char *
status_job_name(enum score_job_state state)
{
	static const char *const names[] = { "idle", "asked", "running" };

	return names[state];
}

int64_t
status_latency_limit(size_t index)
{
	return index < SCORE_BUCKETS ? INT64_C(64) << index : 0;
}

void
status_add_plain(struct gantry_buffer *buffer, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char character = (unsigned char)*text;

		if (character < 0x20 || character > 0x7e)
			gantry_buffer_printf(buffer, "\\x%02x", character);
		else
			gantry_buffer_putc(buffer, *text);
	}
}
