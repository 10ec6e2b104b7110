/*
 * End an answer: complete it, answer a failure, or replace it with a trace.
 */
#include "gate/reply_finish.h"
#include "gate/environ/environ.h"
#include "gate/failure.h"
#include "gate/observer.h"
#include "gate/tracer.h"
#include "gate/wsgi_errors.h"

int
reply_finish(struct gantry_environ *environ, int result)
{
	struct gantry_body *body = environ->body;
	bool failed = result != 0 || !reply_check(body);

	if (gantry_buffer_failed(&body->head) ||
	    gantry_buffer_failed(&body->data)) {
		gantry_errors_printf(body->errors, "out of memory");
		failed = true;
	}
	result = failed ? failure_finish(environ) : 0;
	if (result == 0 && body->shows_trace == REPLY_TRACE_TEXT)
		tracer_replace(environ);
	if (result == 0 && environ->development != NULL)
		environ->development->finish(
		    environ->development->owner, environ);
	if (result == 0)
		result = reply_send_head(body);
	/* nginx stops reading once it has the whole body. */
	if (body->mirrors_errors && failure_copy_to_stderr(body) == -1)
		result = -1;
	if (result == 0)
		result = reply_send_data(body);
	body->state = REPLY_ENDED;
	return result;
}
