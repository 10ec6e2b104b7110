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
#pragma GCC visibility push(default)

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
struct gantry_security; /* gantry/openapi.h */
struct gantry_tag; /* gantry/openapi.h */
struct gantry_static_files; /* gantry/response.h */

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
 * 0 }.  GANTRY_HOOK takes the function and, if it has one, its argument.
 */
struct gantry_hook {
	int (*call)(struct gantry_request *request,
	    struct gantry_response *response, const void *argument);
	const char *name;
	const void *argument;
};
#define GANTRY_HOOK(...) GANTRY_HOOK_PARTS(__VA_ARGS__, )
#ifdef __cplusplus
#define GANTRY_HOOK_PARTS(function, ...)           \
	{                                          \
		(function), #function, __VA_ARGS__ \
	}
#else
#define GANTRY_HOOK_PARTS(function, ...)                           \
	{                                                          \
		.call = (function), .name = #function, __VA_ARGS__ \
	}
#endif

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
	const char *example; /* JSON, or NULL */
};

/* A named example of a body, for the documentation. */
struct gantry_example {
	const char *name;
	const char *help; /* one line, or NULL */
	const char *value; /* JSON */
};

/* The media types that a part of a multipart body may have. */
struct gantry_encoding {
	const char *name; /* of the part */
	const char *type; /* "image/png, image/jpeg" */
};

/*
 * A body that a route reads.  A request with another type gets 415, one without
 * a body 400, and one whose body does not fit the schema 422 with the list of
 * errors (gantry_request_check), before the responder is called and after the
 * hooks and the middleware.  What is checked depends on TYPE:
 *
 *	application/json, ...+json	the whole body, of at most LIMIT bytes;
 *					gantry_request_json then returns the
 *					same value
 *	application/x-www-form-		an object of the fields; a field is a
 *	urlencoded			text, or the integer, number or boolean
 *					that the schema of its property asks
 *					for; if that is an array, its items are
 *					all fields of this name
 *	multipart/form-data		the same of the parts, and a part of a
 *					JSON type is parsed; it is checked by
 *					gantry_request_multipart, when the last
 *					part has ended, so that parts need not
 *					be kept.  A part with a file name is a
 *					text: of its lengths, which count bytes,
 *					and its type in ENCODINGS only.
 *
 * Of other types, only TYPE itself is checked.
 */
struct gantry_content {
	const char *type; /* a media type, or a range: "image" and a star */
	const char *schema; /* JSON Schema (gantry/schema.h), or NULL */
	const char *help; /* of the body; the first one is shown; or NULL */
	const char *example; /* JSON, or NULL */
	const struct gantry_example *examples; /* ended by { 0 }; or NULL */
	const struct gantry_encoding *encodings; /* of a multipart body */
	size_t limit; /* bytes of a JSON body; 0: 1 MiB */
};

/*
 * Tables within the table of routes, in C.  The end of the table is added.
 *
 *	.params = GANTRY_PARAMS(&limit_param, &after_param),
 *	.bodies = GANTRY_BODIES({ "application/json", SCHEMA }),
 *	.answers = GANTRY_ANSWERS({ GANTRY_204, .help = "it is deleted" }),
 *	.tags = GANTRY_TAGS("words"),
 */
#ifndef __cplusplus
#define GANTRY_PARAMS(...) \
	((const struct gantry_param *const[]){ __VA_ARGS__, NULL })
#define GANTRY_BODIES(...) \
	((const struct gantry_content[]){ __VA_ARGS__, { 0 } })
#define GANTRY_ANSWERS(...) \
	((const struct gantry_answer[]){ __VA_ARGS__, { 0 } })
#define GANTRY_TAGS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#endif

/*
 * A route.  Several rows may have the same template if their methods differ.
 *
 * URI_TEMPLATE begins with '/', is not encoded, and is matched against the
 * path below SCRIPT_NAME, segment by segment.  A segment of the path is
 * decoded once, after the path was divided: "%2F" is a slash in a segment and
 * separates none (RFC 3986 section 2.2).  Empty and dot segments are removed
 * before, "%2E%2E" as well, for it equals "..".  The segments are those of the
 * path as the client wrote it, "gantry.raw_path", as long as the web server's
 * PATH_INFO is the same path.  Otherwise PATH_INFO is divided, each slash of
 * which separates: if the web server sends no REQUEST_URI, if it rewrote the
 * path, and if a segment such as "..%2Fb" would leave the one before it, which
 * web servers resolve.
 *
 * A segment of a template is literal or has fields: "{name}",
 * "{name:converter}", "{name:converter(arguments)}".  It may have several
 * fields, with or without literal text around them, for example
 * "{year:int}-{month:int}".  The text of a field is never empty; the first of
 * several fields takes as much as it can.
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
 *					quotes if it contains a comma; a second
 *					60 is a leap second, as for parameters
 *	uuid				RFC 9562, with or without dashes
 *	path				the rest of the path, including slashes,
 *					decoded: "a/b" for both "a/b" and
 *					"a%2Fb", and "a//b" for "a%2F%2Fb";
 *					the whole last segment
 *
 * A site can add converters, which replace these if they have the same names.
 * If the converter does not accept a field's text, the template does not match:
 * the client gets 404, not 400.
 *
 * If there is no responder for HEAD, the one for GET answers it.  OPTIONS gets
 * 204 with Allow, other methods 405 with Allow.  A method that is neither
 * registered with IANA nor declared by a route of the site gets 501.
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

	/*
	 * What POST, PUT, PATCH and METHODS read; ended by { 0 }.  NULL: it is
	 * not declared, and nothing is checked.
	 */
	const struct gantry_content *bodies;
	bool body_is_optional; /* a request without a body is no error */

	/* For the site's documentation. */
	const char *description; /* several lines (CommonMark), or NULL */
	const char *const *tags; /* ended by NULL; or NULL */
	/*
	 * One of these lets a client in; ended by NULL.  NULL: as for the site.
	 * An empty table: the route is open.  Only middleware enforces this.
	 */
	const struct gantry_security *const *security;
	const char *const *scopes; /* that a token must have; ended by NULL */
	bool is_deprecated;
};

/*
 * A sink answers paths that no route matches.  PREFIX is a template.  The sink
 * answers paths that match it or continue it with a slash; of several, the
 * longest wins.  "/" matches all paths.  Middleware runs for sinks, hooks do
 * not.
 *
 * What follows the prefix and its slash is the field "rest", as of
 * "{rest:path}": "b/c" for "/a/b/c" and the sink "/a".  It is absent for "/a"
 * and "/a/".  PREFIX must have no field of this name.
 */
struct gantry_sink {
	const char *prefix;
	struct gantry_responder responder;
	/* Instead of a responder: gantry_response_static (gantry/response.h) */
	const struct gantry_static_files *files;
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
 *
 * The middleware and error handlers of a group also apply to paths that no
 * route matches but that equal its prefix or continue it with a slash.  Of
 * several groups, the one whose prefix has the most segments counts, then the
 * one with the fewest fields.  If several have that prefix, it is what they
 * have around them.  A group without a prefix has no such paths.
 */
struct gantry_group {
	const char *prefix; /* a template, as "/api"; "" or NULL: none */
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
	/*
	 * Call process_response and teardown also of middleware whose
	 * process_request was not called, because middleware before it failed
	 * or completed the response (gantry/middleware.h).
	 */
	bool independent_middleware;

	/* For the documentation (gantry/openapi.h). */
	const struct gantry_tag *tags; /* ended by { 0 }; or NULL */
	const struct gantry_security *const *security; /* of all routes */
};

struct gantry_web;

/*
 * Check and compile SITE.  STATE is the application's own and is not freed.
 * SETTINGS are passed to the middleware and may be NULL.  Returns NULL with
 * ERROR filled if a middleware cannot be opened, memory ran out, or a table has
 * what can never work; ERROR names the template, or both of two:
 *
 * - a template that is invalid, conflicts with another, or never matches, as
 *   "/{a}.tar.gz" after "/{a}.{b}", a segment "..", and a slash at the end with
 *   strips_trailing_slash; a sink whose paths a route takes all;
 * - two responders for a method, or one name for two templates;
 * - a row that is not all zero and lacks what it needs: a template, a name, a
 *   function;
 * - an error handler that another one hides, or whose status no failure has;
 * - a parameter that no request can have, or that is declared twice; a query or
 *   form parameter with the name of a field that is not declared as well; one
 *   whose range is empty;
 * - an answer without a valid status or media type, or with a schema or an
 *   example that is not JSON;
 * - a body without a valid media type or with one that another has, with a
 *   schema that cannot be compiled, or with an example that does not fit it; a
 *   body of a route whose responders read none;
 * - a security scheme without what its kind needs; two different ones with one
 *   name.
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
 * Return the path of the route NAME with FIELDS put into its template and
 * percent-encoded, behind the SCRIPT_NAME of the request, encoded as well: the
 * path is absolute on this host, so do not put gantry_request_prefix, which
 * ends with SCRIPT_NAME, before it.  The string belongs to the request.
 *
 * A slash in a field becomes %2F.  In a field of the converter path, slashes
 * stay, unless a segment between them would be empty, "." or "..", or, with
 * strips_trailing_slash, the last one empty; then all become %2F.  The fields
 * of a request for the URL are the same bytes that were given here.
 *
 * Returns NULL and logs why if there is no such route, a field is missing or
 * empty, its converter does not accept the value, or clients or web servers
 * would resolve it: "." and "..", and values such as "../b" that begin with
 * more ".." than other segments.  Also returns NULL if memory ran out.
 */
const char *gantry_url_for(struct gantry_request *request, const char *name,
    const struct gantry_url_field *fields);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
