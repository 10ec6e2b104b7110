#ifndef GANTRY_TESTING_H
#define GANTRY_TESTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>
#include <gantry/request.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Tests an application without a server.  A simulated request passes through
 * the same code as one from a web server, in process.
 *
 *	struct gantry_client *client =
 *	    gantry_client_open(&words_application, NULL, &error);
 *	struct gantry_result *result =
 *	    gantry_simulate_get(client, "/frequencies/pub0?limit=3", NULL);
 *
 *	gantry_assert_status(result, 200);
 *	gantry_assert_json_text(result, "/0/word", "ent0");
 *	gantry_result_free(result);
 *	gantry_client_close(client);
 */

/* An open application. */
struct gantry_client;

/*
 * Open APPLICATION with SETTINGS, strings of the form "key=value", ended by
 * NULL; or NULL for the defaults.  Returns NULL with ERROR filled if that
 * fails.  An application that is unavailable (GANTRY_ERROR_UNAVAILABLE) does
 * open.  APPLICATION must outlive the client.
 */
struct gantry_client *gantry_client_open(
    const struct gantry_application *application, const char *const *settings,
    struct gantry_error *error);
void gantry_client_close(struct gantry_client *client);

/* A part of a multipart body, a field or a file. */
struct gantry_upload {
	const char *name;
	const char *filename; /* NULL: it is not a file */
	const char *type; /* NULL: none; of a file application/octet-stream */
	const char *data; /* NULL: none */
	size_t length; /* of DATA; 0: it ends at its NUL */
};

/* The optional parts of a request.  Zeros are defaults. */
struct gantry_simulation {
	const char *const *headers; /* "Name: value", ended by NULL */
	/*
	 * Query parameters, which are encoded; ended by { NULL, NULL }.  An
	 * entry without a value is left out.
	 */
	const struct gantry_url_field *params;
	/*
	 * Sent in Cookie without encoding; ended by { NULL, NULL }.  An entry
	 * without a value is left out.
	 */
	const struct gantry_url_field *cookies;
	/* The body; of several, the first of JSON, PARTS, FORM, BODY counts. */
	const char *json; /* of type application/json */
	const char *body; /* any other body */
	size_t body_length; /* of BODY; 0: it ends at its NUL */
	const char *remote_addr; /* NULL: "127.0.0.1" */
	const char *script_name; /* NULL: "" */
	bool is_https;
	/*
	 * CGI variables, for example REMOTE_USER, as a web server would send
	 * them.  They override those made from the other fields.  Ended by
	 * { NULL, NULL }.
	 */
	const struct gantry_variable *variables;
	/*
	 * A body of type application/x-www-form-urlencoded, which is encoded;
	 * ended by { NULL, NULL }.  An entry without a value is left out.
	 */
	const struct gantry_url_field *form;
	/* A body of type multipart/form-data; ended by { NULL }. */
	const struct gantry_upload *parts;
};

/* The result of a request. */
struct gantry_result;

/*
 * Send a request with METHOD, for example "GET", for TARGET, "/path?query",
 * percent-encoded as in a URL.  SIMULATION may be NULL.  Returns NULL only if
 * memory ran out.  If another argument is NULL, gantry_result_error says so.
 */
struct gantry_result *gantry_simulate(struct gantry_client *client,
    const char *method, const char *target,
    const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_get(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_head(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_post(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_put(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_patch(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_delete(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);
struct gantry_result *gantry_simulate_options(struct gantry_client *client,
    const char *target, const struct gantry_simulation *simulation);

/*
 * Deferred requests (gantry_defer).  The functions above wait until a request
 * that the application defers has ended.  gantry_simulate_begin does not: the
 * test lets time pass and decides how the request ends.
 *
 *	result = gantry_simulate_begin(client, "GET", "/events", NULL);
 *	ck_assert(gantry_result_is_waiting(result));
 *	gantry_client_advance(client, 5000);
 *	ck_assert_str_eq(gantry_result_text(result), ": keep-alive\n\n");
 *	gantry_result_abort(result);
 *
 * All functions of such requests run in the test's thread, within the functions
 * here.  What SIMULATION points to must stay until the request has ended. While
 * it waits, the functions for results show what was sent so far, and what they
 * returned is valid until the next function here.
 */
struct gantry_result *gantry_simulate_begin(struct gantry_client *client,
    const char *method, const char *target,
    const struct gantry_simulation *simulation);
bool gantry_result_is_waiting(const struct gantry_result *result);

/*
 * Call the functions that are due, because of gantry_resume, a descriptor or a
 * time, until none is; at most a thousand times each.
 */
void gantry_client_run(struct gantry_client *client);

/*
 * The same, after letting so many MILLISECONDS pass at once for this process:
 * gantry_clock_milliseconds and gantry_clock_seconds are ahead by them, so that
 * cookies and cached answers expire as well.  A request ends with
 * GANTRY_END_DEADLINE when it has written nothing for 300 seconds.
 */
void gantry_client_advance(struct gantry_client *client, int64_t milliseconds);

/*
 * Ask the requests that wait, and those that come, to end, as a worker does
 * that is about to end.  gantry_client_close ends those that still wait, with
 * GANTRY_END_DRAINING.
 */
void gantry_client_drain(struct gantry_client *client);

/*
 * Keep the cookies that responses set from now on, and send them with later
 * requests, as a browser does (RFC 6265 section 5): by host ("localhost", or
 * that of a header Host), path, Secure and age.  Those of SIMULATION replace
 * the ones of the same name.  Without this call, no cookie is kept.
 */
void gantry_client_keep_cookies(struct gantry_client *client);

/* Forget the cookies that are kept. */
void gantry_client_forget_cookies(struct gantry_client *client);

/*
 * Return the value of the newest cookie NAME that is kept, or NULL.  It is
 * valid until the next request.
 */
const char *gantry_client_cookie(
    const struct gantry_client *client, const char *name);

/*
 * Jobs (gantry_job_start) are not run.  The test sees that one was started, and
 * says how it ends.
 *
 * Return the program and arguments of the job NAME, ended by NULL, as long as
 * it counts as running; NULL if it does not.  The program must exist, or
 * gantry_job_start fails.
 */
const char *const *gantry_client_job(
    const struct gantry_client *client, const char *name);

/* The job NAME ends.  Returns false if it does not run. */
bool gantry_client_end_job(
    struct gantry_client *client, const char *name, bool succeeded);

/*
 * The client leaves: end the request of RESULT with GANTRY_END_GONE, if it
 * waits.
 */
void gantry_result_abort(struct gantry_result *result);

/*
 * Free RESULT, which may be NULL, and everything that it returned.  If its
 * request waits, it is aborted first.
 */
void gantry_result_free(struct gantry_result *result);

/*
 * Return why there is no complete response: the request was malformed, or the
 * application cut its response off.  NULL if all is well.  If RESULT is NULL,
 * that is the error.
 */
const char *gantry_result_error(const struct gantry_result *result);

/* The status, for example 200; 0 without a response. */
int gantry_result_status(const struct gantry_result *result);

/* The status line, for example "200 OK"; "" without a response. */
const char *gantry_result_status_line(const struct gantry_result *result);

/* The value of the first header NAME, or NULL. */
const char *gantry_result_header(
    const struct gantry_result *result, const char *name);

/* Iterate over the headers, as gantry_environ_next does over variables. */
bool gantry_result_next_header(const struct gantry_result *result,
    size_t *position, struct gantry_header *header);

/* The value that Set-Cookie gives the cookie NAME, or NULL. */
const char *gantry_result_cookie(
    struct gantry_result *result, const char *name);

/*
 * Return an ATTRIBUTE of that cookie, for example "Max-Age".  "" for one
 * without a value, for example "Secure"; NULL if the cookie does not have it.
 */
const char *gantry_result_cookie_attribute(
    struct gantry_result *result, const char *name, const char *attribute);

/* The body, NUL-terminated. */
const char *gantry_result_text(const struct gantry_result *result);
size_t gantry_result_length(const struct gantry_result *result);

/* The body as JSON; NULL if it is not JSON. */
const struct gantry_json_value *gantry_result_json(
    struct gantry_result *result);

/*
 * Return the value at POINTER in the body (RFC 6901: "/0/word"; "" for the
 * whole body), or NULL if there is none.
 */
const struct gantry_json_value *gantry_result_at(
    struct gantry_result *result, const char *pointer);

/*
 * Return the first KiB of what was logged for the request
 * (gantry_errors_printf, broken rules), with "; " between the messages; "" if
 * nothing was.
 */
const char *gantry_result_log(const struct gantry_result *result);

/*
 * Return whether the value at POINTER equals JSON.  The order of members does
 * not matter; 1 and 1.0 differ.  False if JSON is invalid.
 */
bool gantry_result_has(
    struct gantry_result *result, const char *pointer, const char *json);

/*
 * Assertions for check (https://libcheck.github.io/check), whose header the
 * test includes.  A failure shows the body.  All except gantry_assert_header
 * also fail if the response was cut off.
 *
 *	gantry_assert_status(result, 200);
 *	gantry_assert_header(result, "Content-Type", "text/plain");
 *	gantry_assert_text(result, "hey!");
 *	gantry_assert_json(result, "", "[{\"word\":\"ent0\",\"count\":0}]");
 *	gantry_assert_json_text(result, "/0/word", "ent0");
 *	gantry_assert_json_integer(result, "/0/count", 0);
 */
#define gantry_assert_whole(result)                                  \
	ck_assert_msg(gantry_result_error(result) == NULL, "%s: %s", \
	    gantry_result_error(result), gantry_result_text(result))

#define gantry_assert_status(result, expected)                           \
	do {                                                             \
		const struct gantry_result *given_ = (result);           \
		int expected_ = (expected);                              \
		gantry_assert_whole(given_);                             \
		ck_assert_msg(gantry_result_status(given_) == expected_, \
		    "the status is %d, not %d: %s",                      \
		    gantry_result_status(given_), expected_,             \
		    gantry_result_text(given_));                         \
	} while (0)

#define gantry_assert_header(result, name, expected) \
	ck_assert_pstr_eq(gantry_result_header((result), (name)), (expected))

#define gantry_assert_text(result, expected)                              \
	do {                                                              \
		const struct gantry_result *given_ = (result);            \
		gantry_assert_whole(given_);                              \
		ck_assert_str_eq(gantry_result_text(given_), (expected)); \
	} while (0)

#define gantry_assert_json(result, pointer, json)                         \
	do {                                                              \
		struct gantry_result *given_ = (result);                  \
		const char *pointer_ = (pointer), *json_ = (json);        \
		gantry_assert_whole(given_);                              \
		ck_assert_msg(gantry_result_has(given_, pointer_, json_), \
		    "'%s' is not %s: %s", pointer_, json_,                \
		    gantry_result_text(given_));                          \
	} while (0)

#define gantry_assert_json_text(result, pointer, expected)                    \
	do {                                                                  \
		struct gantry_result *given_ = (result);                      \
		const char *pointer_ = (pointer), *text_ = (expected);        \
		gantry_assert_whole(given_);                                  \
		ck_assert_msg(gantry_json_is_text(                            \
				  gantry_result_at(given_, pointer_), text_), \
		    "'%s' is not the text '%s': %s", pointer_, text_,         \
		    gantry_result_text(given_));                              \
	} while (0)

#define gantry_assert_json_integer(result, pointer, expected)          \
	do {                                                           \
		struct gantry_result *given_ = (result);               \
		const char *pointer_ = (pointer);                      \
		long long integer_ = (expected);                       \
		gantry_assert_whole(given_);                           \
		ck_assert_msg(                                         \
		    gantry_json_is_integer(                            \
			gantry_result_at(given_, pointer_), integer_), \
		    "'%s' is not %lld: %s", pointer_, integer_,        \
		    gantry_result_text(given_));                       \
	} while (0)

/* Used by the assertions; both return false for NULL. */
bool gantry_json_is_text(
    const struct gantry_json_value *value, const char *expected);
bool gantry_json_is_integer(
    const struct gantry_json_value *value, long long expected);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
