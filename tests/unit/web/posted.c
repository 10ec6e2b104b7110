/*
 * A request with a body, which comes in as small pieces as a test likes.
 */
#include <string.h>

#include "gate/environ/repair.h"
#include "web/posted.h"

static ssize_t
read_body(void *connection, void *data, size_t size)
{
	struct posted *posted = connection;

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
posted_begin(
    struct posted *posted, const char *type, const char *body, size_t length)
{
	struct gantry_environ *environ = &posted->gate.environ;

	*posted = (struct posted){ .body = body, .left = length };
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
posted_text(struct posted *posted, const char *type, const char *body)
{
	posted_begin(posted, type, body, strlen(body));
}

void
posted_unmeasured(struct posted *posted)
{
	environ_remove(&posted->gate.environ, "CONTENT_LENGTH");
	posted->gate.input.left = LENGTH_UNKNOWN;
}

const char *
posted_failure(struct posted *posted)
{
	const struct gantry_http_error *error =
	    gantry_response_error(&posted->response);

	if (error == NULL)
		return "";
	return gantry_environ_format(&posted->gate.environ, "%s: %s",
	    error->status, error->detail != NULL ? error->detail : "");
}

void
posted_end(struct posted *posted)
{
	request_clear(&posted->gate);
}
