#ifndef GANTRY_RESPONSE_H
#define GANTRY_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <gantry/buffer.h>
#include <gantry/contract.h>
#include <gantry/json.h>
#include <gantry/route.h>
#include <gantry/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The response in the making.  It is sent when responder, hooks and middleware
 * are through with it; until then everything can be changed.  Without a word it
 * is 200 without content.  Strings are copied unless it says otherwise.
 *
 * Functions that return an int return 0, or -1 when the response failed: memory
 * ran out, or a header breaks the contract.
 */

/* STATUS as for start_response, GANTRY_201; not copied. */
void gantry_response_status(
    struct gantry_response *response, const char *status);
const char *gantry_response_get_status(const struct gantry_response *response);

/* It is done: the responder, and what comes before it, is not called. */
void gantry_response_complete(struct gantry_response *response);
bool gantry_response_is_complete(const struct gantry_response *response);

/* --- Headers --- */

/* Replace the header NAME; with a VALUE of NULL remove it. */
int gantry_response_header(
    struct gantry_response *response, const char *name, const char *value);

/* Append to it: ", VALUE"; for Set-Cookie one header more. */
int gantry_response_append(
    struct gantry_response *response, const char *name, const char *value);

/* Its value, or NULL. */
const char *gantry_response_get_header(
    const struct gantry_response *response, const char *name);

/* All of them, as gantry_environ_next walks over variables. */
bool gantry_response_next_header(const struct gantry_response *response,
    size_t *position, struct gantry_header *header);

/* Content-Type. */
int gantry_response_type(struct gantry_response *response, const char *type);

/* ETag; TAG without quotes, which get it a strong one, or with them or W/. */
int gantry_response_etag(struct gantry_response *response, const char *tag);

/* Last-Modified, Expires; seconds since 1970. */
int gantry_response_last_modified(
    struct gantry_response *response, int64_t time);
int gantry_response_expires(struct gantry_response *response, int64_t time);

/* Retry-After, in seconds. */
int gantry_response_retry_after(
    struct gantry_response *response, int64_t seconds);

/* Cache-Control. */
int gantry_response_cache_control(
    struct gantry_response *response, const char *value);

/* Add NAME to Vary unless it is in it. */
int gantry_response_vary(struct gantry_response *response, const char *name);

/* Location; TARGET is percent-encoded where it must be. */
int gantry_response_location(
    struct gantry_response *response, const char *target);

/* Link (RFC 8288): <TARGET>; rel="RELATION". */
int gantry_response_link(
    struct gantry_response *response, const char *target, const char *relation);

/*
 * Content-Disposition (RFC 6266): to be saved as FILENAME (UTF-8), or shown
 * with that name.
 */
int gantry_response_downloadable_as(
    struct gantry_response *response, const char *filename);
int gantry_response_viewable_as(
    struct gantry_response *response, const char *filename);

/*
 * Does the client have what ETag or Last-Modified, as they are set, name?  The
 * answer is 304 then, whatever the body, so that a responder need not make one.
 * RFC 9110 section 13.2.2.
 */
bool gantry_response_is_fresh(const struct gantry_response *response);

/* --- Cookies --- */

enum gantry_same_site {
	GANTRY_SAME_SITE_LAX,
	GANTRY_SAME_SITE_STRICT,
	GANTRY_SAME_SITE_NONE, /* needs Secure */
};

/* Zeros are safe: Secure, HttpOnly, SameSite=Lax, Path=/, for the session. */
struct gantry_cookie {
	const char *name; /* a token */
	const char *value; /* percent-encode what no cookie can hold */
	const char *path; /* NULL: "/" */
	const char *domain; /* NULL: this host alone */
	int64_t max_age; /* seconds; 0: the session; below: forget it */
	enum gantry_same_site same_site;
	bool is_insecure; /* over http, too */
	bool is_scriptable; /* not HttpOnly */
	bool is_partitioned;
	const char *secret; /* sign it with this; NULL: it is not signed */
};

int gantry_response_cookie(
    struct gantry_response *response, const struct gantry_cookie *cookie);

/* Tell the client to forget it; PATH and DOMAIN as it was set. */
int gantry_response_forget_cookie(struct gantry_response *response,
    const char *name, const char *path, const char *domain);

/* --- The body; what comes last counts --- */

/*
 * text/plain; charset=utf-8, unless a type was set.  A TEXT of NULL is a
 * failure, as gantry_environ_format gives it when memory ran out.
 */
int gantry_response_text(struct gantry_response *response, const char *text);

/* LENGTH bytes of TYPE, whatever type was set. */
int gantry_response_data(struct gantry_response *response, const char *type,
    const void *data, size_t length);

/*
 * application/json, unless a type was set: the writer's bytes are the body's
 * own.  A writer that was not brought to its end is a failure.
 *
 *	struct gantry_json_writer *json = gantry_response_json(response);
 *
 *	gantry_json_begin_object(json);
 *	gantry_json_put_text(json, "word", word);
 *	gantry_json_put_integer(json, "count", count);
 *	gantry_json_end(json);
 */
struct gantry_json_writer *gantry_response_json(
    struct gantry_response *response);

/*
 * The body so far, to be written or looked at; NULL while it is a file or a
 * stream.  It is application/octet-stream unless a type is set.
 */
struct gantry_buffer *gantry_response_buffer(struct gantry_response *response);

/* The body as it is; NULL when there is none, or it is a file or a stream. */
const struct gantry_buffer *gantry_response_body(
    const struct gantry_response *response);

/*
 * The file PATH, with its size, date, an ETag, ranges, and its type by its name
 * unless a type was set.  Returns -1 with 404 when there is none, or no regular
 * one, and with 416 when the client wants a range that it does not have.  With
 * X-Accel-Redirect or X-Sendfile configured (--file-handoff) the web server
 * sends it, with an ETag, a date and ranges of its own.
 *
 * In a worker that is locked in (--sandbox), files can be read below the
 * folders that the application's settings name (struct gantry_application,
 * READS).
 */
int gantry_response_file(struct gantry_response *response, const char *path);

/*
 * The same, NAME being from a client: a relative path below FOLDER.  What leads
 * out of it, or begins with a dot, is a 404.
 */
int gantry_response_file_below(
    struct gantry_response *response, const char *folder, const char *name);

/*
 * What READ gives: bytes read into DATA, 0 at the end, -1 for a failure, which
 * breaks the answer off.  CLOSE, if any, is always called, once.  LENGTH is
 * what there will be, or -1: each piece is then sent as it is read.
 */
int gantry_response_stream(struct gantry_response *response,
    ssize_t (*read)(void *argument, void *data, size_t size),
    void (*close)(void *argument), void *argument, int64_t length);

/* 301, 302, 303, 307 or 308 to TARGET, without content; completes. */
int gantry_response_redirect(
    struct gantry_response *response, int status, const char *target);

/* --- Failures --- */

struct gantry_http_error {
	const char *status; /* GANTRY_404 */
	const char *title; /* NULL: the status's reason */
	const char *detail; /* one sentence for a reader, or NULL */
	const char *code; /* the application's own, or NULL */
	const char *link; /* an address that tells more, or NULL */
	const struct gantry_header *headers; /* ended by { NULL, NULL } */
};

/*
 * The request fails with ERROR: content and headers that describe it, such as
 * ETag, are forgotten, error handlers run, and the client gets a document of
 * application/problem+json (RFC 9457), XML or text.  Forgotten are ETag,
 * Last-Modified, Expires, Accept-Ranges, Location, Content-... but for
 * Content-Security-Policy, and a Cache-Control without no-store; ERROR's
 * headers are set then.  What is set later, is set.  A later failure replaces
 * an earlier one.  Always returns -1.
 */
int gantry_response_raise(
    struct gantry_response *response, const struct gantry_http_error *error);

/* The same with a STATUS (GANTRY_404) and a detail as by printf(3). */
int gantry_response_fail(struct gantry_response *response, const char *status,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * The same for ERROR: 400 for GANTRY_ERROR_INPUT and 413 for a limit, both with
 * its text; 503 for what is busy or unavailable, else 500, both logged, as what
 * they say is not for clients.
 */
int gantry_response_fail_with(
    struct gantry_response *response, const struct gantry_error *error);

/*
 * What failed, for error handlers; NULL when nothing did.  Its headers are the
 * response's.
 */
const struct gantry_http_error *gantry_response_error(
    const struct gantry_response *response);

#ifdef __cplusplus
}
#endif

#endif
