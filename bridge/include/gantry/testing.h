#ifndef GANTRY_TESTING_H
#define GANTRY_TESTING_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/contract.h>
#include <gantry/request.h>

#ifdef __cplusplus
extern "C" {
#endif

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
	/*
	 * Query parameters, to be encoded; ended by { NULL, NULL }; what has a
	 * name and no value is left out.
	 */
	const struct gantry_url_field *params;
	/* As they are in Cookie, not encoded; ended by { NULL, NULL }. */
	const struct gantry_url_field *cookies;
	const char *json; /* a body of application/json */
	const char *body; /* or any other */
	size_t body_length; /* of BODY; 0: up to its NUL */
	const char *remote_addr; /* NULL: "127.0.0.1" */
	const char *script_name; /* NULL: "" */
	bool is_https;
	/*
	 * CGI variables, such as REMOTE_USER, as a web server would send them;
	 * they count instead of those made of the rest.  Ended by
	 * { NULL, NULL }.
	 */
	const struct gantry_variable *variables;
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

/*
 * An ATTRIBUTE of that cookie, such as "Max-Age"; "" for one without a value,
 * such as "Secure"; NULL when it has none of that name.
 */
const char *gantry_result_cookie_attribute(
    struct gantry_result *result, const char *name, const char *attribute);

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
 * What was logged of the request (gantry_errors_printf, rules that were
 * broken): its first KiB, "; " between, and "" when there was nothing.
 */
const char *gantry_result_log(const struct gantry_result *result);

/*
 * Does POINTER name what JSON says?  Members of objects have no order; 1 and
 * 1.0 differ.  False for a JSON that is none.
 */
bool gantry_result_has(
    struct gantry_result *result, const char *pointer, const char *json);

/*
 * Assertions for check (https://libcheck.github.io/check), which is included by
 * who uses them.  What fails shows the body.  None but that of a header passes
 * for an answer that was broken off.
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

/* For the assertions; false for NULL. */
bool gantry_json_is_text(
    const struct gantry_json_value *value, const char *expected);
bool gantry_json_is_integer(
    const struct gantry_json_value *value, long long expected);

#ifdef __cplusplus
}
#endif

#endif
