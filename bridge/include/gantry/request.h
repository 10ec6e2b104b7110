#ifndef GANTRY_REQUEST_H
#define GANTRY_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <gantry/contract.h>
#include <gantry/route.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The request as a responder sees it.  Nothing is taken apart before it is
 * asked for.  Strings are the request's.  What fails has told the response why
 * (400 with the name of what is wrong), so that a responder returns -1:
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

/* The application's own, from gantry_web_open. */
void *gantry_request_state(const struct gantry_request *request);

/* What is answered. */
struct gantry_response *gantry_request_response(
    const struct gantry_request *request);

/* "GET", and PATH_INFO. */
const char *gantry_request_method(const struct gantry_request *request);
const char *gantry_request_path(const struct gantry_request *request);

/* The route that was found, and its template with the groups' prefixes. */
const struct gantry_route *gantry_request_route(
    const struct gantry_request *request);
const char *gantry_request_template(const struct gantry_request *request);

/*
 * Something to hand from a hook or a middleware to a responder, under a name
 * that is compared as text and is not copied: a literal.  Set returns 0, or -1
 * when memory ran out, which is then the response's failure.
 */
int gantry_request_set(
    struct gantry_request *request, const char *name, void *value);
void *gantry_request_get(
    const struct gantry_request *request, const char *name);

/* The field NAME of the path; NULL: the template has none, or no memory. */
const char *gantry_request_field(
    struct gantry_request *request, const char *name);

/* A header, "If-Match", or NULL. */
const char *gantry_request_header(
    const struct gantry_request *request, const char *name);

/*
 * The first cookie NAME (RFC 6265 section 5.4), or NULL.  Quotes around it, and
 * the escapes of RFC 2109 between them, are undone.  With a SECRET it is the
 * first that gantry_response_cookie signed with it and whose age is still
 * allowed; an empty secret signs nothing.
 */
const char *gantry_request_cookie(
    struct gantry_request *request, const char *name);
const char *gantry_request_signed_cookie(
    struct gantry_request *request, const char *name, const char *secret);

/* --- Parameters with a type --- */

enum gantry_param_place {
	GANTRY_IN_QUERY,
	GANTRY_IN_PATH, /* a field of the template */
	GANTRY_IN_HEADER,
	GANTRY_IN_COOKIE,
	GANTRY_IN_FORM, /* application/x-www-form-urlencoded */
};

/* For the documentation; the functions below say what is read. */
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
	bool is_required; /* none is a 400 */
	bool takes_empty; /* an empty one is a value, and not none */
	const char *fallback; /* read when there is none; NULL: nothing is */
	int64_t minimum, maximum; /* of an integer; both 0: any */
	double least, most; /* of a number; both 0: any */
	size_t length_max; /* of a text, in bytes; 0: any */
	const char *format; /* of a time, as strptime(3); NULL: RFC 3339 */
	const char *const *choices; /* of a text or a list; ended by NULL */
	char delimiter; /* in a list's values; 0: each value is one item */
};

/*
 * Read PARAM.  Each returns 0, or -1 with the response failed: 400 that names
 * the parameter.  *VALUE is left alone when it is absent, or empty in a query
 * or form (unless it takes that), and has no fallback.  But for a list it is a
 * 400 to give it twice. What is badly encoded, or no UTF-8, is a 400.
 *
 * Integers are digits with an optional sign.  Numbers are decimal and finite.
 * Booleans are true, True, t, yes, y, 1, on and their opposites.  Times become
 * seconds since 1970, taken as UTC unless they have an offset; from headers
 * they are dates of RFC 9110 section 5.6.7.  UUIDs become lower case with
 * dashes.
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
 * ITEMS is an array, ended by NULL; COUNT may be NULL.  Items that are empty
 * are left out, and so are blanks around those of a header.
 */
int gantry_param_list(struct gantry_request *request,
    const struct gantry_param *param, const char *const **items, size_t *count);

/*
 * Is it there at all, be it right or wrong?  That is a question, which fails
 * nothing: a body that is no form has no field of one.  But a body that cannot
 * be read (too large, broken off, memory) is a failure of the response, which
 * false is then.
 */
bool gantry_param_is_given(
    struct gantry_request *request, const struct gantry_param *param);

/* --- Where the request came from and went to --- */

/*
 * Of the client, behind trusted proxies too: the gate has seen to that.  "http"
 * or "https"; the host as in Host without a port ("[::1]" with its brackets);
 * the port in Host, or the scheme's; NULL where the web server does not tell. A
 * Host that is none is not believed, and SERVER_NAME and SERVER_PORT count.
 */
const char *gantry_request_scheme(const struct gantry_request *request);
const char *gantry_request_host(struct gantry_request *request);
unsigned gantry_request_port(struct gantry_request *request);
const char *gantry_request_remote_addr(const struct gantry_request *request);

/*
 * "https://host:port" without a default port and SCRIPT_NAME; the same, path
 * and query; these alone.  The latter two are as the client wrote them, or else
 * made of SCRIPT_NAME, PATH_INFO and QUERY_STRING; what may not stand in a URL
 * is percent-encoded.  NULL when memory ran out.
 */
const char *gantry_request_prefix(struct gantry_request *request);
const char *gantry_request_url(struct gantry_request *request);
const char *gantry_request_relative_url(struct gantry_request *request);

/* --- Negotiation (RFC 9110 section 12.5) --- */

/*
 * Does the client take TYPE ("application/json")?  Without Accept it does, and
 * with one that holds no media range.
 */
bool gantry_request_accepts(
    const struct gantry_request *request, const char *type);

/*
 * The one of TYPES (ended by NULL) that the client likes best: of the highest
 * weight; of several the one that it names most closely, and then the first.
 * NULL when it takes none.
 */
const char *gantry_request_prefers(
    const struct gantry_request *request, const char *const *types);

/*
 * The same with Accept-Encoding; "identity" is taken unless refused, but liked
 * less than what the client names.  Without Accept-Encoding nothing else is.
 */
const char *gantry_request_prefers_encoding(
    const struct gantry_request *request, const char *const *encodings);

/* --- Conditional and range requests (RFC 9110 sections 13 and 14) --- */

/* A range of bytes, as the client asks for one, of SIZE in all. */
struct gantry_range {
	int64_t first;
	int64_t last; /* inclusive */
};
enum gantry_range_result {
	GANTRY_RANGE_NONE, /* none that can be honoured: all is sent, 200 */
	GANTRY_RANGE_PART, /* 206 */
	GANTRY_RANGE_UNSATISFIABLE, /* 416 */
};

/*
 * What Range and If-Range ask for of SIZE bytes with ETAG (or NULL) and
 * LAST_MODIFIED (seconds since 1970, or -1).  Only GET has ranges.  Several
 * ranges are honoured as none.  RANGE is left alone but for a part.
 */
enum gantry_range_result gantry_request_range(
    const struct gantry_request *request, int64_t size, const char *etag,
    int64_t last_modified, struct gantry_range *range);

/*
 * Is what the client wants to change still what it saw?  Call it before
 * changing what has ETAG (with its quotes, or NULL) and LAST_MODIFIED (or -1);
 * without both it does not exist yet.  If-Match, If-Unmodified-Since and, but
 * for GET and HEAD, If-None-Match are looked at (RFC 9110 section 13.2.2).
 * Returns 0, or -1 with the response failed: 412.
 */
int gantry_request_precondition(
    struct gantry_request *request, const char *etag, int64_t last_modified);

/* --- The body --- */

/* CONTENT_LENGTH, or -1 when there is none or it is unknown. */
int64_t gantry_request_content_length(const struct gantry_request *request);

/*
 * Content-Type without its parameters, in lower case; NULL: there is none, or
 * no memory.
 */
const char *gantry_request_content_type(struct gantry_request *request);

/*
 * Read at most SIZE bytes of the body; 0 at its end; -1 with the response
 * failed (400).
 */
ssize_t gantry_request_read(
    struct gantry_request *request, void *data, size_t size);

/*
 * The whole body, NUL-terminated, of at most LIMIT bytes, else 413 (0: 1 MiB).
 * It is kept, and is there for the other functions here, too; but what
 * gantry_request_read took before is not in it.  Returns 0 or -1.
 */
int gantry_request_body(struct gantry_request *request, size_t limit,
    const char **data, size_t *length);

/* A form's field is read with gantry_param_* and GANTRY_IN_FORM; 415, 413. */

/*
 * Parts of multipart/form-data (RFC 7578), as they come.  The strings are the
 * request's, the struct is the call's.
 *
 * The file name is what follows the last slash or backslash of what was sent;
 * it is "" for a form in which no file was chosen, and of "." and "..".
 * filename* is ignored, as the RFC forbids it.  Names are UTF-8, and "%22" in
 * them stays as it is.
 */
struct gantry_part {
	const char *name;
	const char *filename; /* NULL: none; never with a folder */
	const char *type; /* without parameters, in lower case; "text/plain" */
};
struct gantry_multipart {
	void *argument;
	/* A part begins.  Returns 0, or -1: the walk ends, failed. */
	int (*begin)(void *argument, const struct gantry_part *part);
	/* Some of its bytes.  Returns likewise. */
	int (*data)(void *argument, const char *data, size_t length);
	/* It is whole.  Returns likewise.  Each may be NULL: no matter. */
	int (*end)(void *argument);
	size_t parts_max; /* more is a 413; 0: 64 */
	int64_t part_size_max; /* bytes of one part; 0: 1 MiB; -1: any */
	size_t headers_max; /* bytes of a part's headers; 0: 8 KiB */
};

/*
 * Walk over the parts.  Returns 0, or -1 with the response failed: 400 for what
 * is no multipart, and for one without its last boundary; 413 for a limit; 415
 * for another type; or what a callback made of it.  A part is known to be whole
 * at its end, and the form when this returns.
 */
int gantry_request_multipart(
    struct gantry_request *request, const struct gantry_multipart *multipart);

/* --- JSON in --- */

/*
 * A value of a JSON document (RFC 8259).  Whole numbers that an int64_t holds,
 * without fraction and exponent, are integers.
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
	double number; /* of an integer, too */
	const char *string; /* UTF-8, NUL-terminated */
	size_t length; /* of the string; may hold NULs */
	const char *name; /* in an object, UTF-8, NUL-terminated; or NULL */
	const struct gantry_json_value *items; /* the first of them, or NULL */
	const struct gantry_json_value *next; /* in the same, or NULL */
	size_t count; /* of the items */
};

/*
 * Parse LENGTH bytes of JSON into the request's memory, of which each value
 * takes 80 bytes and its text.  NULL with ERROR, which names line and column:
 * GANTRY_ERROR_INPUT for what is no JSON, a byte order mark included; for what
 * RFC 8259 leaves open, which is a member that is given twice, a name with
 * \u0000, half of a surrogate pair, a number that no double holds and what is
 * nested more than 64 deep; GANTRY_ERROR_MEMORY.
 */
const struct gantry_json_value *gantry_json_parse(
    struct gantry_environ *environ, const char *text, size_t length,
    struct gantry_error *error);

/* The member NAME of an object, or NULL. */
const struct gantry_json_value *gantry_json_member(
    const struct gantry_json_value *object, const char *name);

/*
 * The body as JSON; NULL with the response failed: 415 when Content-Type is
 * neither application/json nor something+json, 413 over LIMIT (as above), 400.
 */
const struct gantry_json_value *gantry_request_json(
    struct gantry_request *request, size_t limit);

#ifdef __cplusplus
}
#endif

#endif
