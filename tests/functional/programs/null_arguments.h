#ifndef NULL_ARGUMENTS_H
#define NULL_ARGUMENTS_H

#include <stdint.h>
#include <string.h>

#include <gantry/events.h>
#include <gantry/gantry.h>
#include <gantry/testing.h>

/*
 * What the calls with NULL, which null_calls.py generates, have around them: a
 * request that is being answered.  Each call takes a set of its values, which
 * become NULL.
 */

/* In which request a function is called. */
enum frame_kind {
	FRAME_RESPONDER, /* of a site; the body is JSON */
	FRAME_MULTIPART, /* the same with a form */
	FRAME_APPLICATION, /* of an application without a site */
};

struct null_case {
	const char *function;
	const char *what; /* the names of the values that are NULL */
	void (*call)(uint64_t nulls);
	uint64_t nulls;
	enum frame_kind kind;
};

extern const struct null_case null_cases[]; /* ended by { 0 } */

/* The request. */
struct frame {
	struct gantry_environ *environ;
	gantry_start_response *start_response;
	struct gantry_request *request; /* NULL in FRAME_APPLICATION */
	struct gantry_response *response;
	const struct gantry_settings *settings;
	struct gantry_web *web;
	struct gantry_client *client; /* another one */
	struct gantry_result *result; /* of another request */
};
extern struct frame frame;

extern const struct gantry_application frame_application;
extern const struct gantry_application *frame_applications[2];

/* Begin the response of FRAME_APPLICATION. */
struct gantry_body *frame_body(void);

/* A writer that has begun an object. */
struct gantry_json_writer *frame_writer(void);

/* A channel, and the stream of a response that waits. */
struct gantry_channel *frame_channel(void);
struct gantry_stream *frame_stream(void);

/* A counter. */
struct gantry_metric *frame_metric(void);

/* Listen to a channel, and close it so that the response ends. */
int frame_listen(
    struct gantry_response *response, struct gantry_channel *channel);
int frame_next(void *argument, struct gantry_event *event);

/* A value of LENGTH bytes of JSON. */
const struct gantry_json_value *frame_json(const char *text);

/* A schema that each value fits. */
const struct gantry_schema *frame_schema(void);

/* What OPEN of a middleware made of OPTIONS. */
void *frame_open(
    int (*open)(const void *options, const struct gantry_settings *settings,
	void **state, struct gantry_error *error),
    const void *options);

/* gantry_buffer_vprintf with arguments. */
int frame_vprintf(struct gantry_buffer *buffer, const char *format, ...);

/* gantry_client_open; then ask the application, if it opens. */
const void *frame_client_open(const struct gantry_application *application,
    const char *const *settings, struct gantry_error *error);

/* gantry_web_open; then ask the site, if it opens. */
const void *frame_web_open(const struct gantry_site *site,
    const struct gantry_settings *settings, void *state,
    struct gantry_error *error);

/* Parts of a site and of an application. */
int frame_respond(
    struct gantry_request *request, struct gantry_response *response);
int frame_hook(struct gantry_request *request, struct gantry_response *response,
    const void *argument);
bool frame_knows(const char *arguments);
bool frame_takes(const char *text, size_t length, const char *arguments);
int frame_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error);
int frame_basic(
    struct gantry_request *request, const char *user, const char *password);
enum gantry_bearer_result frame_bearer(
    struct gantry_request *request, const char *token, const char *scope);
const char *frame_fact(void *state);
int frame_opened(const struct gantry_settings *settings, void **state,
    struct gantry_error *error);
gantry_app frame_greet;
void frame_closed(void *state);
int frame_call(struct gantry_environ *environ, void *argument);
struct gantry_deferred *frame_deferred(void);
ssize_t frame_read(void *argument, void *data, size_t size);

/* Tell what a function returned. */
void tell_integer(long long result);
void tell_pointer(const void *result);
void tell_text(const char *result);
void tell_nothing(void);

#endif
