/*
 * A request with a body, which is read in pieces of a given size.
 */
#include <string.h>

#include "gate/environ/repair.h"
#include "web/test_body.h"

static ssize_t
read_body(void *connection, void *data, size_t size)
{
	struct test_body *posted = connection;

	if (posted->chunk > 0 && size > posted->chunk)
		size = posted->chunk;
	if (size > posted->left)
		size = posted->left;
	if (size == 0)
		return posted->breaks ? -1 : 0;
	memcpy(data, posted->body, size);
	posted->body += size;
	posted->left -= size;
	return (ssize_t)size;
}

static const struct transport transport = { .read = read_body };

void
test_body_begin(
    struct test_body *posted, const char *type, const char *body, size_t length)
{
	struct gantry_environ *environ = &posted->gate.environ;

	*posted = (struct test_body){ .body = body, .left = length };
	request_init(&posted->gate, &transport, posted);
	posted->gate.input.left = (int64_t)length;
	environ_set(environ, "CONTENT_LENGTH",
	    gantry_environ_format(environ, "%zu", length), NULL);
	if (type != NULL)
		environ_set(environ, "CONTENT_TYPE", type, NULL);
	posted->response.request = &posted->request;
	posted->response.status = GANTRY_200;
	posted->request.environ = environ;
	posted->request.response = &posted->response;
}

void
test_body_text(struct test_body *posted, const char *type, const char *body)
{
	test_body_begin(posted, type, body, strlen(body));
}

void
test_body_of_unknown_length(struct test_body *posted)
{
	environ_remove(&posted->gate.environ, "CONTENT_LENGTH");
	posted->gate.input.left = LENGTH_UNKNOWN;
}

const char *
test_body_failure(struct test_body *posted)
{
	const struct gantry_http_error *error =
	    gantry_response_error(&posted->response);

	if (error == NULL)
		return "";
	return gantry_environ_format(&posted->gate.environ, "%s: %s",
	    error->status, error->detail != NULL ? error->detail : "");
}

void
test_body_end(struct test_body *posted)
{
	request_clear(&posted->gate);
}
