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
#pragma GCC visibility push(default)

/*
 * The response.  It is sent after the responder, the hooks and the middleware
 * have returned.  Until then, everything can be changed.  By default it has
 * status 200 and no content.  Strings are copied unless the description says
 * otherwise.
 *
 * Functions that return an int return 0, or -1 if the response failed because
 * memory ran out, a header breaks the contract, or an argument is NULL that
 * must not be (gantry/error.h).
 */

/* Set the status, as for start_response: GANTRY_201.  It is not copied. */
void gantry_response_status(
    struct gantry_response *response, const char *status);
const char *gantry_response_get_status(const struct gantry_response *response);

/*
 * Mark the response as complete: the responder, its remaining hooks and the
 * middleware that would still run before it are not called.
 */
void gantry_response_complete(struct gantry_response *response);
bool gantry_response_is_complete(const struct gantry_response *response);

/* --- Headers --- */

/*
 * Replace the header NAME, or remove it if VALUE is NULL.  An ETag without
 * quotes gets them, as with gantry_response_etag.
 */
int gantry_response_header(
    struct gantry_response *response, const char *name, const char *value);

/* Append ", VALUE" to the header; for Set-Cookie, add another header. */
int gantry_response_append(
    struct gantry_response *response, const char *name, const char *value);

/* Return the value of the header NAME, or NULL. */
const char *gantry_response_get_header(
    const struct gantry_response *response, const char *name);

/* Iterate over all headers, as gantry_environ_next does over variables. */
bool gantry_response_next_header(const struct gantry_response *response,
    size_t *position, struct gantry_header *header);

/* Content-Type; NULL removes it. */
int gantry_response_type(struct gantry_response *response, const char *type);

/*
 * ETag.  A TAG without quotes becomes a strong one; one in quotes, with W/
 * before them or not, stays.  If it contains another quote, a space or a
 * control character, the response fails (RFC 9110 section 8.8.3).
 */
int gantry_response_etag(struct gantry_response *response, const char *tag);

/* Last-Modified, Expires; seconds since 1970. */
int gantry_response_last_modified(
    struct gantry_response *response, int64_t time);
int gantry_response_expires(struct gantry_response *response, int64_t time);

/* Retry-After, in seconds. */
int gantry_response_retry_after(
    struct gantry_response *response, int64_t seconds);

/* Cache-Control; NULL removes it. */
int gantry_response_cache_control(
    struct gantry_response *response, const char *value);

/* Add NAME to Vary unless Vary contains it. */
int gantry_response_vary(struct gantry_response *response, const char *name);

/* Location.  TARGET is percent-encoded where necessary. */
int gantry_response_location(
    struct gantry_response *response, const char *target);

/*
 * Link (RFC 8288): <TARGET>; rel="RELATION".  TARGET is percent-encoded where
 * necessary.  RELATION is a registered name in lower case ("next"), an absolute
 * URI, or several of these, separated by spaces.
 */
int gantry_response_link(
    struct gantry_response *response, const char *target, const char *relation);

/*
 * Content-Disposition (RFC 6266): the client saves the content as FILENAME
 * (UTF-8), or shows it under that name.
 */
int gantry_response_downloadable_as(
    struct gantry_response *response, const char *filename);
int gantry_response_viewable_as(
    struct gantry_response *response, const char *filename);

/*
 * Return whether the client already has the version that the response's ETag or
 * Last-Modified names.  The client then gets 304 whatever the body is, so the
 * responder need not produce one.  RFC 9110 section 13.2.2.  Call it when the
 * resource exists and its ETag, Last-Modified and the other headers that a 304
 * has, such as Vary and Cache-Control, are set (section 15.4.5):
 * "If-None-Match:
 * *" matches even without an ETag.  False for a status that is not 2xx.
 *
 * If If-Match or If-Unmodified-Since fails, the client gets 412, with a
 * document as for other failures.
 */
bool gantry_response_is_fresh(const struct gantry_response *response);

/* --- Cookies --- */

enum gantry_same_site {
	GANTRY_SAME_SITE_LAX,
	GANTRY_SAME_SITE_STRICT,
	GANTRY_SAME_SITE_NONE, /* requires Secure */
};

/*
 * Zeros are safe: Secure, HttpOnly, SameSite=Lax, Path=/, for the session.
 *
 * The response fails if clients would reject the cookie (RFC 6265 section
 * 4.1.1, RFC 6265bis sections 4.1.3 and 5.6): a name, value, path or domain
 * that is not valid, name and value of more than 4096 bytes together, a prefix
 * such as __Host- whose rules it breaks, SameSite=None or Partitioned without
 * Secure.
 */
struct gantry_cookie {
	const char *name; /* a token */
	const char *value; /* percent-encode what a cookie cannot contain */
	const char *path; /* begins with '/'; NULL: "/" */
	const char *domain; /* a host name; NULL: this host only */
	int64_t max_age; /* seconds; 0: the session; negative: delete it */
	enum gantry_same_site same_site;
	bool is_insecure; /* send it over http, too */
	bool is_scriptable; /* not HttpOnly */
	bool is_partitioned;
	const char *secret; /* signs the cookie; NULL: it is not signed */
};

/*
 * A secret is one key or several, separated by white space or commas, of at
 * least 32 bytes each.  The first key signs, and each verifies.  To replace a
 * key, put the new one first, and remove the old one when the cookies that it
 * signed have expired.  The signature covers name, value, time and max_age, so
 * that a cookie with a max_age is not valid after it, whatever the client does.
 *
 * This checks a secret, for an application's open.  Returns 0, or -1 with
 * GANTRY_ERROR_INPUT.
 */
int gantry_cookie_secret_check(const char *secret, struct gantry_error *error);

int gantry_response_cookie(
    struct gantry_response *response, const struct gantry_cookie *cookie);

/*
 * Tell the client to delete COOKIE.  Pass the struct that it was set with: all
 * its attributes are repeated, without which clients reject the deletion or
 * delete another cookie.  VALUE, MAX_AGE and SECRET do not matter.
 */
int gantry_response_unset_cookie(
    struct gantry_response *response, const struct gantry_cookie *cookie);

/*
 * The same for a cookie whose other attributes are those of zeros.  PATH and
 * DOMAIN must be those that it was set with.  Secure is left out over http,
 * unless the prefix of NAME requires it.
 */
int gantry_response_forget_cookie(struct gantry_response *response,
    const char *name, const char *path, const char *domain);

/* --- The body; the last call wins --- */

/*
 * Set a text: text/plain; charset=utf-8, unless a type was set.  If TEXT is
 * NULL, as gantry_environ_format returns when memory ran out, the response
 * fails.
 */
int gantry_response_text(struct gantry_response *response, const char *text);

/* Set LENGTH bytes of TYPE, which replaces a type that was set. */
int gantry_response_data(struct gantry_response *response, const char *type,
    const void *data, size_t length);

/*
 * Return a JSON writer that writes directly to the body, which is
 * application/json unless a type was set.  An unfinished document is a failure.
 *
 * The writer remembers failures, so a responder can write everything and return
 * 0; the response then fails with 500.
 *
 *	static int
 *	answer(struct gantry_request *request, struct gantry_response *response)
 *	{
 *		struct gantry_json_writer *json =
 *		    gantry_response_json(response);
 *
 *		gantry_json_begin_object(json, NULL);
 *		gantry_json_put_text(
 *		    json, "path", gantry_request_path(request));
 *		gantry_json_put_integer(json, "count", 1);
 *		gantry_json_end(json);
 *		return 0;
 *	}
 */
struct gantry_json_writer *gantry_response_json(
    struct gantry_response *response);

/*
 * Return the body so far, for reading and writing; NULL if it is a file or a
 * stream.  It is application/octet-stream unless a type is set.
 */
struct gantry_buffer *gantry_response_buffer(struct gantry_response *response);

/*
 * Return the body for reading; NULL if there is none, or it is a file or a
 * stream.
 */
const struct gantry_buffer *gantry_response_body(
    const struct gantry_response *response);

/*
 * Send the file PATH with its size, its date, an ETag and ranges.  The file's
 * name determines the type, unless one was set.  Returns -1 with 404 if it does
 * not exist or is not a regular file, and with 416 for a range outside the
 * file.  It is not compressed (GANTRY_COMPRESS).  If X-Accel-Redirect or
 * X-Sendfile is configured (--file-handoff), the web server sends the file,
 * with its own ETag, date and ranges.
 *
 * In a worker with a sandbox (--sandbox), only files below the folders that the
 * application's settings name can be read (struct gantry_application, READS).
 */
int gantry_response_file(struct gantry_response *response, const char *path);

/*
 * The same for a NAME from a client: a relative path below FOLDER.  A name that
 * leads out of the folder, or has a segment that begins with a dot, gets 404.
 * Only ".well-known" may be its first segment (RFC 8615).  NAME must not be
 * NULL, as the field "rest" of a sink is for the prefix itself
 * (gantry/route.h).
 */
int gantry_response_file_below(
    struct gantry_response *response, const char *folder, const char *name);

/* A folder of static files. */
struct gantry_static_files {
	const char *folder;
	/* Of a sink: the key of a setting that names the folder; or NULL. */
	const char *folder_setting;
	const char *index; /* of a folder; NULL: "index.html"; "": none */
	/*
	 * The file for paths without a file, for a single-page application that
	 * shows them itself; NULL: they get 404.  Only clients that want a page
	 * get it: those whose Accept names text/html, and others for names
	 * without a suffix, so that a missing script stays missing.
	 */
	const char *fallback;
	const char *cache_control; /* NULL: "no-cache", so clients ask again */
	/*
	 * A pattern of glob(7), in which '*' matches slashes, too, for names
	 * whose content never changes: "assets*".  They get "public,
	 * max-age=31536000, immutable".  NULL: those with a hash before the
	 * suffix, at least eight hexadecimal digits with letters and figures:
	 * "main.8e0d62a3.js".
	 */
	const char *immutable;
	/*
	 * Send NAME.br or NAME.gz, if it is there, to clients that accept its
	 * encoding.  Then all files have Vary: Accept-Encoding.
	 */
	bool is_precompressed;
};

/*
 * Send the file NAME from a client, below the folder of FILES, as
 * gantry_response_file_below does: with ETag, Last-Modified and ranges.  NAME
 * may be NULL, for the folder itself.  The path of a folder without a slash at
 * its end gets 301 to the one with it.  Methods other than GET, HEAD and
 * OPTIONS get 405.  All files have X-Content-Type-Options: nosniff.  Headers
 * that are set already stay.  In one line, for a site: a sink with .files
 * (gantry/route.h).
 */
int gantry_response_static(struct gantry_response *response,
    const struct gantry_static_files *files, const char *name);

/*
 * Send the data that READ returns.  READ puts bytes into DATA and returns their
 * number, 0 at the end, or -1 for a failure, which cuts the response off.  So
 * does a number beyond SIZE, and a READ that makes the response fail.
 * CLOSE, if not NULL, is always called once.  LENGTH is the length of the
 * stream; if it is -1, each piece is sent as it is read.
 */
int gantry_response_stream(struct gantry_response *response,
    ssize_t (*read)(void *argument, void *data, size_t size),
    void (*close)(void *argument), void *argument, int64_t length);

/* READ returns this if it has nothing yet, see gantry_response_get_stream. */
#define GANTRY_STREAM_LATER (-2)

/* A stream that may wait. */
struct gantry_stream;

/*
 * Let the stream of the response wait for its data; call this after
 * gantry_response_stream.  READ may then return GANTRY_STREAM_LATER, and is
 * called again after gantry_stream_wake or at the time of
 * gantry_stream_wake_at. Meanwhile the request is deferred and holds no thread
 * (gantry_defer).  READ is called only when the client has taken everything, so
 * no queue grows; never in two threads at a time; and sometimes without reason.
 *
 * Hooks, middleware and teardown run before the request waits.  READ, CLOSE and
 * their argument must not use the struct gantry_request and the struct
 * gantry_response, which then serve other requests.  The environ, its strings
 * and the request's memory are valid until CLOSE has returned.  READ and CLOSE
 * run in any thread of the worker; gantry_environ_state is the state of that
 * thread.  CLOSE is called when the response is complete, the client went away,
 * --deferred-timeout has passed, or the worker ends.
 *
 * Returns the handle of the stream, which is valid until CLOSE has returned, or
 * longer with gantry_stream_hold.  Returns NULL with the response failed if the
 * content is not a stream, or memory ran out.
 *
 * If requests cannot be deferred here, or too many are deferred (--deferred),
 * the response fails with 503 after the responder has returned.
 */
struct gantry_stream *gantry_response_get_stream(
    struct gantry_response *response);

/*
 * Call READ soon.  Any thread may do this, also before READ was called for the
 * first time.  Returns 0, or -1 with errno set: ECANCELED if the response has
 * ended or is about to, ENOMEM, or EINVAL if STREAM is NULL.
 */
int gantry_stream_wake(struct gantry_stream *stream);

/*
 * In READ, before it returns GANTRY_STREAM_LATER: call it again when
 * gantry_clock_milliseconds() has reached MILLISECONDS, if nothing wakes the
 * stream earlier.  The earliest time counts, and each call of READ forgets it.
 */
void gantry_stream_wake_at(struct gantry_stream *stream, int64_t milliseconds);

/*
 * In READ: does the worker drain, because of a reload, an upgrade or a stop?
 * Then READ is called once, without being woken, and should return 0 soon; the
 * response is cut off after --graceful-timeout.
 */
bool gantry_stream_is_draining(const struct gantry_stream *stream);

/*
 * Keep the handle valid, for another thread, until it is released as often as
 * it was held.  After CLOSE, gantry_stream_wake fails.  Hold returns STREAM;
 * both accept NULL.
 */
struct gantry_stream *gantry_stream_hold(struct gantry_stream *stream);
void gantry_stream_release(struct gantry_stream *stream);

/*
 * Redirect to TARGET with 301, 302, 303, 307 or 308, without content, and
 * complete the response.
 */
int gantry_response_redirect(
    struct gantry_response *response, int status, const char *target);

/* --- Failures --- */

struct gantry_http_error {
	const char *status; /* GANTRY_404 */
	const char *title; /* NULL: the status's reason */
	const char *detail; /* one sentence for a human, or NULL */
	const char *code; /* application-defined, or NULL */
	const char *link; /* a URI with more information, or NULL */
	const struct gantry_header *headers; /* ended by { NULL, NULL } */
	/*
	 * Extension members of the document (RFC 9457 section 3.2): the text of
	 * a JSON object, or NULL.
	 */
	const char *members;
};

/*
 * Make the request fail with ERROR.  The content and the headers that describe
 * it are dropped, error handlers run, and the client gets a document of type
 * application/problem+json (RFC 9457), XML or text.  The dropped headers are
 * ETag, Last-Modified, Expires, Accept-Ranges, Location, Content-... except
 * Content-Security-Policy, and a Cache-Control without no-store.  Then ERROR's
 * headers are set.  Headers that are set later stay.  A later failure replaces
 * an earlier one.  Always returns -1.  A responder, hook or middleware that
 * makes the request fail has failed, even if it returns 0.
 */
int gantry_response_raise(
    struct gantry_response *response, const struct gantry_http_error *error);

/* The same with a STATUS (GANTRY_404) and a detail formatted like printf(3). */
int gantry_response_fail(struct gantry_response *response, const char *status,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Return a JSON writer for the extension members of the failure, which the
 * document then has after its own.  The writer is within an object, which the
 * library ends.
 *
 *	struct gantry_json_writer *json;
 *
 *	gantry_response_fail(response, GANTRY_403, "The balance is too low.");
 *	json = gantry_response_extension(response);
 *	gantry_json_put_integer(json, "balance", 30);
 *	return -1;
 *
 * What is written replaces the MEMBERS of the error.  In the XML form, an
 * object's members are elements, and items of an array are elements "i"; a
 * member whose name XML does not allow is left out.  The text form has a line
 * for each member, or for each item of an array.
 *
 * A member must not be named "type", "status", "title", "detail", "code" or
 * "request_id".  A member that is, and an incomplete document, are left out and
 * logged.  If the response has not failed, it fails with 500.  NULL if RESPONSE
 * is NULL.
 */
struct gantry_json_writer *gantry_response_extension(
    struct gantry_response *response);

/*
 * Fail for ERROR: 400 for GANTRY_ERROR_INPUT and 413 for
 * GANTRY_ERROR_LIMIT, both with its text; 503 for GANTRY_ERROR_BUSY and
 * GANTRY_ERROR_UNAVAILABLE, and 500 for all others.  The text of 503 and 500 is
 * only logged, because it is not meant for clients; with --debug it is also the
 * detail.  The same holds for a header, cookie or link that breaks a rule.
 */
int gantry_response_fail_with(
    struct gantry_response *response, const struct gantry_error *error);

/*
 * Return the failure, for error handlers; NULL if there is none.  Its headers
 * belong to the response.  MEMBERS is what gantry_response_extension wrote,
 * once the responder has returned.
 */
const struct gantry_http_error *gantry_response_error(
    const struct gantry_response *response);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
