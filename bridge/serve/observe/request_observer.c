/*
 * Recording requests: on the worker's page while they run, in the logs when
 * they end.  A request is counted once, even if a deadline answers it while its
 * application still runs.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/observe/request_observer.h"

/* As nginx logs a client that closed the connection. */
#define STATUS_CLIENT_CLOSED 499

/* Of an answer that its application cut after a part of it was sent. */
#define STATUS_CUT 500

/*
 * A shorter wait before a request counts as none: clock_milliseconds() has
 * steps of up to ten milliseconds.
 */
#define CLOCK_STEP_MILLISECONDS 10

static void
begin(void *owner, struct request *request)
{
	struct request_observer *self = owner;
	struct gantry_environ *environ = &request->environ;
	const char *target = environ_text(environ, "REQUEST_URI");

	self->request = request;
	self->begun = clock_microseconds();
	if (self->score != NULL)
		score_begin(self->score,
		    environ_text(environ, "REQUEST_METHOD"),
		    *target != '\0' ? target
				    : environ_text(environ, "PATH_INFO"),
		    gantry_environ_request_id(environ));
	if (self->options.slow_log == NULL)
		return;
	slow_log_trace_begin(&self->trace);
	if (request->times.ready != 0)
		self->trace.waiting =
		    clock_milliseconds() - request->times.ready;
}

static unsigned
find_route(
    struct request_observer *self, const char *mount, const char *template)
{
	unsigned found;

	if (self->options.page == NULL)
		return SCORE_ROUTE_NONE;
	found = score_route_find(
	    self->options.page->routes, &self->lookups, mount, template);
	if (template == NULL) {
		self->last_mount = mount;
		self->last_route = found;
	}
	return found;
}

static void
route(void *owner, const char *mount, const char *template)
{
	struct request_observer *self = owner;
	const unsigned found = template == NULL && mount == self->last_mount
	    ? self->last_route
	    : find_route(self, mount, template);

	atomic_store_explicit(
	    &self->request->route, found, memory_order_relaxed);
}

static void
step(void *owner, const char *what)
{
	struct request_observer *self = owner;

	if (self->score != NULL)
		score_step(self->score, what);
	if (self->options.slow_log != NULL)
		slow_log_trace_step(
		    &self->trace, what, clock_microseconds() - self->begun);
}

static void
note(void *owner, const char *what)
{
	const struct request_observer *self = owner;

	if (self->score != NULL)
		score_note(self->score, what);
}

/* A step that takes a tenth of the threshold is worth an explanation. */
static bool
is_slow(void *owner)
{
	struct request_observer *self = owner;
	const struct slow_log_step *current;

	if (self->options.slow_log == NULL)
		return false;
	current = slow_log_trace_current(&self->trace);
	return current != NULL &&
	    (clock_microseconds() - self->begun - current->begun) * 10 >=
	    self->options.slow_log->threshold;
}

static void
explain(void *owner, const char *why)
{
	struct request_observer *self = owner;

	if (self->options.slow_log != NULL)
		slow_log_trace_explain(&self->trace, why);
}

static void
send_part(void *owner, bool begins)
{
	struct request_observer *self = owner;

	if (self->score != NULL) {
		score_heartbeat(self->score);
		atomic_store(&self->score->phase,
		    begins ? SCORE_WRITING : SCORE_RUNNING);
	}
	if (self->options.slow_log == NULL)
		return;
	if (begins) {
		self->send_begun = clock_microseconds();
		if (self->trace.first_byte == -1)
			self->trace.first_byte = self->send_begun - self->begun;
	} else {
		self->trace.writing += clock_microseconds() - self->send_begun;
	}
}

/* REQUEST leaves the thread, whose memory is for another one. */
static void
suspend(void *owner, struct request *request)
{
	struct request_observer *self = owner;
	struct request_waits *waits = &request->waits;
	const struct slow_log_trace *trace = &self->trace;

	waits->since = clock_microseconds();
	self->served = waits->since - self->begun;
	if (self->options.slow_log != NULL) {
		waits->queued = trace->waiting;
		waits->writing = trace->writing;
		if (waits->first_byte == -1 && trace->first_byte != -1)
			waits->first_byte = waits->ran + trace->first_byte;
	}
	waits->ran += self->served;
	if (self->score != NULL)
		score_suspend(self->options.page, self->score);
}

static void
resume(void *owner, struct request *request)
{
	struct request_observer *self = owner;
	struct request_waits *waits = &request->waits;
	struct slow_log_trace *trace = &self->trace;

	if (self->options.page != NULL)
		atomic_fetch_sub(&self->options.page->deferred, 1);
	begin(owner, request);
	waits->waited += self->begun - waits->since;
	if (self->options.slow_log == NULL)
		return;
	trace->waiting = waits->queued;
	trace->first_byte = waits->first_byte;
	trace->writing = waits->writing;
}

static void
not_deferred(void *owner)
{
	const struct request_observer *self = owner;

	if (self->options.page != NULL)
		score_count(self->options.page, COUNTER_NOT_DEFERRED);
}

/* Is this the first caller to report the end of the request? */
static bool
claim(struct request *request, int status)
{
	int none = 0;

	return atomic_compare_exchange_strong(
	    &request->counted_status, &none, status);
}

static int64_t
body_bytes(const struct gantry_body *body)
{
	if (body->is_head || body->status == 204 || body->status == 304)
		return 0;
	return body->written;
}

/* The time from the first byte of the request until it was served. */
static int64_t
time_before(const struct request *request, int64_t served)
{
	int64_t before;

	if (request->times.begun == 0)
		return 0;
	before = clock_milliseconds() - request->times.begun - served / 1000;
	return before > CLOCK_STEP_MILLISECONDS ? before * 1000 : 0;
}

/* The time that its client took to send it, in microseconds. */
static int64_t
receive_time(const struct request_times *times)
{
	const int64_t took = times->ready - times->begun;

	return times->ready != 0 && took > CLOCK_STEP_MILLISECONDS ? took * 1000
								   : 0;
}

static struct log_entry
make_entry(struct request *request, int result, int64_t ran)
{
	const struct gantry_body *body = &request->body;
	const int64_t served = ran + request->waits.waited;
	struct log_entry entry = {
		.environ = &request->environ,
		.body = body,
		.status = body->status,
		.bytes = body_bytes(body),
		.microseconds = served + time_before(request, served),
		.waited = request->waits.waited,
	};

	/* Most requests are over before a clock step: none of it is waiting. */
	if (entry.microseconds > CLOCK_STEP_MILLISECONDS * 1000)
		entry.client_time = receive_time(&request->times) +
		    request->waits.sending * 1000;
	if (result == -1)
		entry.status = body->sent && !body->peer_closed
		    ? STATUS_CUT
		    : STATUS_CLIENT_CLOSED;
	return entry;
}

static void
log_if_slow(struct request_observer *self, const struct request *request,
    const struct log_entry *entry, int64_t ran)
{
	const struct request_times *times = &request->times;
	struct slow_log_trace *trace = &self->trace;

	if (self->options.slow_log == NULL ||
	    entry->microseconds - entry->waited <
		self->options.slow_log->threshold)
		return;
	trace->served = ran;
	if (request->waits.first_byte == -1 && trace->first_byte != -1)
		trace->first_byte += request->waits.ran;
	if (times->begun != 0 && times->params != 0)
		trace->params = times->params - times->begun;
	if (times->params != 0 && times->ready != 0)
		trace->body = times->ready - times->params;
	slow_log_trace_step(trace, NULL, clock_microseconds() - self->begun);
	slow_log_write(
	    self->options.slow_log, entry, trace, &self->slow_formatter);
}

static void
count_slow(
    const struct request_observer_options *options, enum slow_cause cause)
{
	if (options->slow_threshold != 0)
		score_count(options->page, COUNTER_SLOW + cause);
}

static void
count(const struct request_observer *self, const struct request *request,
    const struct log_entry *entry, bool is_whole)
{
	struct score_page *page = self->options.page;
	const struct score_request counted = {
		.status = is_whole ? entry->status : 0,
		.route =
		    atomic_load_explicit(&request->route, memory_order_relaxed),
		.bytes = entry->bytes,
		.microseconds = entry->microseconds - entry->waited,
	};

	score_count_request(page, &counted);
	if (entry->client_time != 0)
		atomic_fetch_add(&page->totals.client, entry->client_time);
	if (counted.microseconds >= self->options.slow_threshold)
		count_slow(&self->options,
		    log_entry_cause(entry, self->options.slow_threshold));
}

static void
end(void *owner, struct request *request, int result)
{
	struct request_observer *self = owner;
	struct score_page *page = self->options.page;
	const int64_t served = clock_microseconds() - self->begun;
	const int64_t ran = request->waits.ran + served;
	struct log_entry entry = make_entry(request, result, ran);

	self->served = served;
	/* Only the logs need the time, and reading it is not free. */
	if (self->options.access_log != NULL || self->options.slow_log != NULL)
		clock_gettime(CLOCK_REALTIME, &entry.now);

	if (self->score != NULL)
		score_end(self->score);
	if (claim(request, entry.status)) {
		if (page != NULL)
			count(self, request, &entry, result == 0);
		if (page != NULL && request->was_rejected)
			score_count(page, COUNTER_REJECTED);
		if (self->options.access_log != NULL)
			access_log_add(self->options.access_log, &entry,
			    &self->access_formatter);
	} else {
		entry.status = atomic_load(&request->counted_status);
	}
	log_if_slow(self, request, &entry, ran);
}

static void
data_version(void *owner, const char *application, const char *version)
{
	struct request_observer *self = owner;

	if (self->score != NULL)
		score_data_version(self->score, application, version);
}

/* Called by any thread, so it has its own formatter. */
static void
record_rejection(const struct request_observer_options *options,
    const struct log_entry *entry, unsigned place)
{
	struct score_page *page = options->page;
	struct log_formatter formatter = { 0 };
	const struct score_request counted = {
		.status = entry->status,
		.route = place,
		.microseconds = entry->microseconds,
	};

	if (page != NULL) {
		score_count_request(page, &counted);
		score_count(page,
		    entry->status == 504 ? COUNTER_TIMEOUTS : COUNTER_REJECTED);
		if (entry->microseconds >= options->slow_threshold)
			count_slow(options,
			    entry->status == 408 ? SLOW_CLIENT
						 : SLOW_APPLICATION);
	}
	if (options->access_log != NULL)
		access_log_add(options->access_log, entry, &formatter);
	log_formatter_clear(&formatter);
}

static void
rejected_unread(void *owner, const char *status)
{
	const struct request_observer *self = owner;
	const struct log_entry entry = log_entry_of_rejection(atoi(status), 0);

	record_rejection(&self->options, &entry, SCORE_ROUTE_NONE);
}

void
request_observer_rejected(const struct request_observer_options *options,
    struct request *request, const char *status, int64_t now)
{
	struct log_entry entry =
	    log_entry_of_rejection(atoi(status), now - request->times.begun);

	/* Once it is ready, its environ is for the thread that serves it. */
	if (request->times.ready == 0)
		entry.environ = &request->environ;
	entry.id = gantry_environ_request_id(&request->environ);
	entry.client = request->client;
	entry.method = request->method;
	entry.target = request->target;
	if (claim(request, entry.status))
		record_rejection(options, &entry,
		    atomic_load_explicit(
			&request->route, memory_order_relaxed));
}

static void
count_repair(void *owner)
{
	const struct request_observer *self = owner;

	if (self->options.page != NULL)
		score_count(self->options.page, COUNTER_REPAIRED);
}

void
request_observer_init(struct request_observer *observer,
    const struct request_observer_options *options, unsigned thread,
    struct gate *gate)
{
	*observer = (struct request_observer){ .options = *options };
	if (options->page != NULL)
		observer->score = &options->page->threads[thread];
	if (options->page == NULL && options->access_log == NULL &&
	    options->slow_log == NULL)
		return;
	gate->observer = (struct observer){
		.owner = observer,
		.begin = begin,
		.route = route,
		.step = step,
		.note = note,
		.is_slow = is_slow,
		.explain = explain,
		.send = send_part,
		.suspend = suspend,
		.not_deferred = not_deferred,
		.resume = resume,
		.end = end,
		.rejected = rejected_unread,
		.repaired = count_repair,
		.fact = data_version,
	};
}

void
request_observer_clear(struct request_observer *observer)
{
	log_formatter_clear(&observer->access_formatter);
	log_formatter_clear(&observer->slow_formatter);
}

int
request_observer_reopen_files(const struct request_observer_options *options)
{
	const int access = access_log_reopen(options->access_log);
	const int slow = slow_log_reopen(options->slow_log);

	return access == 0 && slow == 0 ? 0 : -1;
}

void
request_observer_get_files(
    const struct request_observer_options *options, int files[LOG_RELAY_LOGS])
{
	const struct access_log *access_log = options->access_log;
	const struct slow_log *slow_log = options->slow_log;

	files[LOG_RELAY_ERROR] = log_file();
	files[LOG_RELAY_ACCESS] =
	    access_log != NULL ? log_target_file(&access_log->target) : -1;
	files[LOG_RELAY_SLOW] =
	    slow_log != NULL ? log_target_file(&slow_log->target) : -1;
}

void
request_observer_replace_files(const struct request_observer_options *options,
    const int files[LOG_RELAY_LOGS])
{
	if (files[LOG_RELAY_ERROR] != -1)
		log_replace(files[LOG_RELAY_ERROR]);
	if (files[LOG_RELAY_ACCESS] != -1)
		access_log_replace(
		    options->access_log, files[LOG_RELAY_ACCESS]);
	if (files[LOG_RELAY_SLOW] != -1)
		slow_log_replace(options->slow_log, files[LOG_RELAY_SLOW]);
}

void
request_observer_relay_logs(
    const struct request_observer_options *options, int relay)
{
	log_relay(relay);
	if (options->access_log != NULL)
		log_target_relay(&options->access_log->target, relay);
	if (options->slow_log != NULL)
		log_target_relay(&options->slow_log->target, relay);
}
