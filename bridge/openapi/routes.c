/*
 * The routes that describe a site: openapi.json and the docs page.
 */
#include <gantry/openapi.h>
#include <gantry/web.h>

#include "openapi/document.h"
#include "openapi/page.h"
#include "web/web.h"

/* Generated from the files of the same names. */
extern const char openapi_docs_css[], openapi_docs_js[];

static int
answer_document(
    struct gantry_request *request, struct gantry_response *response)
{
	document_put(gantry_response_json(response), &request->web->site,
	    gantry_environ_get(request->environ, "SCRIPT_NAME"));
	return gantry_response_cache_control(response, "no-cache");
}

static int
answer_page(struct gantry_request *request, struct gantry_response *response)
{
	static const char policy[] =
	    "default-src 'none'; style-src 'self'; script-src 'self'; "
	    "connect-src 'self'; base-uri 'none'; form-action 'none'; "
	    "frame-ancestors 'none'";

	page_put(gantry_response_buffer(response), &request->web->site,
	    gantry_environ_get(request->environ, "SCRIPT_NAME"),
	    gantry_request_path(request));
	if (gantry_response_type(response, "text/html; charset=utf-8") == -1 ||
	    gantry_response_header(
		response, "Content-Security-Policy", policy) == -1)
		return -1;
	return gantry_response_cache_control(response, "no-cache");
}

static int
answer_style(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_text(response, openapi_docs_css);
	return gantry_response_type(response, "text/css; charset=utf-8");
}

static int
answer_script(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_text(response, openapi_docs_js);
	return gantry_response_type(response, "text/javascript; charset=utf-8");
}

const struct gantry_route gantry_openapi_routes[] = {
	{
	    .uri_template = "/openapi.json",
	    .on_get = GANTRY_RESPONDER(answer_document),
	},
	{
	    .uri_template = "/docs",
	    .on_get = GANTRY_RESPONDER(answer_page),
	},
	{
	    .uri_template = "/docs/docs.css",
	    .on_get = GANTRY_RESPONDER(answer_style),
	},
	{
	    .uri_template = "/docs/docs.js",
	    .on_get = GANTRY_RESPONDER(answer_script),
	},
	{ 0 },
};
