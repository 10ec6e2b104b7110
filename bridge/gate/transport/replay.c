/*
 * A connection without a socket: records are passed to gate/transport/fcgi.h
 * one by one, as if a web server sent them, and the records of the answers are
 * decoded.
 */
#include "gate/transport/replay.h"
#include "base/clock.h"
#include "gate/deferred/private_loop.h"

struct replay {
	const struct replay_options *options;
	struct gate *gate;
	struct fcgi_pool pool;
	struct fcgi fcgi;
	struct private_loop loop; /* of deferred requests */
	struct gantry_buffer out; /* records of answers */
	struct gantry_buffer answer;
	unsigned answered;
	unsigned unserved; /* requests for a role that no application takes */
};

static ssize_t
send_out(void *owner, const void *data, size_t size)
{
	struct replay *self = owner;

	return gantry_buffer_add(&self->out, data, size) == -1 ? -1
							       : (ssize_t)size;
}

static int
wait_never(void *owner)
{
	(void)owner;
	return -1;
}

static void
schedule(void *owner, struct work *work, const struct gate *gate, bool here)
{
	struct replay *self = owner;

	(void)gate;
	(void)here;
	(void)work;
	private_loop_schedule(&self->loop);
}

static const struct fcgi_port port = {
	.send = send_out,
	.wait = wait_never,
	.schedule = schedule,
};

static void
tell(struct replay *self, bool was_cut)
{
	self->answered++;
	self->options->answered(self->options->owner, &self->answer, was_cut);
	gantry_buffer_reset(&self->answer);
}

/* Section 5.5: the status follows four bytes of the application's. */
static void
end_request(struct replay *self, const char *content)
{
	if (content[4] != RECORD_REQUEST_COMPLETE)
		self->unserved++;
	else if (self->answer.length > 0)
		tell(self, false);
}

/* Decode the records of the answers; they are our own, and complete. */
static void
parse_output(struct replay *self)
{
	struct record_header header;
	const char *at = self->out.data;
	size_t left = self->out.length, size;

	for (; left >= RECORD_HEADER_SIZE; at += size, left -= size) {
		record_header_decode(&header, at, left);
		size = RECORD_HEADER_SIZE + header.content_length +
		    header.padding_length;
		if (header.type == RECORD_STDOUT)
			gantry_buffer_add(&self->answer,
			    at + RECORD_HEADER_SIZE, header.content_length);
		else if (header.type == RECORD_END_REQUEST)
			end_request(self, at + RECORD_HEADER_SIZE);
	}
	gantry_buffer_reset(&self->out);
}

/* Only one request runs at a time, also while it is deferred. */
static enum fcgi_state
run_to_end(struct replay *self, struct fcgi_request *request)
{
	enum fcgi_state state = fcgi_run(request, self->gate);

	if (state == FCGI_DEFERRED)
		private_loop_catch_signals(&self->loop);
	while (state == FCGI_DEFERRED) {
		if (!private_loop_wait(&self->loop, NULL))
			continue;
		fcgi_begin_resume(request);
		state = fcgi_run(request, self->gate);
	}
	return state;
}

/* Pass on one record, and run the requests that it completes. */
static enum fcgi_state
feed(struct replay *self, const char *data, size_t size)
{
	struct work *ready = NULL, *next;
	enum fcgi_state state;

	pthread_mutex_lock(&self->fcgi.lock);
	state =
	    fcgi_feed(&self->fcgi, data, size, clock_milliseconds(), &ready);
	pthread_mutex_unlock(&self->fcgi.lock);
	for (; ready != NULL; ready = next) {
		next = ready->next;
		state = run_to_end(self, fcgi_request_of(ready));
		parse_output(self);
		/* The connection was closed without END_REQUEST. */
		if (self->fcgi.broken && self->answer.length > 0)
			tell(self, true);
	}
	parse_output(self);
	return state;
}

/*
 * The size of the record at DATA; 0 with ERROR when it is invalid or truncated.
 */
static size_t
measure(const char *data, size_t size, size_t at, struct gantry_error *error)
{
	struct record_header header;
	size_t whole;

	if (record_header_decode(&header, data, size) == 0) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "it ends within the header of a record, at byte %zu", at);
		return 0;
	}
	if (header.version != RECORD_VERSION) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "not a FastCGI record at byte %zu", at);
		return 0;
	}
	whole = RECORD_HEADER_SIZE + (size_t)header.content_length +
	    header.padding_length;
	if (whole > size) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "it ends within the record at byte %zu", at);
		return 0;
	}
	return whole;
}

/* After a request that does not keep its connection, another may follow. */
static void
reopen(struct replay *self, enum fcgi_state state)
{
	if (state != FCGI_OPEN)
		fcgi_reset(&self->fcgi, clock_milliseconds());
}

static int
feed_all(struct replay *self, const char *data, size_t size,
    struct gantry_error *error)
{
	enum fcgi_state state;
	size_t at, used;

	for (at = 0; at < size; at += used) {
		used = measure(data + at, size - at, at, error);
		if (used == 0)
			return -1;
		state = feed(self, data + at, used);
		if (self->fcgi.broken && size > at + used)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the record at byte %zu is invalid, and more "
			    "follow",
			    at);
		reopen(self, state);
	}
	return 0;
}

/* Check requests whose records are valid. */
static int
check_rest(const struct replay *self, struct gantry_error *error)
{
	if (self->fcgi.requests != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "it ends before the %s request is complete",
		    self->answered == 0 ? "first" : "last");
	if (self->unserved > 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "it has a request for a role that no application takes");
	if (self->answered == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "it has no request");
	return 0;
}

static int
open_loop(struct replay *self, struct gantry_error *error)
{
	const struct limits *limits = self->options->transport->limits;
	const struct deferrals_options options = {
		.most = 1,
		.timeout = limits->deferred_timeout,
		.buffer = limits->deferred_buffer,
	};

	if (private_loop_open(&self->loop, NULL, &options, error) == -1)
		return -1;
	self->pool.deferrals = self->loop.deferrals;
	return 0;
}

int
replay_serve(struct gate *gate, const struct replay_options *options,
    const void *data, size_t size, struct gantry_error *error)
{
	struct replay self = {
		.options = options,
		.gate = gate,
		.loop = PRIVATE_LOOP_CLOSED,
	};
	int result;

	fcgi_pool_init(&self.pool, options->transport);
	fcgi_init(&self.fcgi, &self.pool, &port, &self, clock_milliseconds());
	result = open_loop(&self, error);
	if (result == 0)
		result = feed_all(&self, data, size, error);
	if (result == 0)
		result = check_rest(&self, error);
	fcgi_clear(&self.fcgi);
	fcgi_pool_clear(&self.pool);
	private_loop_close(&self.loop);
	gantry_buffer_clear(&self.out);
	gantry_buffer_clear(&self.answer);
	return result;
}
