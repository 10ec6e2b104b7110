/*
 * Collecting the status.  Workers continue meanwhile, so one number may be
 * newer than another.  Texts are never torn, and a request that ends while it
 * is copied is left out.  All sizes and indices are the master's own.
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

/* A histogram's count is the sum of its buckets. */
static void
complete_totals(struct score_sums *to)
{
	int64_t requests = 0;
	size_t i;

	for (i = 0; i <= SCORE_BUCKETS; i++)
		requests = score_sum(requests, to->latencies[i]);
	to->counters[COUNTER_REQUESTS] = requests;
}

static int
collect_totals(struct status *status, struct scoreboard *board)
{
	const struct status_master *master = &status->master;
	size_t i;

	scoreboard_sums(board, &status->totals);
	complete_totals(&status->totals);
	for (i = 0; i < SCORE_POOLS; i++)
		memcpy(status->pool_names[i], board->pools[i].name,
		    sizeof(status->pool_names[i]));
	status->pools = calloc(master->pool_count + 1, sizeof(*status->pools));
	if (status->pools == NULL)
		return -1;
	for (i = 0; i < master->pool_count; i++) {
		scoreboard_pool_sums(
		    board, master->pools[i].number, &status->pools[i]);
		complete_totals(&status->pools[i]);
	}
	return 0;
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
    const struct score_slot *slot, struct place *places, int64_t now)
{
	struct score_activity activity;
	unsigned i;

	for (i = 0; i < slot->threads; i++) {
		add_data_version(status, &slot->page->threads[i]);
		if (!score_slot_activity(slot, i, now, &activity))
			continue;
		status->phases[activity.phase]++;
		if (activity.phase == SCORE_IDLE || activity.since == 0)
			continue;
		worker->busy++;
		places[status->request_total++] =
		    (struct place){ activity.since, worker->slot, i };
	}
}

static void
collect_workers(struct status *status, struct scoreboard *board,
    struct place *places, int64_t now)
{
	const struct score_slot *slot;
	struct status_worker *worker;
	unsigned i;

	for (i = 0; i < board->slot_count; i++) {
		slot = &board->slots[i];
		if (slot->page == NULL)
			continue;
		worker = &status->workers[status->worker_count++];
		*worker = (struct status_worker){
			.slot = i,
			.state = slot->state,
			.pid = slot->pid,
			.generation = slot->generation,
			.pool = slot->pool,
			.threads = slot->threads,
			.age = slot->started < now ? now - slot->started : 0,
			.requests = slot->requests,
			.rss = resident_bytes(slot->pid),
			.connections = score_slot_connections(slot),
			.queued = score_slot_queued(slot),
			.waiting = score_slot_deferred(slot),
		};
		if (worker->rss == -1)
			worker->rss = slot->rss;
		collect_threads(status, worker, slot, places, now);
	}
}

/* Copy the request at PLACE.  False if it has ended meanwhile. */
static bool
collect_request(struct status_request *request, struct scoreboard *board,
    const struct place *place, int64_t now)
{
	const struct score_slot *slot = &board->slots[place->worker];
	struct score_activity activity;

	if (!score_slot_activity(slot, place->thread, now, &activity) ||
	    activity.phase == SCORE_IDLE || activity.since != place->since)
		return false;
	*request = (struct status_request){
		.slot = place->worker,
		.thread = place->thread,
		.pool = slot->pool,
		.pid = slot->pid,
		.tid = activity.tid,
		.phase = activity.phase,
		.since = now - place->since,
		.silent =
		    activity.heartbeat == 0 ? -1 : now - activity.heartbeat,
	};
	return score_read(&slot->page->threads[place->thread], &request->texts);
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
collect_listeners(struct status *status, const struct status_pool *pool)
{
	const struct listeners *listeners = pool->listeners;
	struct status_listener *listener;
	size_t i;

	for (i = 0; listeners != NULL && i < listeners->count; i++) {
		listener = &status->listeners[status->listener_count++];
		listener->pool = pool->number;
		listener_name(listeners->descriptors[i], listener->name,
		    sizeof(listener->name));
		listen_queue_read(listeners->descriptors[i], &listener->waiting,
		    &listener->most);
		listener->is_dead = listener_is_dead(listeners->descriptors[i]);
	}
}

static void
collect_jobs(struct status *status, struct scoreboard *board, int64_t now)
{
	const struct master_job *known = board->jobs;
	struct status_job *job = status->jobs;

	for (; known < board->jobs + SCORE_JOBS && known->name[0] != '\0';
	     known++, job++) {
		*job = (struct status_job){
			.state = known->state,
			.pid = known->pid,
			.age = known->started == 0 ? -1 : now - known->started,
			.took = known->took,
			.failed = known->failed,
			.starts = known->starts,
			.failures = known->failures,
		};
		memcpy(job->name, known->name, sizeof(job->name));
		if (known->started == 0 ||
		    (job->starts == 1 && job->state != MASTER_JOB_IDLE))
			job->took = -1;
		status->job_count++;
	}
}

/* The number of threads of all workers. */
static size_t
count_threads(const struct scoreboard *board)
{
	size_t count = 0;
	unsigned i;

	for (i = 0; i < board->slot_count; i++)
		if (board->slots[i].page != NULL)
			count += board->slots[i].threads;
	return count;
}

int
status_collect(struct status *status, const struct status_master *master,
    struct scoreboard *board)
{
	const int64_t now = clock_milliseconds();
	struct place *places =
	    calloc(count_threads(board) + 1, sizeof(*places));
	int result = -1;
	size_t i;

	*status = (struct status){
		.master = *master,
		.pid = getpid(),
		.time = time(NULL),
		.uptime = now > master->started ? now - master->started : 0,
		.last_crash = board->last_crash,
	};
	status->workers =
	    calloc(board->slot_count + 1, sizeof(*status->workers));
	status->routes = route_sums_new();
	if (places != NULL && status->workers != NULL &&
	    status->routes != NULL && collect_totals(status, board) == 0) {
		scoreboard_routes(board, status->routes);
		scoreboard_metrics(board, &status->metrics);
		for (i = 0; i < master->pool_count; i++)
			collect_listeners(status, &master->pools[i]);
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
	free(status->routes);
	metric_sums_clear(&status->metrics);
	free(status->requests);
	free(status->pools);
	*status = (struct status){ 0 };
}

bool
status_is_ready(enum status_phase phase, const char *problem)
{
	return (phase == STATUS_READY || phase == STATUS_RELOADING) &&
	    problem[0] == '\0';
}

/* The longest of those listed, which are the oldest. */
static int64_t
oldest_of(const struct status *status, unsigned pool)
{
	size_t i;

	for (i = 0; i < status->request_count; i++)
		if (status->requests[i].pool == pool)
			return status->requests[i].since;
	return 0;
}

void
status_sum_pool(const struct status *status, const struct status_pool *pool,
    struct status_pool_sums *sums)
{
	const struct status_worker *worker = status->workers;
	const struct status_listener *listener = status->listeners;
	size_t i;

	*sums = (struct status_pool_sums){
		.oldest = oldest_of(status, pool->number),
	};
	for (i = 0; i < status->worker_count; i++, worker++) {
		if (worker->pool != pool->number)
			continue;
		sums->states[worker->state]++;
		sums->workers += worker->state != SCORE_DRAINING;
		sums->threads += worker->threads;
		sums->busy += worker->busy;
		sums->connections += worker->connections;
		sums->queued += worker->queued;
		sums->waiting += worker->waiting;
	}
	for (i = 0; i < status->listener_count; i++, listener++) {
		if (listener->pool != pool->number)
			continue;
		if (listener->waiting < 0)
			sums->listen_queue = -1;
		else if (sums->listen_queue >= 0)
			sums->listen_queue += listener->waiting;
	}
}

const char *
status_pool_state(const struct status_pool *pool)
{
	return pool->is_failing ? "failing" : status_phase_name(pool->phase);
}

const char *
status_phase_name(enum status_phase phase)
{
	static const char *const names[] = { "starting", "ready", "reloading",
		"stopping", "draining", "stopped" };

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
status_job_name(enum master_job_state state)
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
