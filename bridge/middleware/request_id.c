/*
 * The header X-Request-Id.
 */
#include <gantry/web.h>

#include "middleware/null_arguments.h"

int
gantry_request_id_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct gantry_environ *environ;

	(void)state;
	(void)succeeded;
	if (process_lacks(request, response, request, __func__))
		return -1;
	environ = gantry_request_environ(request);
	return gantry_response_header(
	    response, "X-Request-Id", gantry_environ_request_id(environ));
}
