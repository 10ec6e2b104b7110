#ifndef GANTRY_REQUEST_H
#define GANTRY_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <gantry/contract.h>
#include <gantry/json.h>
#include <gantry/route.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * The request as a responder sees it.  These functions parse a part of the
 * request when it is first asked for.  Strings belong to the request.  A
 * function that fails has already told the response why (400 with the name of
 * what is wrong), so that the responder only returns -1:
 *
 *	static const struct gantry_param limit = {
 *		.name = "limit", .minimum = 1, .maximum = 5000,
 *	};
 *	int64_t count = 10;
 *
 *	if (gantry_param_integer(request, &limit, &count) == -1)
 *		return -1;
 */

struct gantry_environ *gantry_request_environ(
    const struct gantry_request *request);

/* The application's state, as passed to gantry_web_open. */
void *gantry_request_state(const struct gantry_request *request);

/* The response to this request. */
struct gantry_response *gantry_request_response(
    const struct gantry_request *request);

/*
 * The method, for example "GET", and PATH_INFO, in which an encoded slash is
 * like any other.
 */
const char *gantry_request_method(const struct gantry_request *request);
const char *gantry_request_path(const struct gantry_request *request);

/* The route that matched, and its template with the groups' prefixes. */
const struct gantry_route *gantry_request_route(
    const struct gantry_request *request);
const char *gantry_request_template(const struct gantry_request *request);

/*
 * Store VALUE under NAME, so that a hook or middleware can pass it to a
 * responder.  NAME is compared as text and not copied; use a literal.  Set
 * returns 0, or -1 with the response failed if memory ran out.
 */
int gantry_request_set(
    struct gantry_request *request, const char *name, void *value);
void *gantry_request_get(
    const struct gantry_request *request, const char *name);

/*
 * The user that the request is from, in UTF-8; NULL: nobody is known.
 * GANTRY_BASIC and a session's login (gantry/session.h) set it, and middleware
 * of an application can.  USER is copied; NULL forgets it.  Set returns 0, or
 * -1 with the response failed if memory ran out.
 */
const char *gantry_request_user(const struct gantry_request *request);
int gantry_request_set_user(struct gantry_request *request, const char *user);

/*
 * Return the field NAME of the path, decoded once.  It may hold slashes, which
 * the client encoded, and any other bytes but NUL; gantry_param_text checks
 * that it is UTF-8.  NULL: the template has none, or memory ran out.
 */
const char *gantry_request_field(
    struct gantry_request *request, const char *name);

/*
 * Return whether the client has left: gantry_environ_is_gone.  For a responder
 * that takes long; a stream that waits is told by its CLOSE.
 */
bool gantry_request_is_gone(const struct gantry_request *request);

/* Return a header, for example "If-Match", or NULL. */
const char *gantry_request_header(
    const struct gantry_request *request, const char *name);

/*
 * Return the first cookie NAME (RFC 6265 section 5.4), or NULL.  Quotes around
 * the value, and the escapes of RFC 2109 between them, are removed.
 *
 * The second returns the first cookie that gantry_response_cookie signed for
 * NAME with one of the keys in SECRET and that has not expired.  SECRET is as
 * in struct gantry_cookie.  If it is not valid, the function logs why and
 * returns NULL.
 */
const char *gantry_request_cookie(
    struct gantry_request *request, const char *name);
const char *gantry_request_signed_cookie(
    struct gantry_request *request, const char *name, const char *secret);

/* --- Typed parameters --- */

enum gantry_param_place {
	GANTRY_IN_QUERY,
	GANTRY_IN_PATH, /* a field of the template */
	GANTRY_IN_HEADER,
	GANTRY_IN_COOKIE,
	GANTRY_IN_FORM, /* application/x-www-form-urlencoded */
};

/* For the documentation.  The functions below determine what is read. */
enum gantry_param_type {
	GANTRY_TEXT,
	GANTRY_INTEGER,
	GANTRY_NUMBER,
	GANTRY_BOOLEAN,
	GANTRY_UUID,
	GANTRY_TIME,
	GANTRY_LIST,
};

struct gantry_param {
	const char *name;
	const char *help; /* one line */
	enum gantry_param_place place;
	enum gantry_param_type type;
	bool is_required; /* 400 if it is absent */
	bool takes_empty; /* an empty value counts as a value, not as absent */
	const char *fallback; /* the value if it is absent; NULL: none */
	int64_t minimum, maximum; /* of an integer; both 0: any */
	double least, most; /* of a number; both 0: any */
	size_t length_max; /* of a text, in characters; 0: any */
	const char *format; /* of a time, as strptime(3); NULL: RFC 3339 */
	const char *const *choices; /* of a text or a list; ended by NULL */
	char delimiter; /* between a list's items; 0: one item a value */
	size_t length_min; /* of a text, in characters */
	size_t size_max; /* of a text, in bytes of UTF-8; 0: any */
};

/*
 * Read PARAM.  Each function returns 0, or -1 with the response failed: 400
 * that names the parameter.  If the parameter is absent, or empty in a query or
 * form (unless takes_empty is set), and has no fallback, *VALUE is unchanged.
 * A parameter that is given twice and is not a list gets 400, and so does one
 * that is badly encoded or not UTF-8.
 *
 * Integers are digits with an optional sign.  Numbers are decimal and finite.
 * Booleans are true, True, t, yes, y, 1, on and their opposites.  Times become
 * seconds since 1970; without an offset they are UTC.  In headers, times are
 * the dates of RFC 9110 section 5.6.7.  A second 60 is a leap second, the last
 * one of June or December in UTC (RFC 3339 section 5.7), and counts as the
 * second after it; at any other moment it gets 400.  UUIDs become lower case
 * with dashes.
 *
 * Characters are code points of Unicode, as in JSON Schema: "\u00e9" in UTF-8
 * has two bytes and is one character.
 */
int gantry_param_text(struct gantry_request *request,
    const struct gantry_param *param, const char **value);
int gantry_param_integer(struct gantry_request *request,
    const struct gantry_param *param, int64_t *value);
int gantry_param_number(struct gantry_request *request,
    const struct gantry_param *param, double *value);
int gantry_param_boolean(struct gantry_request *request,
    const struct gantry_param *param, bool *value);
int gantry_param_uuid(struct gantry_request *request,
    const struct gantry_param *param, const char **value);
int gantry_param_time(struct gantry_request *request,
    const struct gantry_param *param, int64_t *value);

/*
 * ITEMS is an array, ended by NULL; COUNT may be NULL.
 *
 * Queries and forms are divided before they are decoded: with ',' as delimiter,
 * "a%2Cb,c" has the items "a,b" and "c".  A delimiter that a URL cannot contain
 * as it is, such as ' ' or '|', is also found encoded.  Empty items are left
 * out, unless takes_empty is set.  In a header, they are always left out,
 * blanks around items are removed, and a quoted string is not divided (RFC 9110
 * section 5.6.1).
 */
int gantry_param_list(struct gantry_request *request,
    const struct gantry_param *param, const char *const **items, size_t *count);

/*
 * Return whether the parameter is present, valid or not.  A body that is not a
 * form has no form fields; that is not a failure here.  But if the body cannot
 * be read (it is too large, was cut off, or memory ran out), the response fails
 * and the function returns false.
 */
bool gantry_param_is_given(
    struct gantry_request *request, const struct gantry_param *param);

/* --- The client and the URL --- */

/*
 * These are the client's values, also behind trusted proxies.  The scheme is
 * "http" or "https".  The host is that of Host without a port ("[::1]" with its
 * brackets).  The port is that in Host, or the scheme's default.  The address
 * is NULL if the web server does not send it.  If Host is not valid,
 * SERVER_NAME and SERVER_PORT are used instead.
 */
const char *gantry_request_scheme(const struct gantry_request *request);
const char *gantry_request_host(struct gantry_request *request);
unsigned gantry_request_port(struct gantry_request *request);
const char *gantry_request_remote_addr(const struct gantry_request *request);

/*
 * The prefix is "https://host:port", without a default port, and SCRIPT_NAME,
 * which gantry_url_for begins with as well.  The URL has the prefix, path and
 * query; the relative URL has SCRIPT_NAME, path and query.  In the
 * latter two, path and query are as the client wrote them, or else made of
 * SCRIPT_NAME, PATH_INFO and QUERY_STRING.  Characters that a URL cannot
 * contain are percent-encoded.  NULL if memory ran out.
 */
const char *gantry_request_prefix(struct gantry_request *request);
const char *gantry_request_url(struct gantry_request *request);
const char *gantry_request_relative_url(struct gantry_request *request);

/* --- Negotiation (RFC 9110 section 12.5) --- */

/*
 * Return whether the client accepts TYPE ("application/json").  Without Accept,
 * and with an Accept that contains no media range, it accepts every type.
 */
bool gantry_request_accepts(
    const struct gantry_request *request, const char *type);

/*
 * Return the one of TYPES (ended by NULL) that the client prefers: the one with
 * the highest weight; of several, the one that Accept names most specifically;
 * of several again, the first.  NULL if the client accepts none.
 */
const char *gantry_request_prefers(
    const struct gantry_request *request, const char *const *types);

/*
 * The same for Accept-Encoding.  "identity" is accepted unless the client
 * excludes it, but ranks below the encodings that the client names.  Without
 * Accept-Encoding, only "identity" is accepted.
 */
const char *gantry_request_prefers_encoding(
    const struct gantry_request *request, const char *const *encodings);

/* --- Conditional and range requests (RFC 9110 sections 13 and 14) --- */

/* The range of bytes that the client asks for. */
struct gantry_range {
	int64_t first;
	int64_t last; /* inclusive */
};
enum gantry_range_result {
	GANTRY_RANGE_NONE, /* no valid range: send everything, 200 */
	GANTRY_RANGE_PART, /* 206 */
	GANTRY_RANGE_UNSATISFIABLE, /* 416 */
};

/*
 * Evaluate Range and If-Range for a resource of SIZE bytes with ETAG (or NULL)
 * and LAST_MODIFIED (seconds since 1970, or -1).  Only GET supports ranges.  A
 * request for several ranges counts as none, and so does one for the end of an
 * empty resource, which no 206 can describe.  RANGE is filled only for
 * GANTRY_RANGE_PART.
 */
enum gantry_range_result gantry_request_range(
    const struct gantry_request *request, int64_t size, const char *etag,
    int64_t last_modified, struct gantry_range *range);

/*
 * Check that the resource is still the version that the client wants to change.
 * Call this before changing it.  ETAG (with or without its quotes, or NULL) and
 * LAST_MODIFIED (or -1) are those of the resource; if both are missing, it does
 * not exist yet.  The function evaluates If-Match, If-Unmodified-Since and,
 * except for GET and HEAD, If-None-Match (RFC 9110 section 13.2.2).  Returns 0,
 * or -1 with the response failed: 412.
 */
int gantry_request_precondition(
    struct gantry_request *request, const char *etag, int64_t last_modified);

/* --- The body --- */

/* CONTENT_LENGTH, or -1 if there is no body or its length is unknown. */
int64_t gantry_request_content_length(const struct gantry_request *request);

/*
 * Content-Type in lower case without its parameters.  NULL: the request has
 * none, or memory ran out.
 */
const char *gantry_request_content_type(struct gantry_request *request);

/*
 * Read at most SIZE bytes of the body.  Returns 0 at the end, or -1 with the
 * response failed (400).
 */
ssize_t gantry_request_read(
    struct gantry_request *request, void *data, size_t size);

/*
 * Read the whole body of at most LIMIT bytes (0: 1 MiB), NUL-terminated.  A
 * larger one gets 413.  The body is kept, and the other functions here can use
 * it, too.  Data that gantry_request_read took before is missing from it.
 * Returns 0 or -1.
 */
int gantry_request_body(struct gantry_request *request, size_t limit,
    const char **data, size_t *length);

/*
 * Read a form's field with gantry_param_* and GANTRY_IN_FORM.  Failures are 415
 * and 413.
 */

/*
 * The parts of multipart/form-data (RFC 7578), as they arrive.  The strings
 * belong to the request; the struct is valid only during the call.
 *
 * The file name is what follows the last slash or backslash of the name sent.
 * It is "" if no file was chosen, and for "." and "..". filename* is ignored,
 * because the RFC forbids it.  Names are UTF-8, and "%22" in them is not
 * decoded.
 */
struct gantry_part {
	const char *name;
	const char *filename; /* never has a folder; NULL: none */
	const char *type; /* lower case, without parameters; or "text/plain" */
};
struct gantry_multipart {
	void *argument;
	/* A part begins.  Returns 0, or -1 to stop with a failure. */
	int (*begin)(void *argument, const struct gantry_part *part);
	/* Some bytes of the part.  Returns the same. */
	int (*data)(void *argument, const char *data, size_t length);
	/* The part is complete.  Returns the same.  Each may be NULL. */
	int (*end)(void *argument);
	size_t parts_max; /* more parts get 413; 0: 64 */
	int64_t part_size_max; /* bytes of one part; 0: 1 MiB; -1: any */
	size_t headers_max; /* bytes of a part's headers; 0: 8 KiB */
};

/*
 * Pass the parts to the callbacks.  Returns 0, or -1 with the response failed:
 * 400 if the body is not multipart or its last boundary is missing; 413 for a
 * limit; 415 for another type; or the failure that a callback set.  A part is
 * known to be complete when END is called, and the form when this function
 * returns.
 */
int gantry_request_multipart(
    struct gantry_request *request, const struct gantry_multipart *multipart);

/* --- Reading JSON --- */

/*
 * A value of a JSON document (RFC 8259).  A whole number that fits into an
 * int64_t and has no fraction and no exponent is an integer.
 */
enum gantry_json_kind {
	GANTRY_JSON_NULL,
	GANTRY_JSON_BOOLEAN,
	GANTRY_JSON_INTEGER,
	GANTRY_JSON_NUMBER,
	GANTRY_JSON_STRING,
	GANTRY_JSON_ARRAY,
	GANTRY_JSON_OBJECT,
};
struct gantry_json_value {
	enum gantry_json_kind kind;
	bool boolean;
	int64_t integer;
	double number; /* also set for an integer */
	/*
	 * UTF-8, NUL-terminated.  Of a number that NUMBER may not hold exactly,
	 * its text in the document.  Else NULL.
	 */
	const char *string;
	/* Of the string, which may contain NULs after gantry_json_parse. */
	size_t length;
	const char *name; /* in an object: UTF-8, NUL-terminated; else NULL */
	const struct gantry_json_value *items; /* the first item, or NULL */
	const struct gantry_json_value *next; /* of the same parent, or NULL */
	size_t count; /* number of items */
};

/*
 * Parse LENGTH bytes of JSON into the request's memory.  Each value takes 80
 * bytes plus its text.  Returns NULL with ERROR, which names line and column.
 * GANTRY_ERROR_INPUT: the text is not JSON (a byte order mark is not allowed),
 * or it contains one of these, which RFC 8259 leaves open: a member that is
 * given twice, a name with \u0000, half of a surrogate pair, a number that no
 * double can hold, more than 64 levels.  GANTRY_ERROR_MEMORY: memory ran out.
 */
const struct gantry_json_value *gantry_json_parse(
    struct gantry_environ *environ, const char *text, size_t length,
    struct gantry_error *error);

/* Return the member NAME of an object, or NULL. */
const struct gantry_json_value *gantry_json_member(
    const struct gantry_json_value *object, const char *name);

/*
 * Return the text of a string; NULL if VALUE is NULL, is not a string, or
 * contains a NUL (\u0000), which would hide the rest.
 */
const char *gantry_json_get_text(const struct gantry_json_value *value);

/*
 * Write VALUE, and all that it contains, as the member NAME or an item.  A
 * number that VALUE holds as text is written as that.
 */
void gantry_json_put_value(struct gantry_json_writer *writer, const char *name,
    const struct gantry_json_value *value);

/*
 * Return the body as JSON.  NULL with the response failed: 415 if Content-Type
 * is neither application/json nor something+json, 413 if the body is larger
 * than LIMIT (as above), 400 if it is invalid or a string contains \u0000.
 */
const struct gantry_json_value *gantry_request_json(
    struct gantry_request *request, size_t limit);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
