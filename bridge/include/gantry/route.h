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
 * Which responder answers which request: a static table of routes, checked and
 * compiled when the application is opened.
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
 * All tables outlive what was opened with them.
 */

struct gantry_request;
struct gantry_response;
struct gantry_param; /* gantry/request.h */
struct gantry_middleware; /* gantry/middleware.h */

/*
 * What answers a request.  CALL returns 0, or -1 when it failed: because of a
 * call of this layer that returned -1 and said why to the response, such as
 * gantry_response_fail, or else the client gets a 500.
 */
struct gantry_responder {
	int (*call)(
	    struct gantry_request *request, struct gantry_response *response);
	const char *name; /* of the function, for those who look on */
};
#define GANTRY_RESPONDER(function)     \
	{                              \
		(function), #function, \
	}

/*
 * What runs before or after a responder.  CALL returns as a responder's.  One
 * that fails before, or completes the response (gantry_response_complete),
 * keeps the responder from being called.  A table ends with { 0 }.
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

/* A responder for a method of its own name: { "REPORT", ... }. */
struct gantry_method {
	const char *name; /* in capitals */
	struct gantry_responder responder;
};

/* One of a route's answers, for its documentation. */
struct gantry_answer {
	const char *status; /* GANTRY_200 */
	const char *help; /* in a few words */
	const char *type; /* "application/json"; NULL: no content */
	const char *schema; /* of the content, as JSON (Schema); or NULL */
};

/*
 * A route.  Several rows may have one template when their methods differ.
 *
 * URI_TEMPLATE begins with '/' and is matched against PATH_INFO, segment by
 * segment; the slashes that a path begins with count as one.  A segment is
 * literal, or has fields: "{name}", "{name:converter}",
 * "{name:converter(arguments)}", or several with or without literal text around
 * them: "{year:int}-{month:int}".  A field's text is not empty, and the first
 * of several takes as much as it can.
 *
 * At one place literal segments are tried first, then those of fields and
 * literal text, in the order of the table, then one that is a field alone; when
 * the rest of the path does not match behind one, the next is tried.  Templates
 * conflict whose fields at one place differ in name or converter: "/{a}/x" and
 * "/{b}/y", "/{a}" and "/{a:int}", "/{a}.{b}" and "/{c}.{d}".
 *
 * At most 16 fields and 32 segments.  The converters, whose arguments are all
 * optional, in this order or as name=value:
 *
 *	int(num_digits, min, max)	a whole number; its digits are counted
 *					with a sign
 *	float(min, max, finite)		finite=True unless told
 *	dt(format_string)		as strptime(3), but a date that there is
 *					and white space only where the format
 *					has some; "%Y-%m-%dT%H:%M:%SZ"; in
 *					quotes if there is a comma in it
 *	uuid				RFC 9562, with or without dashes
 *	path				the rest, slashes too; all of the last
 *					segment
 *
 * and a site's own, which replace these if they have their names.  A field that
 * its converter does not take is no match: the client gets a 404, not a 400.
 *
 * HEAD is answered as GET if there is no responder for it, OPTIONS with 204 and
 * Allow, other methods with 405 and Allow.
 */
struct gantry_route {
	const char *uri_template;
	const char *name; /* for gantry_url_for; NULL: none */
	struct gantry_responder on_get, on_head, on_post, on_put, on_patch,
	    on_delete, on_options;
	struct gantry_responder on_request; /* all methods without their own */
	const struct gantry_method *methods; /* more; ended by { 0 } */
	const struct gantry_hook *before; /* in this order */
	const struct gantry_hook *after; /* in this order */
	const struct gantry_middleware *const *middleware; /* ended by NULL */

	/* For the documentation of the site. */
	const char *summary; /* one line; NULL: the route is not documented */
	const struct gantry_param *const *params; /* ended by NULL; or NULL */
	const struct gantry_answer *answers; /* ended by { 0 }; or NULL */
};

/*
 * What answers paths that no route matches.  PREFIX is a template; the sink has
 * what matches it and what goes on behind it with a slash.  The longest that
 * matches has it.  "/" takes all.  Middleware goes around it, hooks do not.
 */
struct gantry_sink {
	const char *prefix;
	struct gantry_responder responder;
};

/*
 * What answers a failure.  One that fails leaves a failure of its own, which no
 * other handles.
 */
struct gantry_error_handler {
	int status; /* such as 404; 0: each that has no handler of its own */
	struct gantry_responder responder;
};

/* A converter of an application's own. */
struct gantry_converter {
	const char *name; /* as in "{id:NAME(arguments)}" */
	/* Are ARGUMENTS, "" for none, what it knows?  NULL: it has none. */
	bool (*knows)(const char *arguments);
	/* Does it take LENGTH bytes at TEXT, which are not NUL-terminated? */
	bool (*takes)(const char *text, size_t length, const char *arguments);
};

/*
 * Routes with a prefix and something in common.  Middleware and hooks of a site
 * run outside those of its groups, and theirs outside those of a route.  A
 * group's error handlers come before its site's.
 */
struct gantry_group {
	const char *prefix; /* a template, such as "/api"; "" for none */
	const struct gantry_route *routes; /* ended by { 0 } */
	const struct gantry_group *groups; /* in it; ended by { 0 }; or NULL */
	const struct gantry_sink *sinks; /* ended by { 0 }; or NULL */
	const struct gantry_hook *before, *after;
	const struct gantry_middleware *const *middleware; /* ended by NULL */
	const struct gantry_error_handler *error_handlers; /* ended by { 0 } */
};

/* An application made of routes.  Everything is optional. */
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
	/* "/a/" is "/a" for the routes (but not in what the request says). */
	bool strips_trailing_slash;
	/*
	 * Writes an error's document: NULL for JSON, XML or text by Accept,
	 * which also stand in for one that fails.
	 */
	int (*write_error)(
	    struct gantry_request *request, struct gantry_response *response);
};

struct gantry_web;

/*
 * Check and compile SITE; STATE is the application's own and remains it.  NULL
 * with ERROR filled: a template that is none, two that conflict (both are
 * named), a middleware that could not be opened, memory.  SETTINGS are the
 * middleware's to ask, and may be NULL.
 */
struct gantry_web *gantry_web_open(const struct gantry_site *site,
    const struct gantry_settings *settings, void *state,
    struct gantry_error *error);

/* The call of an application whose state is a struct gantry_web. */
gantry_app gantry_web_call;

/* The close of such an application; WEB may be NULL. */
void gantry_web_close(void *web);

/* STATE of gantry_web_open. */
void *gantry_web_state(const struct gantry_web *web);

/* A field's value for gantry_url_for; a table ends with { NULL, NULL }. */
struct gantry_url_field {
	const char *name;
	const char *value;
};

/*
 * The path of the route NAME, SCRIPT_NAME before it, with FIELDS put into its
 * template, percent-encoded.  The string is the request's.  NULL when there is
 * no such route, a field is missing or is not taken by its converter, which is
 * logged, or memory ran out.
 */
const char *gantry_url_for(struct gantry_request *request, const char *name,
    const struct gantry_url_field *fields);

#ifdef __cplusplus
}
#endif

#endif
