/*
 * The header X-Request-Id.
 */
#include <gantry/web.h>

int
gantry_request_id_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct gantry_environ *environ = gantry_request_environ(request);

	(void)state;
	(void)succeeded;
	return gantry_response_header(
	    response, "X-Request-Id", gantry_environ_request_id(environ));
}
