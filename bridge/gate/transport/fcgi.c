/*
 * A connection's life: what it does with a request that is whole, what happens
 * when a deadline passes, and when it is over.
 */
#include "gate/transport/fcgi.h"
#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/fcgi_input.h"
#include "gate/transport/fcgi_output.h"

void
fcgi_init(struct fcgi *side, const struct fcgi_options *options,
    const struct fcgi_port *port, void *owner, struct fcgi_pool *pool,
    int64_t now)
{
	*side = (struct fcgi){
		.options = options,
		.port = port,
		.owner = owner,
		.pool = pool,
	};
	pthread_mutex_init(&side->lock, NULL);
	queue_init(&side->pending, options->spool_folder);
	fcgi_reset(side, now);
}

void
fcgi_reset(struct fcgi *side, int64_t now)
{
	record_reader_init(&side->reader);
	queue_clear(&side->pending);
	gantry_buffer_clear(&side->content);
	side->read_since = now;
	side->write_since = now;
	side->served = 0;
	side->overloaded = false;
	side->closing = false;
	side->lingers = false;
	side->hung_up = false;
	side->broken = false;
	side->closed = false;
}

void
fcgi_clear(struct fcgi *side)
{
	while (side->requests != NULL)
		fcgi_input_forget(side->requests);
	queue_clear(&side->pending);
	gantry_buffer_clear(&side->content);
	pthread_mutex_destroy(&side->lock);
}

bool
fcgi_is_idle(const struct fcgi *side)
{
	return side->requests == NULL && record_reader_is_idle(&side->reader) &&
	    queue_length(&side->pending) == 0;
}

/* Forget the requests that no thread has, nor is promised. */
static void
forget_incomplete(struct fcgi *side)
{
	struct fcgi_request *request, *next;

	for (request = side->requests; request != NULL; request = next) {
		next = request->sibling;
		if (request->phase < FCGI_READY)
			fcgi_input_forget(request);
	}
}

static enum fcgi_state
judge(struct fcgi *side)
{
	if (side->closed)
		return FCGI_OPEN;
	if (side->broken || side->closing)
		forget_incomplete(side);
	if (side->requests != NULL)
		return FCGI_OPEN;
	if (side->broken ||
	    (side->closing && queue_length(&side->pending) == 0))
		side->closed = true;
	if (!side->closed)
		return FCGI_OPEN;
	return side->lingers && !side->hung_up && !side->broken ? FCGI_LINGER
								: FCGI_CLOSE;
}

enum fcgi_state
fcgi_feed(struct fcgi *side, const void *data, size_t size, int64_t now,
    struct fcgi_request **ready)
{
	fcgi_input_take(side, data, size, now, ready);
	return judge(side);
}

enum fcgi_state
fcgi_hang_up(struct fcgi *side, bool gone)
{
	struct fcgi_request *request;

	side->closing = true;
	side->hung_up = true;
	side->broken |= gone;
	for (request = side->requests; gone && request != NULL;
	     request = request->sibling)
		atomic_store(&request->gone, true);
	return judge(side);
}

enum fcgi_state
fcgi_flush(struct fcgi *side, int64_t now)
{
	fcgi_output_flush(side, now);
	return judge(side);
}

static int
serve(struct fcgi_request *request, struct gate *gate)
{
	if (atomic_load(&request->gone))
		return -1;
	request->request.is_authorizer = request->is_authorizer;
	/* Before it is served, so that one that crashes is kept. */
	if (request->side->options->capture_folder != NULL)
		capture_save(&request->capture,
		    request->side->options->capture_folder,
		    &request->request.environ);
	environ_set(&request->request.environ, "gantry.keep_conn",
	    request->keeps ? "1" : "0", NULL);
	return gate_serve(gate, &request->request,
	    request->is_refused ? &request->refusal : NULL);
}

/*
 * An answer that is not whole must not look so.  Web servers take no notice of
 * a status in END_REQUEST, so the connection is cut, unless others use it.
 */
static void
end_answer(struct fcgi_request *request, bool failed)
{
	struct fcgi *side = request->side;

	if (failed && request->answered && side->count == 1 &&
	    !atomic_load(&request->gone))
		side->broken = true;
	else
		fcgi_output_end(request, failed);
}

/* No one may wait any more for what has waited so long. */
static void
refuse_late(struct fcgi_request *request)
{
	const int limit = request->side->options->queue_timeout;
	int64_t waited;

	if (limit == 0 || request->is_refused)
		return;
	waited = clock_milliseconds() - request->since;
	if (waited <= limit)
		return;
	request->is_refused = true;
	request->request.refusal_status = "503 Service Unavailable";
	gantry_error_set(&request->refusal, GANTRY_ERROR_BUSY,
	    "the request waited %lld ms for a thread (queue-timeout)",
	    (long long)waited);
}

enum fcgi_state
fcgi_run(struct fcgi_request *request, struct gate *gate)
{
	struct fcgi *side = request->side;
	enum fcgi_state state;
	int result;

	pthread_mutex_lock(&side->lock);
	refuse_late(request);
	request->phase = FCGI_RUNNING;
	request->since = clock_milliseconds();
	request->gate = gate;
	pthread_mutex_unlock(&side->lock);
	result = serve(request, gate);
	pthread_mutex_lock(&side->lock);
	end_answer(request, result != 0);
	fcgi_input_forget(request);
	side->read_since = clock_milliseconds();
	state = judge(side);
	pthread_mutex_unlock(&side->lock);
	return state;
}

/* Answer in the application's place; it may still run, but no one listens. */
static void
give_up(struct fcgi_request *request, const char *status, const char *detail,
    int64_t now)
{
	const char *id = gantry_environ_request_id(&request->request.environ);

	/* What was not read has neither a method nor a target. */
	if (*request->method == '\0')
		log_error("[%s] %s", id, detail);
	else
		log_error("[%s] %s %s: %s", id, request->method,
		    request->target, detail);
	fcgi_output_problem(request, status, detail, now);
	request->ended = true;
	atomic_store(&request->gone, true);
	if (request->phase < FCGI_READY)
		fcgi_input_forget(request);
}

/* Returns whether the request is of a kind that keeps the reader waiting. */
static bool
expire_request(struct fcgi_request *request, int64_t now)
{
	const struct fcgi_options *options = request->side->options;
	int64_t waited = now - request->since;

	if (request->phase == FCGI_PARAMS && waited > options->params_timeout) {
		request->keeps = false;
		give_up(request, "408 Request Timeout",
		    "The request's parameters did not come in time.", now);
		return true;
	}
	if (request->phase == FCGI_BODY && waited > options->body_timeout) {
		request->keeps = false;
		give_up(request, "408 Request Timeout",
		    "The request's body did not come in time.", now);
		return true;
	}
	if (request->phase == FCGI_RUNNING && !request->answered &&
	    !request->ended && waited > options->application_timeout) {
		give_up(request, "504 Gateway Timeout",
		    "The application did not answer in time.", now);
		if (request->side->port->overdue != NULL)
			request->side->port->overdue(
			    request->side->owner, request->gate);
	}
	return request->phase < FCGI_READY;
}

static void
expire_connection(struct fcgi *side, bool waits_for_input, int64_t now)
{
	const struct fcgi_options *options = side->options;

	if (queue_length(&side->pending) > 0 &&
	    now - side->write_since > options->write_timeout) {
		log_warning("connection closed: its peer took nothing of its "
			    "answer for %d s",
		    options->write_timeout / 1000);
		fcgi_output_lose(side);
	} else if (!waits_for_input && !record_reader_is_idle(&side->reader) &&
	    now - side->read_since > options->header_timeout) {
		log_warning("connection closed: a record stayed incomplete "
			    "for %d s",
		    options->header_timeout / 1000);
		side->closing = true;
	} else if (fcgi_is_idle(side) &&
	    now - side->read_since > options->idle_timeout) {
		side->closing = true;
	}
}

enum fcgi_state
fcgi_expire(struct fcgi *side, int64_t now)
{
	struct fcgi_request *request, *next;
	bool waits_for_input = false;

	if (side->closed)
		return FCGI_OPEN;
	for (request = side->requests; request != NULL; request = next) {
		next = request->sibling;
		waits_for_input |= expire_request(request, now);
	}
	expire_connection(side, waits_for_input, now);
	return judge(side);
}
