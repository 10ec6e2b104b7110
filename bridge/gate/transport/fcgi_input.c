/*
 * Handle each record of a connection (FastCGI specification 1.0, sections 4 and
 * 5).  A rejected request is ready at once; later records for it are skipped,
 * like those of unknown requests.
 */
#include <string.h>

#include "base/log/log.h"
#include "gate/environ/repair.h"
#include "gate/transport/fcgi_input.h"
#include "gate/transport/fcgi_memory.h"
#include "gate/transport/fcgi_output.h"
#include "gate/transport/fcgi_params.h"
#include "gate/transport/fcgi_pool.h"
#include "gate/transport/rejection.h"
#include "wire/values.h"

/* The connection is closed after so many requests that were refused unread. */
#define REFUSED_MAX 64

/*
 * A request that has ended is not found, even if its application still runs.
 * Most records belong to the request that the last one belonged to.
 */
static struct fcgi_request *
find(const struct fcgi *fcgi, uint16_t id)
{
	struct fcgi_entry *entry;

	if (fcgi->current != NULL && fcgi->current->entry.id == id &&
	    !fcgi->current->ended)
		return fcgi->current;
	entry = fcgi_table_find(&fcgi->table, id);
	return entry != NULL ? (struct fcgi_request *)((char *)entry -
				   offsetof(struct fcgi_request, entry))
			     : NULL;
}

/* Link a request that has begun. */
static void
add_request(struct fcgi *fcgi, struct fcgi_request *request)
{
	request->fcgi = fcgi;
	request->previous_on_connection = NULL;
	request->next_on_connection = fcgi->requests;
	if (fcgi->requests != NULL)
		fcgi->requests->previous_on_connection = request;
	else
		fcgi->oldest = request;
	fcgi->requests = request;
	fcgi_table_add(&fcgi->table, &request->entry);
	fcgi->count++;
	fcgi->incomplete++;
	request->held = sizeof(*request);
	fcgi->held += sizeof(*request);
}

static void
remove_request(struct fcgi *fcgi, struct fcgi_request *request)
{
	struct fcgi_request *next = request->next_on_connection;
	struct fcgi_request *previous = request->previous_on_connection;

	if (previous != NULL)
		previous->next_on_connection = next;
	else
		fcgi->requests = next;
	if (next != NULL)
		next->previous_on_connection = previous;
	else
		fcgi->oldest = previous;
	if (!request->ended)
		fcgi_table_remove(&fcgi->table, &request->entry);
	fcgi->count--;
	if (request->phase < FCGI_READY)
		fcgi->incomplete--;
	fcgi->held -= request->held;
}

void
fcgi_input_end(struct fcgi_request *request)
{
	if (!request->ended)
		fcgi_table_remove(&request->fcgi->table, &request->entry);
	request->ended = true;
}

void
fcgi_input_release(struct fcgi_request *request)
{
	struct fcgi *fcgi = request->fcgi;

	remove_request(fcgi, request);
	if (fcgi->current == request)
		fcgi->current = NULL;
	if (!request->keeps) {
		fcgi->closing = true;
		fcgi->lingers = true;
	}
	fcgi->served++;
	fcgi->refused = 0;
	if (fcgi->charged > 0)
		fcgi_memory_charge(fcgi);
	fcgi_pool_put(fcgi->pool, request);
}

static void
drop_connection(struct fcgi *fcgi, const char *what, unsigned number)
{
	log_warning("connection closed: %s %u", what, number);
	fcgi_output_abandon(fcgi);
}

static void
make_ready(struct fcgi_request *request, int64_t now)
{
	struct fcgi *fcgi = request->fcgi;

	request->phase = FCGI_READY;
	fcgi->incomplete--;
	request->since = now;
	request->base.times.ready = now;
	request->work.next = NULL;
	*fcgi->ready_end = &request->work;
	fcgi->ready_end = &request->work.next;
}

/* STATUS may be NULL: then the error's code decides. */
static void
reject(struct fcgi_request *request, const char *status, int64_t now)
{
	request->base.rejection_status = status;
	request->is_rejected = true;
	make_ready(request, now);
}

void
fcgi_input_reject(struct fcgi *fcgi, const char *status,
    const struct gantry_error *error, int64_t now, struct work **ready)
{
	struct fcgi_request *request = fcgi->current;

	fcgi->lingers = true;
	if (request == NULL || request->phase >= FCGI_READY) {
		fcgi->closing = true;
		return;
	}
	while (*ready != NULL)
		ready = &(*ready)->next;
	fcgi->ready_end = ready;
	/* For the access log; what is wrong in them does not matter now. */
	if (request->phase == FCGI_PARAMS)
		fcgi_params_decode(request, &request->rejection);
	request->rejection = *error;
	request->keeps = false;
	reject(request, status, now);
}

/* Ignore records for a request that is already ready. */
static void
capture_piece(struct fcgi_request *request, const struct record_piece *piece)
{
	if (request->fcgi->options->capture_folder != NULL &&
	    request->phase < FCGI_READY)
		capture_add_piece(&request->capture, piece);
}

/* End a request that is not read; a peer that goes on is cut off. */
static void
refuse(struct fcgi *fcgi, uint16_t id, const struct record_begin *begin,
    enum record_protocol_status status, int64_t now)
{
	if (++fcgi->refused > REFUSED_MAX) {
		drop_connection(fcgi,
		    "its peer goes on although requests are refused; so many "
		    "were:",
		    fcgi->refused);
		if (fcgi->port->limited != NULL)
			fcgi->port->limited(fcgi->owner, FCGI_LIMIT_REQUESTS);
		return;
	}
	if (fcgi->port->refused != NULL)
		fcgi->port->refused(fcgi->owner);
	fcgi->closing |= (begin->flags & RECORD_KEEP_CONN) == 0;
	fcgi->lingers = true;
	fcgi_output_end_request(fcgi, id, 0, status, now);
}

static void
begin_request(struct fcgi *fcgi, uint16_t id, int64_t now)
{
	const struct record_piece whole = {
		.header.type = RECORD_BEGIN_REQUEST,
		.data = fcgi->content.data,
		.size = fcgi->content.length,
		.is_first = true,
	};
	struct fcgi_request *request;
	struct record_begin begin;

	record_begin_decode(&begin, fcgi->content.data);
	if (begin.role != RECORD_RESPONDER &&
	    (begin.role != RECORD_AUTHORIZER || !fcgi->options->authorizes)) {
		refuse(fcgi, id, &begin, RECORD_UNKNOWN_ROLE, now);
		return;
	}
	/* One more is read, so that its client gets a 503. */
	if (fcgi->count > fcgi->limits->connection_requests) {
		refuse(fcgi, id, &begin, RECORD_OVERLOADED, now);
		return;
	}
	request = fcgi_pool_get(fcgi->pool);
	if (request == NULL) {
		log_error("connection closed: out of memory");
		fcgi_output_abandon(fcgi);
		return;
	}
	request->entry.id = id;
	request->phase = FCGI_PARAMS;
	request->since = now;
	request->base.times.begun = now;
	request->base.environ.limits = fcgi->limits->params;
	request->base.environ.keeps_received = fcgi->options->keeps_received;
	request->keeps = (begin.flags & RECORD_KEEP_CONN) != 0;
	request->is_authorizer = begin.role == RECORD_AUTHORIZER;
	add_request(fcgi, request);
	fcgi->current = request;
	capture_piece(request, &whole);
}

static bool
is_busy(const struct fcgi *fcgi)
{
	return fcgi->overloaded ||
	    fcgi->count > fcgi->limits->connection_requests ||
	    fcgi_memory_is_full(fcgi->pool);
}

/* Too many at a time: an answer that a client understands (RFC 9110). */
static void
reject_busy(struct fcgi_request *request, int64_t now)
{
	log_warning("[%s] request rejected: more than %u at a time on a "
		    "connection, too many connections, or too much in memory "
		    "(receive-memory)",
	    gantry_environ_request_id(&request->base.environ),
	    request->fcgi->limits->connection_requests);
	fcgi_output_problem(
	    request, "503 Service Unavailable", "The server is busy.", now);
	fcgi_input_release(request);
}

static void
abort_request(struct fcgi_request *request, int64_t now)
{
	if (request->phase >= FCGI_READY) {
		fcgi_output_forsake(request, GANTRY_END_GONE);
		return;
	}
	fcgi_output_end_request(
	    request->fcgi, request->entry.id, 1, RECORD_REQUEST_COMPLETE, now);
	fcgi_input_release(request);
}

/*
 * Compare the declared length with the bytes received, at the end of STDIN.
 */
static void
end_body(struct fcgi_request *request, int64_t now)
{
	if (request->body_declared < 0 ||
	    request->body_length >= request->body_declared) {
		fcgi_params_set_length(request);
		make_ready(request, now);
		return;
	}
	rejection_of_short_body(
	    &request->rejection, request->body_length, request->body_declared);
	reject(request, NULL, now);
}

/*
 * As PHP-FPM does, serve a request when CONTENT_LENGTH bytes are there: HAProxy
 * does not send the empty STDIN that ends an empty body.  If it comes, it is
 * skipped.
 */
static void
end_full_body(struct fcgi_request *request, int64_t now)
{
	if (request->body_declared < 0 ||
	    request->body_length < request->body_declared)
		return;
	if (request->fcgi->options->capture_folder != NULL)
		capture_end_body(&request->capture);
	make_ready(request, now);
}

static bool
is_too_large(const struct fcgi_request *request, int64_t size)
{
	return size > request->fcgi->limits->body_size;
}

static void
reject_body(struct fcgi_request *request, int64_t now)
{
	rejection_of_large_body(
	    &request->rejection, request->fcgi->limits->body_size);
	reject(request, "413 Content Too Large", now);
}

static void
end_params(struct fcgi_request *request, int64_t now)
{
	request->phase = FCGI_BODY;
	request->since = now;
	request->base.times.params = now;
	if (fcgi_params_decode(request, &request->rejection) == -1) {
		reject(request, NULL, now);
	} else if (is_busy(request->fcgi)) {
		reject_busy(request, now);
	} else if (is_too_large(request, request->body_declared)) {
		reject_body(request, now);
	} else if (request->is_authorizer) {
		/* Section 6.3: there is no body to wait for. */
		make_ready(request, now);
	} else {
		end_full_body(request, now);
	}
}

static void
hold(struct fcgi_request *request, size_t size)
{
	request->held += size;
	request->fcgi->held += size;
}

/* The connection holds too much; what this request holds of it is freed. */
static void
reject_memory(struct fcgi_request *request, int64_t now)
{
	struct fcgi *fcgi = request->fcgi;

	gantry_error_set(&request->rejection, GANTRY_ERROR_LIMIT,
	    "the requests of a connection exceed %lld bytes "
	    "(connection-memory)",
	    (long long)fcgi->limits->connection_memory);
	gantry_buffer_clear(&request->params);
	fcgi->held -= request->held - sizeof(*request);
	request->held = sizeof(*request);
	reject(request, "503 Service Unavailable", now);
}

/* What arrived tells whether it is the URI; the rest is not kept. */
static void
reject_params(
    struct fcgi_request *request, const struct record_piece *piece, int64_t now)
{
	struct gantry_buffer *params = &request->params;
	const char *status;

	gantry_error_set(&request->rejection, GANTRY_ERROR_LIMIT,
	    "the request's parameters exceed %lld bytes (params-size)",
	    (long long)request->fcgi->limits->params.bytes);
	gantry_buffer_add(params, piece->data, piece->size);
	status = rejection_of_large_params(params->data, params->length);
	gantry_buffer_reset(params);
	reject(request, status, now);
}

static void
read_params(
    struct fcgi_request *request, const struct record_piece *piece, int64_t now)
{
	const struct environ_limits *limits = &request->fcgi->limits->params;

	if (request->phase != FCGI_PARAMS)
		return;
	if (piece->header.content_length == 0) {
		end_params(request, now);
		return;
	}
	/* Each pair has up to eight bytes of lengths. */
	if (request->params.length + piece->size >
	    (size_t)limits->bytes + (size_t)8 * limits->count) {
		reject_params(request, piece, now);
		return;
	}
	hold(request, piece->size);
	if (request->fcgi->held >
	    (uint64_t)request->fcgi->limits->connection_memory)
		reject_memory(request, now);
	else
		gantry_buffer_add(&request->params, piece->data, piece->size);
}

/* Beyond what may be held in memory, the body goes to its file. */
static int
add_body(struct fcgi_request *request, const struct record_piece *piece)
{
	struct queue *body = &request->body;
	size_t before = body->memory.length;
	/* A part of the memory is for parameters, which cannot go to a file. */
	const size_t spared =
	    (size_t)request->fcgi->limits->connection_memory / 4;
	int result;

	if (!fcgi_memory_has_room(request->fcgi, piece->size + spared))
		body->memory_max = 0;
	result = queue_add(body, piece->data, piece->size, &request->rejection);
	hold(request, body->memory.length - before);
	return result;
}

static void
read_stdin(
    struct fcgi_request *request, const struct record_piece *piece, int64_t now)
{
	bool is_end = piece->header.content_length == 0;

	if (request->phase == FCGI_PARAMS) {
		gantry_error_set(&request->rejection, GANTRY_ERROR_INPUT,
		    "the body comes before the parameters' end");
		reject(request, NULL, now);
		return;
	}
	if (request->phase != FCGI_BODY)
		return;
	if (is_end) {
		end_body(request, now);
		return;
	}
	request->since = now;
	request->body_length += (int64_t)piece->size;
	if (is_too_large(request, request->body_length))
		reject_body(request, now);
	else if (add_body(request, piece) == -1)
		reject(request, "503 Service Unavailable", now);
	else
		end_full_body(request, now);
}

/* Some web servers read values as signed 32-bit integers. */
static unsigned
cap(uint64_t number)
{
	return number > INT32_MAX ? INT32_MAX : (unsigned)number;
}

/* The capacity of all workers together. */
static struct values
make_values(const struct transport_options *options)
{
	const uint64_t connections =
	    (uint64_t)options->workers * options->limits->connections;

	return (struct values){
		.max_connections = cap(connections),
		.max_requests =
		    cap(connections * options->limits->connection_requests),
		.multiplexes = 1,
	};
}

/* Section 4: management records are answered at once. */
static void
answer_management(struct fcgi *fcgi, uint8_t type, int64_t now)
{
	const struct values values = make_values(fcgi->options);
	uint8_t bytes[VALUES_RESULT_MAX];
	size_t size = RECORD_UNKNOWN_TYPE_SIZE;

	if (type == RECORD_GET_VALUES)
		size = values_answer(
		    &values, fcgi->content.data, fcgi->content.length, bytes);
	else
		record_unknown_type_encode(type, bytes);
	fcgi_output_send(fcgi, bytes, size, now);
}

/* Handle short or rare records, which are buffered until complete. */
static void
read_content(struct fcgi *fcgi, const struct record_piece *piece, int64_t now)
{
	const struct record_header *header = &piece->header;

	if (piece->is_first)
		gantry_buffer_reset(&fcgi->content);
	gantry_buffer_add(&fcgi->content, piece->data, piece->size);
	if (!piece->is_last)
		return;
	if (gantry_buffer_failed(&fcgi->content))
		drop_connection(
		    fcgi, "out of memory for a record of type", header->type);
	else if (header->request_id == 0)
		answer_management(fcgi, header->type, now);
	else if (fcgi->content.length != RECORD_BEGIN_SIZE)
		drop_connection(fcgi, "BEGIN_REQUEST has a length of",
		    header->content_length);
	else if (fcgi->count > 0 &&
	    fcgi_table_find(&fcgi->table, header->request_id) != NULL)
		drop_connection(fcgi,
		    "BEGIN_REQUEST for a request that has not ended:",
		    header->request_id);
	else
		begin_request(fcgi, header->request_id, now);
	if (fcgi->content.capacity > 1024)
		gantry_buffer_clear(&fcgi->content);
}

static void
read_piece(struct fcgi *fcgi, const struct record_piece *piece, int64_t now)
{
	const struct record_header *header = &piece->header;

	if (header->version != RECORD_VERSION) {
		drop_connection(
		    fcgi, "this is not FastCGI: version", header->version);
		return;
	}
	if (header->request_id == 0 || header->type == RECORD_BEGIN_REQUEST) {
		read_content(fcgi, piece, now);
		return;
	}
	if (piece->is_first)
		fcgi->current = find(fcgi, header->request_id);
	if (fcgi->current == NULL)
		return;
	capture_piece(fcgi->current, piece);
	if (header->type == RECORD_PARAMS)
		read_params(fcgi->current, piece, now);
	else if (header->type == RECORD_STDIN)
		read_stdin(fcgi->current, piece, now);
	else if (header->type == RECORD_ABORT_REQUEST && piece->is_last)
		abort_request(fcgi->current, now);
}

void
fcgi_input_feed(struct fcgi *fcgi, const void *data, size_t size, int64_t now,
    struct work **ready)
{
	struct record_piece piece;
	const char *at = data;
	const bool has_bytes = size > 0;
	size_t used;

	while (*ready != NULL)
		ready = &(*ready)->next;
	fcgi->ready_end = ready;
	/* Of HTTP, bytes that are not part of a request come as none. */
	if (has_bytes && record_reader_is_idle(&fcgi->reader))
		fcgi->read_since = now;
	for (; size > 0 && !fcgi->broken && !fcgi->closing;
	     at += used, size -= used) {
		used = record_reader_next(&fcgi->reader, at, size, &piece);
		if (piece.is_first || piece.size > 0)
			read_piece(fcgi, &piece, now);
	}
	if (has_bytes && record_reader_is_idle(&fcgi->reader))
		fcgi->read_since = now;
	fcgi_memory_charge(fcgi);
}
