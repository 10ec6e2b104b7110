/*
 * Failures.  Before the first byte is sent, a failure becomes an answer; after
 * it, the connection is closed.  The details are logged, and clients get them
 * only when debugging.
 */
#include <string.h>

#include "gantry/problem.h"
#include "gate/environ/environ.h"
#include "gate/failure.h"
#include "gate/transport.h"
#include "gate/wsgi_errors.h"

void
failure_answer(struct gantry_environ *environ, const char *status,
    const char *detail, const char *request_id)
{
	const struct gantry_problem problem = {
		.status = status,
		.detail = detail,
		.request_id = request_id,
	};
	const struct gantry_header headers[] = {
		{ "Content-Type", "application/problem+json" },
		{ request_id != NULL ? "X-Request-Id" : NULL, request_id },
		{ strncmp(status, "503", 3) == 0 ? "Retry-After" : NULL, "1" },
		{ NULL, NULL },
	};
	struct gantry_body *body = environ->body;
	struct gantry_buffer document = { 0 };

	if (body->sent)
		return;
	reply_reset(body);
	reply_start_response(environ, status, headers);
	gantry_problem_put(&document, &problem);
	gantry_write(body, document.data, document.length);
	gantry_buffer_clear(&document);
}

static void
log_failure(const struct gantry_body *body)
{
	if (body->peer_closed) {
		errors_debug(body->errors, "the web server went away");
		return;
	}
	if (body->errors->kept.length == 0)
		gantry_errors_printf(
		    body->errors, "the application failed and gave no reason");
	if (body->sent)
		errors_warn(body->errors,
		    "the answer was broken off, %lld bytes into its body",
		    (long long)body->written);
}

const char *
gantry_environ_debug(const struct gantry_environ *environ)
{
	const struct gantry_body *body;

	if (environ_lacks(environ, environ, __func__, "environ"))
		return NULL;
	body = environ->body;
	return body->shows_rules ? errors_kept(body->errors) : NULL;
}

int
failure_finish(struct gantry_environ *environ)
{
	const struct gantry_body *body = environ->body;
	const char *detail;

	log_failure(body);
	if (body->sent)
		return -1;
	detail = gantry_environ_debug(environ);
	if (detail == NULL)
		detail = "The application failed; the server's log says why.";
	failure_answer(environ, "500 Internal Server Error", detail,
	    gantry_environ_request_id(environ));
	return 0;
}

int
failure_copy_to_stderr(const struct gantry_body *body)
{
	const struct gantry_buffer *kept = &body->errors->kept;

	if (kept->length == 0 || !body->sent || body->peer_closed ||
	    body->transport->error == NULL)
		return 0;
	return body->transport->error(body->owner, kept->data, kept->length);
}
