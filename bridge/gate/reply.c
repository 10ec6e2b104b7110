/*
 * start_response and write, and the rules for their order.  start_response
 * makes the header block but does not send it; Content-Length is added at the
 * end if the whole answer is still buffered.
 */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>

#include "base/null.h"
#include "gantry/json.h"
#include "gantry/trace.h"
#include "gate/deferred/deferred.h"
#include "gate/foreign/foreign_mount.h"
#include "gate/headers.h"
#include "gate/observer.h"
#include "gate/reply.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"
#include "gate/transport.h"
#include "gate/wsgi_errors.h"

/* An answer up to this size is buffered until it is complete. */
#define GATHER_MAX (64 * 1024)

/*
 * The longest head that nginx reads without a 502: its fastcgi_buffer_size, by
 * default a page, minus the header of the record.
 */
#define HEAD_SIZE_SAFE (4096 - 8)

void
reply_init(struct gantry_body *body, const struct transport *transport,
    void *owner, struct gantry_errors *errors)
{
	*body = (struct gantry_body){ 0 };
	body->transport = transport;
	body->owner = owner;
	body->errors = errors;
}

static int64_t
written(const struct gantry_body *body)
{
	return atomic_load_explicit(&body->written, memory_order_relaxed);
}

static void
set_written(struct gantry_body *body, int64_t bytes)
{
	atomic_store_explicit(&body->written, bytes, memory_order_relaxed);
}

void
reply_reset(struct gantry_body *body)
{
	body->state = REPLY_IDLE;
	body->status = 0;
	body->is_head = false;
	body->sent = false;
	body->peer_closed = false;
	body->exceeds_length = false;
	body->was_refused = false;
	set_written(body, 0);
	gantry_buffer_reset(&body->head);
	gantry_buffer_reset(&body->data);
}

void
reply_clear(struct gantry_body *body)
{
	gantry_buffer_clear(&body->head);
	gantry_buffer_clear(&body->data);
}

/* RFC 9110 sections 9.3.2, 15.3.5 and 15.4.5. */
static bool
has_no_content(const struct gantry_body *body)
{
	return body->is_head || body->status == 204 || body->status == 304;
}

static void
add_header(struct gantry_body *body, const char *name, const char *value)
{
	size_t name_length = strlen(name), value_length = strlen(value);
	char *to = gantry_buffer_reserve(
	    &body->head, name_length + value_length + strlen(": \r\n"));

	if (to == NULL)
		return;
	to = mempcpy(to, name, name_length);
	to = mempcpy(to, ": ", 2);
	to = mempcpy(to, value, value_length);
	to = mempcpy(to, "\r\n", 2);
	body->head.length = (size_t)(to - body->head.data);
}

static void
build_head(struct gantry_environ *environ, const char *status,
    const struct gantry_header *headers)
{
	struct gantry_body *body = environ->body;
	bool has_id = !body->tells_id;

	gantry_buffer_reset(&body->head);
	body->has_location = false;
	add_header(body, "Status", status);
	for (; headers->name != NULL; headers++) {
		add_header(body, headers->name, headers->value);
		body->has_location |=
		    strcasecmp(headers->name, "Location") == 0;
		has_id |= strcasecmp(headers->name, "X-Request-Id") == 0;
	}
	if (!has_id)
		add_header(
		    body, "X-Request-Id", gantry_environ_request_id(environ));
}

/* The application broke a rule: log which, and answer 500 in the end. */
static struct gantry_body *
fail(struct gantry_body *body, const char *rule)
{
	gantry_errors_printf(
	    body->errors, "the application broke the contract: %s", rule);
	body->state = REPLY_BROKEN;
	return NULL;
}

static void
tell_repaired(const struct gantry_body *body, const char *what)
{
	const struct observer *observer = body->errors->environ->observer;

	if (observer != NULL && observer->repaired != NULL)
		observer->repaired(observer->owner);
	errors_debug(body->errors, "the answer was repaired: %s", what);
}

/* The answer of a foreign application breaks a rule. */
__attribute__((cold)) static int
repair(struct gantry_environ *environ, const char **status,
    const struct gantry_header **headers, struct gantry_error *error)
{
	struct gantry_body *body = environ->body;
	struct foreign_answer answer;

	if (environ->foreign == NULL ||
	    foreign_repair(&answer, environ, *status, *headers, error) == -1)
		return -1;
	body->status = answer.status;
	body->content_length = answer.content_length;
	*status = answer.line;
	*headers = answer.headers;
	tell_repaired(body,
	    answer.first != NULL ? answer.first : "it has no Content-Type");
	return 0;
}

static struct gantry_body *
begin(struct gantry_environ *environ, const char *status,
    const struct gantry_header *headers)
{
	struct gantry_body *body = environ->body;
	struct headers_facts facts;
	struct gantry_error error;

	body->status = status_check(status, &error);
	if (body->status == -1 ||
	    headers_check(headers, &facts, &error) == -1 ||
	    headers_match(body->status, &facts, &error) == -1) {
		if (repair(environ, &status, &headers, &error) == -1)
			return fail(body, error.text);
	} else {
		body->content_length = facts.content_length;
	}
	body->is_head =
	    strcmp(environ_text(environ, "REQUEST_METHOD"), "HEAD") == 0;
	build_head(environ, status, headers);
	body->state = REPLY_HELD;
	return body;
}

struct gantry_body *
reply_start_response(struct gantry_environ *environ, const char *status,
    const struct gantry_header *headers)
{
	if (null_given(environ, "start_response", "environ"))
		return NULL;
	if (environ->body->state != REPLY_IDLE)
		return fail(environ->body, "start_response was called twice");
	return begin(environ, status, headers);
}

struct gantry_body *
gantry_restart_response(struct gantry_environ *environ,
    const struct gantry_error *error, const char *status,
    const struct gantry_header *headers)
{
	struct gantry_body *body;

	if (null_given(environ, __func__, "environ"))
		return NULL;
	body = environ->body;
	if (error == NULL && body->state != REPLY_IDLE)
		return fail(body,
		    "gantry_restart_response was called again without an error");
	if (error != NULL)
		gantry_errors_printf(body->errors, "%s", error->text);
	if (body->sent) {
		body->state = REPLY_BROKEN;
		return NULL;
	}
	gantry_buffer_reset(&body->data);
	body->exceeds_length = false;
	set_written(body, 0);
	return begin(environ, status, headers);
}

static void
tell_observer(const struct gantry_body *body, bool begins)
{
	const struct observer *observer = body->errors->environ->observer;

	if (observer != NULL && observer->send != NULL)
		observer->send(observer->owner, begins);
}

/* The transport failed.  Always returns -1. */
static int
lose_peer(struct gantry_body *body)
{
	errno = EPIPE;
	body->peer_closed = true;
	body->state = REPLY_BROKEN;
	return -1;
}

static int
send_bytes(struct gantry_body *body, const struct gantry_buffer *buffer)
{
	int result;

	if (buffer->length == 0)
		return 0;
	body->sent = true;
	tell_observer(body, true);
	TRACE_BEGIN(body->errors->environ, "send", "%zu bytes", buffer->length);
	result =
	    body->transport->write(body->owner, buffer->data, buffer->length);
	TRACE_END(body->errors->environ);
	tell_observer(body, false);
	return result == -1 ? lose_peer(body) : 0;
}

int
reply_send_data(struct gantry_body *body)
{
	if (send_bytes(body, &body->data) == -1)
		return -1;
	gantry_buffer_reset(&body->data);
	return 0;
}

/* Once per process, since a higher fastcgi_buffer_size may be configured. */
static void
warn_of_size(struct gantry_body *body)
{
	static atomic_flag warned = ATOMIC_FLAG_INIT;

	if (body->head.length > HEAD_SIZE_SAFE &&
	    !atomic_flag_test_and_set(&warned))
		errors_warn(body->errors,
		    "the headers take %zu bytes; nginx answers 502 to more "
		    "than its fastcgi_buffer_size, 4096 by default",
		    body->head.length);
}

/* Send what was written so far; the rest of the body may take long. */
static void
add_timing(struct gantry_body *body)
{
	gantry_buffer_puts(&body->head, "Server-Timing: ");
	trace_put_timing(&body->head, body->errors->environ);
	gantry_buffer_puts(&body->head, "\r\n");
}

/*
 * HAProxy changes the status to 302 at a Location, unless the status follows
 * it: send the status last.
 */
static int
send_status_last(struct gantry_body *body)
{
	const char *end = "\r\n";
	struct gantry_buffer head = { 0 };
	size_t status = strcspn(body->head.data, end) + strlen(end);
	size_t length = body->head.length - strlen(end);
	int result;

	gantry_buffer_add(&head, body->head.data + status, length - status);
	gantry_buffer_add(&head, body->head.data, status);
	gantry_buffer_puts(&head, end);
	result = gantry_buffer_failed(&head) ? -1 : send_bytes(body, &head);
	gantry_buffer_clear(&head);
	return result;
}

/* Send the headers if they were not sent yet. */
static int
send_head(struct gantry_body *body)
{
	if (body->state != REPLY_HELD)
		return 0;
	if (body->shows_trace == REPLY_TRACE_HEADER)
		add_timing(body);
	gantry_buffer_puts(&body->head, "\r\n");
	if (gantry_buffer_failed(&body->head))
		return -1;
	warn_of_size(body);
	body->state = REPLY_SENDING;
	if (body->has_location && body->transport->wants_status_last)
		return send_status_last(body);
	return send_bytes(body, &body->head);
}

/* Send the headers, then the buffered part of the body. */
static int
send_gathered(struct gantry_body *body)
{
	if (send_head(body) == -1)
		return -1;
	return reply_send_data(body);
}

/* How many of SIZE more bytes fit in the Content-Length. */
static size_t
allowed(const struct gantry_body *body, size_t size)
{
	int64_t left = body->content_length - written(body);

	if (body->content_length == CONTENT_LENGTH_NONE)
		return size;
	return size > (uint64_t)left ? (size_t)left : size;
}

static bool
is_open(const struct gantry_body *body)
{
	return body != NULL &&
	    (body->state == REPLY_HELD || body->state == REPLY_SENDING);
}

/* Log once that SIZE bytes were written and only TAKEN may be sent. */
static int
check_overrun(struct gantry_body *body, size_t taken, size_t size)
{
	if (taken == size)
		return 0;
	if (!body->exceeds_length && body->errors->environ->foreign != NULL)
		errors_warn(body->errors,
		    "the body is longer than its Content-Length, and cut");
	else if (!body->exceeds_length)
		gantry_errors_printf(body->errors,
		    "the application broke the contract: the body is longer "
		    "than its Content-Length, and cut");
	body->exceeds_length = true;
	errno = EMSGSIZE;
	return -1;
}

bool
gantry_environ_is_sent(const struct gantry_environ *environ)
{
	return !environ_lacks(environ, environ, __func__, "environ") &&
	    environ->body->sent;
}

int64_t
gantry_deferred_pending(const struct gantry_deferred *deferred)
{
	const struct gantry_body *body;

	if (null_given(deferred, __func__, "deferred"))
		return 0;
	body = deferred->environ->body;
	return (int64_t)body->data.length +
	    body->transport->pending(body->owner);
}

/* Would the queue be too long with SIZE more bytes? */
static bool
exceeds(const struct gantry_deferred *deferred, size_t size)
{
	const int64_t most = deferred->deferrals->options.buffer;
	const int64_t pending = gantry_deferred_pending(deferred);

	return pending > 0 &&
	    (pending > most || size > (uint64_t)(most - pending));
}

/*
 * May a deferred request write SIZE bytes?  If not, errno says why.  What is
 * only gathered may be taken at once.
 */
__attribute__((cold)) static bool
may_write(struct gantry_body *body, size_t size)
{
	struct gantry_deferred *deferred = body->deferred;

	if (exceeds(deferred, size) &&
	    (gantry_flush(body) == -1 || exceeds(deferred, size))) {
		errno = body->peer_closed ? EPIPE : EAGAIN;
		return false;
	}
	atomic_store_explicit(
	    &deferred->written, deferrals_now(), memory_order_relaxed);
	return true;
}

int
gantry_write(struct gantry_body *body, const void *data, size_t size)
{
	size_t taken;

	if (!is_open(body)) {
		errno = EPIPE;
		return -1;
	}
	if (body->deferred != NULL && !may_write(body, size))
		return -1;
	if (data == NULL && size > 0) {
		fail(body, "gantry_write: data is NULL");
		return -1;
	}
	taken = allowed(body, size);
	set_written(body, written(body) + (int64_t)taken);
	if (!has_no_content(body) && body->shows_trace != REPLY_TRACE_TEXT) {
		if (gantry_buffer_add(&body->data, data, taken) == -1) {
			errno = ENOMEM;
			return -1;
		}
		if (body->data.length > GATHER_MAX && send_gathered(body) == -1)
			return -1;
	}
	return check_overrun(body, taken, size);
}

int
gantry_flush(struct gantry_body *body)
{
	if (!is_open(body))
		return -1;
	if (body->shows_trace == REPLY_TRACE_TEXT)
		return 0;
	if (body->written == 0)
		return 0; /* PEP 3333: headers wait for the first byte */
	if (send_gathered(body) == -1)
		return -1;
	return body->transport->flush(body->owner) == -1 ? lose_peer(body) : 0;
}

/*
 * The application succeeded: return the rule that its answer breaks, or NULL.
 */
static const char *
find_violation(const struct gantry_body *body)
{
	if (body->state == REPLY_IDLE)
		return "the application returned without start_response";
	if (body->state != REPLY_BROKEN && !has_no_content(body) &&
	    body->content_length != CONTENT_LENGTH_NONE &&
	    written(body) < body->content_length)
		return "the body is shorter than its Content-Length";
	return NULL;
}

static void
add_content_length(struct gantry_body *body)
{
	if (body->state != REPLY_HELD ||
	    body->content_length != CONTENT_LENGTH_NONE ||
	    body->status == 204 || body->status == 304 ||
	    (body->is_head && body->written == 0))
		return;
	gantry_buffer_puts(&body->head, "Content-Length: ");
	gantry_json_integer(&body->head, written(body));
	gantry_buffer_puts(&body->head, "\r\n");
}

int
reply_send_head(struct gantry_body *body)
{
	add_content_length(body);
	return send_head(body);
}

bool
reply_check(struct gantry_body *body)
{
	const char *violation = find_violation(body);

	if (violation != NULL)
		fail(body, violation);
	return body->state != REPLY_BROKEN;
}
