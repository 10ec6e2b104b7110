#ifndef GANTRY_TESTING_H
#define GANTRY_TESTING_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/contract.h>
#include <gantry/request.h>

/*
 * An application without a server: a request goes through the same gate as one
 * from a web server, in process.
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

/* An application, opened. */
struct gantry_client;

/*
 * Open APPLICATION with SETTINGS, "key=value" each, ended by NULL; or NULL for
 * the defaults.  NULL with ERROR filled when that fails; what is unavailable
 * (GANTRY_ERROR_UNAVAILABLE) is no failure.  APPLICATION must outlive it.
 */
struct gantry_client *gantry_client_open(
    const struct gantry_application *application, const char *const *settings,
    struct gantry_error *error);
void gantry_client_close(struct gantry_client *client);

/* What goes with a request; zeros are defaults. */
struct gantry_simulation {
	const char *const *headers; /* "Name: value", ended by NULL */
	/* Query parameters, to be encoded; ended by { NULL, NULL }. */
	const struct gantry_url_field *params;
	const struct gantry_url_field *cookies; /* likewise */
	const char *json; /* a body of application/json */
	const char *body; /* or any other */
	size_t body_length; /* of BODY; 0: up to its NUL */
	const char *remote_addr; /* NULL: "127.0.0.1" */
	const char *script_name; /* NULL: "" */
	bool is_https;
};

/* What came back. */
struct gantry_result;

/*
 * Let METHOD, such as "GET", meet TARGET, "/path?query", percent-encoded as in
 * a URL.  SIMULATION may be NULL.  NULL only when memory ran out.
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

/* Free RESULT, which may be NULL, and all that it lent. */
void gantry_result_free(struct gantry_result *result);

/*
 * Why there is no whole answer: the request was malformed, or the application
 * broke its answer off.  NULL when all is well.
 */
const char *gantry_result_error(const struct gantry_result *result);

/* 200; 0 without an answer. */
int gantry_result_status(const struct gantry_result *result);

/* "200 OK"; "" without an answer. */
const char *gantry_result_status_line(const struct gantry_result *result);

/* The value of the first header NAME, or NULL. */
const char *gantry_result_header(
    const struct gantry_result *result, const char *name);

/* The next header, as gantry_environ_next walks over variables. */
bool gantry_result_next_header(const struct gantry_result *result,
    size_t *position, struct gantry_header *header);

/* The value that Set-Cookie gives the cookie NAME, or NULL. */
const char *gantry_result_cookie(
    struct gantry_result *result, const char *name);

/* The body, NUL-terminated. */
const char *gantry_result_text(const struct gantry_result *result);
size_t gantry_result_length(const struct gantry_result *result);

/* The body as JSON; NULL when it is none. */
const struct gantry_json_value *gantry_result_json(
    struct gantry_result *result);

/*
 * What POINTER (RFC 6901: "/0/word"; "" for all) names in the body; NULL when
 * there is no such thing.
 */
const struct gantry_json_value *gantry_result_at(
    struct gantry_result *result, const char *pointer);

/*
 * Assertions for check (https://libcheck.github.io/check), which is included by
 * who uses them.  What fails shows the body.
 */
#define gantry_assert_status(result, expected)                            \
	ck_assert_msg(gantry_result_status(result) == (expected),         \
	    "the status is %d, not %d: %s", gantry_result_status(result), \
	    (expected), gantry_result_text(result))

#define gantry_assert_header(result, name, expected) \
	ck_assert_pstr_eq(gantry_result_header((result), (name)), (expected))

#define gantry_assert_text(result, expected) \
	ck_assert_str_eq(gantry_result_text(result), (expected))

#define gantry_assert_json_text(result, pointer, expected)                    \
	ck_assert_msg(gantry_result_has(gantry_json_text_of(gantry_result_at( \
					    (result), (pointer))),            \
			  (expected)),                                        \
	    "%s is not '%s': %s", (pointer), (expected),                      \
	    gantry_result_text(result))

#define gantry_assert_json_integer(result, pointer, expected)                 \
	ck_assert_msg(gantry_json_is_integer(                                 \
			  gantry_result_at((result), (pointer)), (expected)), \
	    "%s is not %lld: %s", (pointer), (long long)(expected),           \
	    gantry_result_text(result))

/* For the assertions: equal strings; NULL equals NULL alone. */
bool gantry_result_has(const char *given, const char *expected);
/* The string of a JSON string, or NULL. */
const char *gantry_json_text_of(const struct gantry_json_value *value);
bool gantry_json_is_integer(
    const struct gantry_json_value *value, long long expected);

#endif
