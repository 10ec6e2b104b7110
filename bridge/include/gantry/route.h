#ifndef GANTRY_ROUTE_H
#define GANTRY_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Routes: static tables that say which responder answers which request.  They
 * are checked and compiled when the application is opened.
 *
 *	static const struct gantry_route routes[] = {
 *		{
 *			.uri_template = "/frequencies/{pub}",
 *			.on_get = GANTRY_RESPONDER(frequencies),
 *		},
 *		{ 0 },
 *	};
 *	static const struct gantry_site site = { .routes = routes };
 *
 *	static int
 *	open_words(const struct gantry_settings *settings, void **state,
 *	    struct gantry_error *error)
 *	{
 *		*state = gantry_web_open(&site, settings, NULL, error);
 *		return *state == NULL ? -1 : 0;
 *	}
 *
 *	const struct gantry_application words_application = {
 *		.name = "words",
 *		.open = open_words,
 *		.call = gantry_web_call,
 *		.close = gantry_web_close,
 *	};
 *
 * All tables must stay valid until what was opened with them is closed.
 */

struct gantry_request;
struct gantry_response;
struct gantry_param; /* gantry/request.h */
struct gantry_middleware; /* gantry/middleware.h */

/*
 * A responder answers a request.  CALL returns 0, or -1 if it failed.  If a
 * call of this layer returned -1, for example gantry_response_fail, the
 * response already knows why; otherwise the client gets 500.
 */
struct gantry_responder {
	int (*call)(
	    struct gantry_request *request, struct gantry_response *response);
	const char *name; /* of the function, for traces and gantry routes */
};
#define GANTRY_RESPONDER(function)     \
	{                              \
		(function), #function, \
	}

/*
 * A hook runs before or after a responder.  CALL returns like a responder's.
 * If a hook fails before the responder, or completes the response
 * (gantry_response_complete), the responder is not called.  A table ends with {
 * 0 }.
 */
struct gantry_hook {
	int (*call)(struct gantry_request *request,
	    struct gantry_response *response, const void *argument);
	const char *name;
	const void *argument;
};
#define GANTRY_HOOK(function, ...)                 \
	{                                          \
		(function), #function, __VA_ARGS__ \
	}

/* A responder for another method: { "REPORT", ... }. */
struct gantry_method {
	const char *name; /* in capitals */
	struct gantry_responder responder;
};

/* One of a route's responses, for the documentation. */
struct gantry_answer {
	const char *status; /* GANTRY_200 */
	const char *help; /* a few words */
	const char *type; /* "application/json"; NULL: no content */
	const char *schema; /* JSON Schema of the content, or NULL */
};

/*
 * A route.  Several rows may have the same template if their methods differ.
 *
 * URI_TEMPLATE begins with '/' and is matched against PATH_INFO, segment by
 * segment.  Several slashes at the beginning of the path count as one.  A
 * segment is literal or has fields: "{name}", "{name:converter}",
 * "{name:converter(arguments)}".  It may have several fields, with or without
 * literal text around them, for example "{year:int}-{month:int}".  The text of
 * a field is never empty; the first of several fields takes as much as it can.
 *
 * At each position, the router tries literal segments first, then segments with
 * fields and literal text, in the order of the table, then a segment that is a
 * field alone.  If the rest of the path does not match, it tries the next.  Two
 * templates conflict if their fields at the same position differ in name or
 * converter: "/{a}/x" and "/{b}/y", "/{a}" and "/{a:int}", "/{a}.{b}" and
 * "/{c}.{d}".
 *
 * A template has at most 16 fields and 32 segments.  These are the converters.
 * Their arguments are optional, in this order or as name=value:
 *
 *	int(num_digits, min, max)	a whole number; num_digits includes a
 *					sign
 *	float(min, max, finite)		a number; finite=True by default
 *	dt(format_string)		as strptime(3), but the date must exist
 *					and white space is allowed only where
 *					the format has some; by default
 *					"%Y-%m-%dT%H:%M:%SZ"; put the format in
 *					quotes if it contains a comma
 *	uuid				RFC 9562, with or without dashes
 *	path				the rest of the path, including slashes;
 *					the whole last segment
 *
 * A site can add converters, which replace these if they have the same names.
 * If the converter does not accept a field's text, the template does not match:
 * the client gets 404, not 400.
 *
 * If there is no responder for HEAD, the one for GET answers it.  OPTIONS gets
 * 204 with Allow, other methods 405 with Allow.
 */
struct gantry_route {
	const char *uri_template;
	const char *name; /* for gantry_url_for; NULL: none */
	struct gantry_responder on_get, on_head, on_post, on_put, on_patch,
	    on_delete, on_options;
	struct gantry_responder on_request; /* all other methods */
	const struct gantry_method *methods; /* other methods; ended by { 0 } */
	const struct gantry_hook *before; /* called in this order */
	const struct gantry_hook *after; /* called in this order */
	const struct gantry_middleware *const *middleware; /* ended by NULL */

	/* For the site's documentation. */
	const char *summary; /* one line; NULL: the route is not documented */
	const struct gantry_param *const *params; /* ended by NULL; or NULL */
	const struct gantry_answer *answers; /* ended by { 0 }; or NULL */
};

/*
 * A sink answers paths that no route matches.  PREFIX is a template.  The sink
 * answers paths that match it or continue it with a slash; of several, the
 * longest wins.  "/" matches all paths.  Middleware runs for sinks, hooks do
 * not.
 */
struct gantry_sink {
	const char *prefix;
	struct gantry_responder responder;
};

/*
 * An error handler answers a failure.  If it fails itself, the client gets its
 * failure; no other handler handles that.
 */
struct gantry_error_handler {
	int status; /* such as 404; 0: all that have no handler of their own */
	struct gantry_responder responder;
};

/* An application's own converter. */
struct gantry_converter {
	const char *name; /* as in "{id:NAME(arguments)}" */
	/* Are ARGUMENTS valid?  "" if there are none.  NULL: it takes none. */
	bool (*knows)(const char *arguments);
	/* Are LENGTH bytes at TEXT, which has no NUL at its end, valid? */
	bool (*takes)(const char *text, size_t length, const char *arguments);
};

/*
 * Routes with a common prefix.  Middleware and hooks of a site run outside
 * those of its groups, and those of a group outside those of its routes.  A
 * group's error handlers come before its site's.
 */
struct gantry_group {
	const char *prefix; /* a template, for example "/api"; "" for none */
	const struct gantry_route *routes; /* ended by { 0 } */
	const struct gantry_group *groups; /* nested; ended by { 0 }; or NULL */
	const struct gantry_sink *sinks; /* ended by { 0 }; or NULL */
	const struct gantry_hook *before, *after;
	const struct gantry_middleware *const *middleware; /* ended by NULL */
	const struct gantry_error_handler *error_handlers; /* ended by { 0 } */
};

/* An application made of routes.  All fields are optional. */
struct gantry_site {
	const char *title; /* of the documentation */
	const char *version;
	const char *description;
	const struct gantry_route *routes;
	const struct gantry_group *groups;
	const struct gantry_sink *sinks;
	const struct gantry_hook *before, *after;
	const struct gantry_middleware *const *middleware;
	const struct gantry_error_handler *error_handlers;
	const struct gantry_converter *converters; /* ended by { 0 } */
	/* Treat "/a/" as "/a" when routing (gantry_request_path keeps it). */
	bool strips_trailing_slash;
	/*
	 * Writes an error's document.  NULL: JSON, XML or text, depending on
	 * Accept.  These also replace the document if this function fails.
	 */
	int (*write_error)(
	    struct gantry_request *request, struct gantry_response *response);
};

struct gantry_web;

/*
 * Check and compile SITE.  STATE is the application's own and is not freed.
 * SETTINGS are passed to the middleware and may be NULL.  Returns NULL with
 * ERROR filled if a template is invalid, two templates conflict (the error
 * names both), a middleware cannot be opened, or memory ran out.
 */
struct gantry_web *gantry_web_open(const struct gantry_site *site,
    const struct gantry_settings *settings, void *state,
    struct gantry_error *error);

/*
 * The call of an application whose state is a struct gantry_web.  It returns
 * GANTRY_DEFERRED if a stream waits (gantry_response_get_stream).
 */
gantry_app gantry_web_call;

/* The close of such an application; WEB may be NULL. */
void gantry_web_close(void *web);

/* Return the STATE passed to gantry_web_open. */
void *gantry_web_state(const struct gantry_web *web);

/* A field's value for gantry_url_for; a table ends with { NULL, NULL }. */
struct gantry_url_field {
	const char *name;
	const char *value;
};

/*
 * Return the path of the route NAME, including SCRIPT_NAME, with FIELDS put
 * into its template and percent-encoded.  The string belongs to the request.
 * Returns NULL and logs why if there is no such route, a field is missing, or
 * its converter does not accept the value.  Also returns NULL if memory ran
 * out.
 */
const char *gantry_url_for(struct gantry_request *request, const char *name,
    const struct gantry_url_field *fields);

#ifdef __cplusplus
}
#endif

#endif
