/*
 * A connection from its start to its end: it serves complete requests, checks
 * deadlines, and decides when to close.
 */
#include "gate/transport/fcgi.h"
#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/fcgi_input.h"
#include "gate/transport/fcgi_memory.h"
#include "gate/transport/fcgi_output.h"

void
fcgi_init(struct fcgi *fcgi, struct fcgi_pool *pool,
    const struct fcgi_port *port, void *owner, int64_t now)
{
	*fcgi = (struct fcgi){
		.options = pool->options,
		.limits = pool->options->limits,
		.port = port,
		.owner = owner,
		.pool = pool,
	};
	pthread_mutex_init(&fcgi->lock, NULL);
	queue_init(&fcgi->pending, fcgi->options->spool_folder);
	fcgi_table_init(&fcgi->table, pool->factor);
	fcgi_reset(fcgi, now);
}

void
fcgi_free_memory(struct fcgi *fcgi)
{
	queue_clear(&fcgi->pending);
	gantry_buffer_clear(&fcgi->content);
	fcgi_memory_charge(fcgi);
}

void
fcgi_reset(struct fcgi *fcgi, int64_t now)
{
	record_reader_init(&fcgi->reader);
	fcgi_free_memory(fcgi);
	fcgi->read_since = now;
	fcgi->write_since = now;
	fcgi->served = 0;
	fcgi->queued = 0;
	fcgi->taken = 0;
	fcgi->refused = 0;
	fcgi->overloaded = false;
	fcgi->is_direct = false;
	fcgi->closing = false;
	fcgi->lingers = false;
	fcgi->hung_up = false;
	fcgi->broken = false;
	fcgi->closed = false;
}

void
fcgi_clear(struct fcgi *fcgi)
{
	while (fcgi->requests != NULL)
		fcgi_input_release(fcgi->requests);
	fcgi_free_memory(fcgi);
	fcgi_table_clear(&fcgi->table);
	pthread_mutex_destroy(&fcgi->lock);
}

bool
fcgi_is_idle(const struct fcgi *fcgi)
{
	return fcgi->requests == NULL && record_reader_is_idle(&fcgi->reader) &&
	    queue_length(&fcgi->pending) == 0;
}

int64_t
fcgi_incomplete_since(const struct fcgi *fcgi)
{
	if (fcgi->closed || fcgi->count > fcgi->incomplete ||
	    queue_length(&fcgi->pending) > 0)
		return 0;
	if (fcgi->oldest != NULL)
		return fcgi->oldest->base.times.begun;
	if (fcgi->served > 0 && record_reader_is_idle(&fcgi->reader))
		return 0;
	return fcgi->read_since;
}

/* Drop the requests that are not complete yet. */
static void
forget_incomplete(struct fcgi *fcgi)
{
	struct fcgi_request *request, *next;

	for (request = fcgi->requests; request != NULL && fcgi->incomplete > 0;
	     request = next) {
		next = request->next_on_connection;
		if (request->phase < FCGI_READY)
			fcgi_input_release(request);
	}
}

static enum fcgi_state
next_state(struct fcgi *fcgi)
{
	if (fcgi->closed)
		return FCGI_OPEN;
	if (fcgi->broken || fcgi->closing)
		forget_incomplete(fcgi);
	if (fcgi->requests != NULL)
		return FCGI_OPEN;
	if (fcgi->broken ||
	    (fcgi->closing && queue_length(&fcgi->pending) == 0))
		fcgi->closed = true;
	if (!fcgi->closed)
		return FCGI_OPEN;
	return fcgi->lingers && !fcgi->hung_up && !fcgi->broken ? FCGI_LINGER
								: FCGI_CLOSE;
}

enum fcgi_state
fcgi_feed(struct fcgi *fcgi, const void *data, size_t size, int64_t now,
    struct work **ready)
{
	fcgi_input_feed(fcgi, data, size, now, ready);
	return next_state(fcgi);
}

enum fcgi_state
fcgi_hang_up(struct fcgi *fcgi, bool peer_closed)
{
	struct fcgi_request *request;

	fcgi->closing = true;
	fcgi->hung_up = true;
	fcgi->broken |= peer_closed;
	for (request = fcgi->requests; peer_closed && request != NULL;
	     request = request->next_on_connection)
		fcgi_output_forsake(request, GANTRY_END_GONE);
	/* Nobody will read what is written later. */
	for (request = fcgi->requests; request != NULL;
	     request = request->next_on_connection)
		if (request->deferred != NULL)
			deferred_cancel(request->deferred, GANTRY_END_GONE);
	return next_state(fcgi);
}

enum fcgi_state
fcgi_flush(struct fcgi *fcgi, int64_t now)
{
	fcgi_output_flush(fcgi, now);
	return next_state(fcgi);
}

static int
serve(struct fcgi_request *request, struct gate *gate)
{
	if (atomic_load(&request->abandoned))
		return -1;
	request->base.is_authorizer = request->is_authorizer;
	request->base.is_direct = request->fcgi->is_direct;
	/*
	 * Save it before it is served, so that a request that crashes is
	 * captured.
	 */
	if (request->fcgi->options->capture_folder != NULL)
		capture_save(&request->capture,
		    request->fcgi->options->capture_folder,
		    &request->base.environ);
	environ_set(&request->base.environ, "gantry.keep_conn",
	    request->keeps ? "1" : "0", NULL);
	return gate_serve(gate, &request->base,
	    request->is_rejected ? &request->rejection : NULL);
}

/*
 * An incomplete answer must not look complete.  Web servers ignore the status
 * in END_REQUEST, so the connection is closed, unless other requests use it.
 */
static void
end_answer(struct fcgi_request *request, bool failed, int64_t now)
{
	struct fcgi *fcgi = request->fcgi;

	if (failed && request->answered && fcgi->count == 1 &&
	    !atomic_load(&request->abandoned))
		fcgi->broken = true;
	else
		fcgi_output_end(request, failed, now);
}

/* Reject a request that waited longer than queue_timeout for a thread. */
static void
reject_late(struct fcgi_request *request)
{
	const int limit = request->fcgi->limits->queue_timeout;
	int64_t waited;

	if (limit == 0 || request->is_rejected)
		return;
	waited = clock_milliseconds() - request->since;
	if (waited <= limit)
		return;
	request->is_rejected = true;
	request->base.rejection_status = "503 Service Unavailable";
	gantry_error_set(&request->rejection, GANTRY_ERROR_BUSY,
	    "the request waited %lld ms for a thread (queue-timeout)",
	    (long long)waited);
}

/* With the lock: REQUEST waits, unless something has come meanwhile. */
static void
park(struct fcgi_request *request)
{
	struct fcgi *fcgi = request->fcgi;
	struct gantry_deferred *deferred = request->base.body.deferred;

	request->phase = FCGI_WAITING;
	fcgi->waiting++;
	if (request->deferred == NULL)
		request->deferred = gantry_deferred_hold(deferred);
	if (request->out.length == 0)
		gantry_buffer_clear(&request->out);
	if (request->is_overdue)
		deferred_cancel(deferred, GANTRY_END_DEADLINE);
	else if (atomic_load(&request->abandoned) || fcgi->hung_up)
		deferred_cancel(deferred, GANTRY_END_GONE);
	if (fcgi_output_pending(request) == 0)
		deferred_drained(deferred);
	deferred_park(deferred);
}

void
fcgi_begin_resume(struct fcgi_request *request)
{
	struct fcgi *fcgi = request->fcgi;

	pthread_mutex_lock(&fcgi->lock);
	request->phase = FCGI_RUNNING;
	fcgi->waiting--;
	request->since = clock_milliseconds();
	pthread_mutex_unlock(&fcgi->lock);
}

static int
resume(struct fcgi_request *request, struct gate *gate)
{
	deferred_begin(request->deferred);
	return gate_resume(gate, &request->base);
}

enum fcgi_state
fcgi_run(struct fcgi_request *request, struct gate *gate)
{
	struct fcgi *fcgi = request->fcgi;
	struct gantry_deferred *deferred = request->deferred;
	enum fcgi_state state = FCGI_DEFERRED;
	int64_t now;
	int result;

	pthread_mutex_lock(&fcgi->lock);
	if (deferred == NULL)
		reject_late(request);
	request->phase = FCGI_RUNNING;
	request->since = clock_milliseconds();
	request->gate = gate;
	pthread_mutex_unlock(&fcgi->lock);
	result =
	    deferred == NULL ? serve(request, gate) : resume(request, gate);
	pthread_mutex_lock(&fcgi->lock);
	if (result == GANTRY_DEFERRED) {
		park(request);
		deferred = NULL;
	} else {
		now = clock_milliseconds();
		end_answer(request, result != 0, now);
		fcgi_input_release(request);
		fcgi->read_since = now;
		state = next_state(fcgi);
	}
	pthread_mutex_unlock(&fcgi->lock);
	gantry_deferred_release(deferred);
	return state;
}

bool
fcgi_only_waits(const struct fcgi *fcgi)
{
	return fcgi->waiting > 0 && fcgi->waiting == fcgi->count &&
	    record_reader_is_idle(&fcgi->reader) && !fcgi->closing &&
	    !fcgi->broken && queue_length(&fcgi->pending) == 0;
}

static void
log_given_up(
    struct fcgi_request *request, const char *detail, const char *consequence)
{
	const char *id = gantry_environ_request_id(&request->base.environ);

	/* An unread request has neither a method nor a target. */
	if (*request->base.method == '\0')
		log_error("[%s] %s%s", id, detail, consequence);
	else
		log_error("[%s] %s %s: %s%s", id, request->base.method,
		    request->base.target, detail, consequence);
}

/* Answer instead of the application; it may still run, but is ignored. */
static void
give_up(struct fcgi_request *request, const char *status, const char *detail,
    int64_t now)
{
	log_given_up(request, detail, "");
	fcgi_output_problem(request, status, detail, now);
	fcgi_input_end(request);
	fcgi_output_forsake(request, GANTRY_END_DEADLINE);
	if (request->phase < FCGI_READY)
		fcgi_input_release(request);
}

/*
 * End an answer of which a part was sent, so that it does not look complete
 * (see end_answer).  The application still runs, so the connection stays.
 */
static void
cut(struct fcgi_request *request, const char *detail, int64_t now)
{
	struct fcgi *fcgi = request->fcgi;

	log_given_up(request, detail, "  Its answer is cut.");
	if (fcgi->port->rejected != NULL)
		fcgi->port->rejected(
		    fcgi->owner, &request->base, "504 Gateway Timeout", now);
	if (fcgi->count > 1) {
		fcgi_output_end_request(
		    fcgi, request->entry.id, 1, RECORD_REQUEST_COMPLETE, now);
		fcgi_input_end(request);
		fcgi_output_forsake(request, GANTRY_END_DEADLINE);
		return;
	}
	fcgi_output_forsake(request, GANTRY_END_DEADLINE);
	fcgi_output_abandon(fcgi);
	if (fcgi->port->cut != NULL)
		fcgi->port->cut(fcgi->owner);
}

/* When the application last wrote, or told a step, as far as can be seen. */
static int64_t
last_progress(struct fcgi_request *request, int64_t now)
{
	const struct fcgi_port *port = request->fcgi->port;
	int64_t written = atomic_load_explicit(
	    &request->base.body.written, memory_order_relaxed);
	int64_t heartbeat = 0;

	if (request->progress < request->since) {
		request->progress = request->since;
		request->seen_written = 0;
	}
	/* The peer has a time-out of its own. */
	if (written != request->seen_written || request->waits_for_peer)
		request->progress = now;
	request->seen_written = written;
	if (port->heartbeat != NULL && request->progress < now)
		heartbeat =
		    port->heartbeat(request->fcgi->owner, request->gate);
	return heartbeat > request->progress ? heartbeat : request->progress;
}

/* Why a request that runs must end, or NULL. */
static const char *
find_overdue(struct fcgi_request *request, int64_t now)
{
	const struct limits *limits = request->fcgi->limits;
	const int64_t waited = now - request->since;

	if (!request->answered && !request->ended &&
	    waited > limits->application_timeout)
		return "The application did not answer in time.";
	if (now - last_progress(request, now) > limits_request_timeout(limits))
		return "The application made no progress in time.";
	if (limits->request_limit > 0 && waited > limits->request_limit)
		return "The application took longer than a request may take.";
	return NULL;
}

/* Its worker is replaced, since the thread may never come back. */
static void
expire_running(struct fcgi_request *request, int64_t now)
{
	const struct fcgi_port *port = request->fcgi->port;
	const char *detail;

	if (request->is_overdue)
		return;
	detail = find_overdue(request, now);
	if (detail == NULL)
		return;
	request->is_overdue = true;
	if (request->ended || request->fcgi->broken)
		log_given_up(request, detail, "");
	else if (request->answered)
		cut(request, detail, now);
	else
		give_up(request, "504 Gateway Timeout", detail, now);
	if (port->overdue != NULL)
		port->overdue(request->fcgi->owner, request->gate);
}

/* Returns whether the request still waits for input. */
static bool
expire_request(struct fcgi_request *request, int64_t now)
{
	const struct limits *limits = request->fcgi->limits;
	int64_t waited = now - request->since;

	if (request->phase == FCGI_PARAMS && waited > limits->params_timeout) {
		request->keeps = false;
		give_up(request, "408 Request Timeout",
		    "The request's parameters did not arrive in time.", now);
		return true;
	}
	if (request->phase == FCGI_BODY && waited > limits->body_timeout) {
		request->keeps = false;
		give_up(request, "408 Request Timeout",
		    "The request's body did not arrive in time.", now);
		return true;
	}
	/* Later a thread may find it first, or all threads may hang. */
	if (request->phase == FCGI_READY && limits->queue_timeout > 0 &&
	    !request->is_rejected && !request->ended &&
	    waited > limits->queue_timeout)
		give_up(request, "503 Service Unavailable",
		    "The request waited too long for a thread.", now);
	if (request->phase == FCGI_RUNNING)
		expire_running(request, now);
	return request->phase < FCGI_READY;
}

static void
expire_connection(struct fcgi *fcgi, bool waits_for_input, int64_t now)
{
	const struct limits *limits = fcgi->limits;

	if (queue_length(&fcgi->pending) > 0 &&
	    now - fcgi->write_since > limits->write_timeout) {
		log_warning("connection closed: its peer read nothing of its "
			    "answer for %d s",
		    limits->write_timeout / 1000);
		fcgi_output_abandon(fcgi);
	} else if (!waits_for_input && !record_reader_is_idle(&fcgi->reader) &&
	    now - fcgi->read_since > limits->header_timeout) {
		log_warning("connection closed: a record stayed incomplete "
			    "for %d s",
		    limits->header_timeout / 1000);
		fcgi->closing = true;
	} else if (fcgi_is_idle(fcgi) &&
	    now - fcgi->read_since > limits->idle_timeout) {
		fcgi->closing = true;
	}
}

unsigned
fcgi_hanging(const struct fcgi *fcgi)
{
	const struct fcgi_request *request;
	unsigned count = 0;

	for (request = fcgi->requests; request != NULL;
	     request = request->next_on_connection)
		count += request->phase == FCGI_RUNNING && request->is_overdue;
	return count;
}

void
fcgi_reject_ready(struct fcgi *fcgi, int64_t now)
{
	struct fcgi_request *request;

	for (request = fcgi->requests; request != NULL;
	     request = request->next_on_connection)
		if (request->phase == FCGI_READY && !request->ended)
			give_up(request, "503 Service Unavailable",
			    "All threads of the worker hang.", now);
}

enum fcgi_state
fcgi_expire(struct fcgi *fcgi, int64_t now)
{
	struct fcgi_request *request, *next;
	bool waits_for_input = false;

	if (fcgi->closed)
		return FCGI_OPEN;
	for (request = fcgi->requests; request != NULL; request = next) {
		next = request->next_on_connection;
		waits_for_input |= expire_request(request, now);
	}
	expire_connection(fcgi, waits_for_input, now);
	return next_state(fcgi);
}
