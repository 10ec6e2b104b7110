/*
 * An application made of routes.  It is opened, called and closed through the
 * contract, and knows nothing else of the server.
 */
#include <stdlib.h>

#include "base/null.h"
#include "web/dispatch.h"
#include "web/web.h"

struct gantry_web *
gantry_web_open(const struct gantry_site *site,
    const struct gantry_settings *settings, void *state,
    struct gantry_error *error)
{
	struct gantry_error ignored;
	struct gantry_web *web;

	if (error == NULL)
		error = &ignored;
	if (null_error(site, __func__, "site", error))
		return NULL;
	web = calloc(1, sizeof(*web));
	if (web == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	web->state = state;
	if (site_compile(&web->site, site, settings, error) == -1) {
		gantry_web_close(web);
		return NULL;
	}
	return web;
}

void
gantry_web_close(void *closed)
{
	struct gantry_web *web = closed;

	if (web == NULL)
		return;
	site_clear(&web->site);
	response_clear(&web->response);
	free(web);
}

void *
gantry_web_state(const struct gantry_web *web)
{
	return null_given(web, __func__, "web") ? NULL : web->state;
}

int
gantry_web_call(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_web *web = gantry_environ_state(environ);
	int result;

	if (null_given(environ, __func__, "environ") ||
	    null_given(web, __func__, "the application's state"))
		return -1;
	if (start_response == NULL) {
		gantry_null_log(__func__, "start_response");
		return -1;
	}
	response_begin(&web->response, &web->request);
	request_begin(&web->request, web, environ, &web->response);
	dispatch(web);
	result = response_send(&web->response, start_response);
	dispatch_tear_down(web);
	response_end(&web->response);
	return result;
}

const struct gantry_route *
gantry_request_route(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return request->operation != NULL ? request->operation->route : NULL;
}

const char *
gantry_request_template(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return request->entry != NULL ? request->entry->template : NULL;
}
