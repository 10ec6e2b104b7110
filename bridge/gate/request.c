/*
 * The start and end of a request, its body (wsgi.input), and its handle if it
 * is deferred.
 */
#include <string.h>

#include "base/null.h"
#include "gate/deferred/deferred.h"
#include "gate/environ/repair.h"
#include "gate/observer.h"
#include "gate/request.h"

/* Close the connection if more than this is left of a body. */
#define DRAIN_MAX (1024 * 1024)

#define AHEAD_STEP 65536

void
request_init(
    struct request *request, const struct transport *transport, void *owner)
{
	*request = (struct request){
		.client = "",
		.method = "",
		.target = "",
		.waits = { .first_byte = -1 },
	};
	environ_init(&request->environ);
	reply_init(&request->body, transport, owner, &request->errors);
	request->input.transport = transport;
	request->input.owner = owner;
	errors_init(&request->errors, &request->environ);
	request->environ.wsgi = (struct gantry_wsgi){
		.version = { 1, 0 },
		.url_scheme = "http",
		.input = &request->input,
		.errors = &request->errors,
	};
	request->environ.body = &request->body;
}

void
request_reset(struct request *request)
{
	environ_reset(&request->environ);
	errors_reset(&request->errors);
	reply_reset(&request->body);
	request->environ.body = &request->body;
	request->input.left = 0;
	request->input.ended = false;
	gantry_buffer_clear(&request->input.ahead);
	request->input.ahead_taken = 0;
	request->input.has_more = false;
	request->is_authorizer = false;
	request->rejection_status = NULL;
	request->was_rejected = false;
	request->waits = (struct request_waits){ .first_byte = -1 };
	request->times = (struct request_times){ 0 };
	request->client = "";
	request->method = "";
	request->target = "";
	atomic_store_explicit(
	    &request->counted_status, 0, memory_order_relaxed);
	atomic_store_explicit(&request->route, 0, memory_order_relaxed);
}

void
request_clear(struct request *request)
{
	errors_clear(&request->errors);
	environ_clear(&request->environ);
	reply_clear(&request->body);
	gantry_buffer_clear(&request->input.ahead);
}

void
request_read_ahead(struct request *request, int64_t length, size_t most)
{
	struct gantry_input *input = &request->input;
	size_t wanted = most, room;
	ssize_t count;
	char *at;

	if (length != LENGTH_UNKNOWN && (uint64_t)length < wanted)
		wanted = (size_t)length;
	while (input->ahead.length < wanted) {
		room = wanted - input->ahead.length;
		if (room > AHEAD_STEP)
			room = AHEAD_STEP;
		at = gantry_buffer_reserve(&input->ahead, room);
		if (at == NULL)
			break;
		count = input->transport->read(input->owner, at, room);
		if (count <= 0)
			return;
		input->ahead.length += (size_t)count;
	}
	input->has_more = length == LENGTH_UNKNOWN || (uint64_t)length > wanted;
}

/* Read the bytes that were read ahead, then from the transport. */
static ssize_t
read_input(struct gantry_input *input, void *data, size_t size)
{
	size_t left = input->ahead.length - input->ahead_taken;

	if (left == 0)
		return input->transport->read(input->owner, data, size);
	if (size > left)
		size = left;
	memcpy(data, input->ahead.data + input->ahead_taken, size);
	input->ahead_taken += size;
	return (ssize_t)size;
}

ssize_t
gantry_read(struct gantry_input *input, void *data, size_t size)
{
	ssize_t count;

	if (null_given(input, __func__, "input") ||
	    (size > 0 && null_given(data, __func__, "data")))
		return -1;
	if (input->left != LENGTH_UNKNOWN && size > (uint64_t)input->left)
		size = (size_t)input->left;
	if (size == 0)
		return 0;
	if (input->ended)
		return input->left > 0 ? -1 : 0;
	count = read_input(input, data, size);
	if (count == 0) {
		input->ended = true;
		/* The body is shorter than CONTENT_LENGTH. */
		return input->left > 0 ? -1 : 0;
	}
	if (count > 0 && input->left != LENGTH_UNKNOWN)
		input->left -= count;
	return count;
}

int
gantry_input_file(struct gantry_input *input, int64_t *offset, int64_t *length)
{
	int64_t first = 0;
	int file;

	if (null_given(input, __func__, "input"))
		return -1;
	/* What was read ahead is in no file. */
	if (input->transport->input_file == NULL || input->ended ||
	    input->left <= 0 || input->ahead.length > input->ahead_taken)
		return -1;
	file = input->transport->input_file(input->owner, &first);
	if (file == -1)
		return -1;
	if (offset != NULL)
		*offset = first;
	if (length != NULL)
		*length = input->left;
	return file;
}

int
request_drain(struct request *request)
{
	struct gantry_input *input = &request->input;
	char waste[8192];
	size_t total = 0;
	ssize_t count;

	while (!input->ended) {
		count =
		    input->transport->read(input->owner, waste, sizeof(waste));
		if (count == -1)
			return -1;
		input->ended = count == 0;
		total += (size_t)count;
		if (total > DRAIN_MAX)
			return -1;
	}
	return 0;
}

bool
gantry_environ_is_gone(const struct gantry_environ *environ)
{
	const struct gantry_body *body;

	if (null_given(environ, __func__, "environ"))
		return true;
	body = environ->body;
	return body->peer_closed ||
	    (body->transport->is_gone != NULL &&
		body->transport->is_gone(body->owner));
}

bool
gantry_environ_is_overdue(const struct gantry_environ *environ)
{
	const struct gantry_body *body;

	if (null_given(environ, __func__, "environ"))
		return false;
	body = environ->body;
	return body->transport->is_overdue != NULL &&
	    body->transport->is_overdue(body->owner);
}

struct gantry_deferred *
gantry_environ_deferred(const struct gantry_environ *environ)
{
	return null_given(environ, __func__, "environ")
	    ? NULL
	    : environ->body->deferred;
}

/* Returns where ENVIRON can be deferred; NULL with ERROR filled. */
static struct deferrals *
find_deferrals(const struct gantry_environ *environ, struct gantry_error *error)
{
	const struct gantry_body *body = environ->body;
	struct deferrals *deferrals = NULL;

	if (body->deferred != NULL) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the request is deferred already");
		return NULL;
	}
	if (body->transport->deferrals != NULL)
		deferrals = body->transport->deferrals(body->owner);
	if (deferrals == NULL)
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "this transport cannot defer requests");
	return deferrals;
}

/* There are too many. */
static void
note_refused(struct gantry_environ *environ, struct deferrals *deferrals)
{
	const struct observer *observer = environ->observer;

	environ->body->was_refused = true;
	deferrals_note_refused(deferrals);
	if (observer != NULL && observer->not_deferred != NULL)
		observer->not_deferred(observer->owner);
}

struct gantry_deferred *
gantry_defer(struct gantry_environ *environ,
    const struct gantry_deferral *deferral, struct gantry_error *error)
{
	struct gantry_error unread;
	struct deferrals *deferrals;
	struct gantry_deferred *deferred;
	struct gantry_body *body;

	if (error == NULL)
		error = &unread;
	if (null_error(environ, __func__, "environ", error) ||
	    null_error(deferral, __func__, "deferral", error))
		return NULL;
	deferrals = find_deferrals(environ, error);
	if (deferrals == NULL)
		return NULL;
	body = environ->body;
	deferred = deferred_new(deferrals, environ, deferral, error);
	body->was_refused = false;
	if (deferred == NULL && error->code == GANTRY_ERROR_BUSY)
		note_refused(environ, deferrals);
	if (deferred == NULL)
		return NULL;
	deferred->schedule = body->transport->schedule;
	deferred->owner = body->owner;
	body->deferred = deferred;
	return deferred;
}
