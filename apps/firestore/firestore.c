/*
 * The application: its settings, and the service of a thread.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>
#include <gantry/module.h>

#include "firestore/grpc/grpc_answer.h"
#include "firestore/rest/rest_call.h"

#define RULES_MAX 1000

struct firestore {
	struct access *access;
	struct console console;
	struct rest_server rest;
	struct gantry_buffer rules; /* a NUL after each */
};

static void
close_firestore(void *state)
{
	struct firestore *self = state;

	if (self == NULL)
		return;
	rpc_service_free(self->rest.service);
	access_free(self->access);
	gantry_buffer_clear(&self->rules);
	free(self);
}

/* Append the rule from START to END, without the blanks around it. */
static void
add_rule(struct gantry_buffer *rules, const char *start, const char *end)
{
	while (start < end && *start == ' ')
		start++;
	while (end > start && end[-1] == ' ')
		end--;
	if (start == end)
		return;
	gantry_buffer_add(rules, start, (size_t)(end - start));
	gantry_buffer_putc(rules, '\0');
}

/*
 * List the rules in TEXT, of which each is on a line of its own.  Returns their
 * number, or -1 with ERROR filled.
 */
static int
list_rules(struct firestore *self, const char *text, const char **list,
    struct gantry_error *error)
{
	const char *end, *at;
	int count = 0;

	for (; text != NULL; text = *end != '\0' ? end + 1 : NULL) {
		end = text + strcspn(text, "\n");
		add_rule(&self->rules, text, end);
	}
	if (gantry_buffer_failed(&self->rules))
		return gantry_error_memory(error);
	for (at = self->rules.data;
	     at != NULL && at < self->rules.data + self->rules.length;
	     at += strlen(at) + 1) {
		if (count == RULES_MAX)
			return gantry_error_set(error, GANTRY_ERROR_LIMIT,
			    "allow: there are more than %d rules", RULES_MAX);
		list[count++] = at;
	}
	return count;
}

static int
make_access(struct firestore *self, const struct gantry_settings *settings,
    bool *has_rules, struct gantry_error *error)
{
	const char *list[RULES_MAX];
	const char *token = gantry_settings_get(settings, "token_file");
	int count = list_rules(
	    self, gantry_settings_get(settings, "allow"), list, error);

	if (count == -1)
		return -1;
	if (token != NULL && *token == '\0')
		token = NULL;
	*has_rules = count > 0;
	self->console.has_tokens = token != NULL;
	self->access = access_new(list, (size_t)count, token, error);
	return self->access != NULL ? 0 : -1;
}

static int
make_service(struct firestore *self, const struct gantry_settings *settings,
    struct gantry_error *error)
{
	struct rpc_options options = {
		.cache = gantry_settings_get(settings, "cache"),
		.project = gantry_settings_get(settings, "project"),
		.database = gantry_settings_get(settings, "database"),
		.timeout = gantry_settings_duration(settings, "query_timeout"),
		.rows = gantry_settings_integer(settings, "row_limit"),
		.documents =
		    gantry_settings_integer(settings, "document_limit"),
		.bytes = gantry_settings_size(settings, "answer_limit"),
	};

	if (make_access(self, settings, &options.has_rules, error) == -1)
		return -1;
	options.access = self->access;
	self->rest.service = rpc_service_new(&options);
	if (self->rest.service == NULL)
		return gantry_error_memory(error);
	self->console.is_on = gantry_settings_boolean(settings, "console");
	self->console.access = self->access;
	self->console.service = self->rest.service;
	self->rest.console = &self->console;
	return 0;
}

static int
open_firestore(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct firestore *self = calloc(1, sizeof(*self));

	*state = NULL;
	if (self == NULL)
		return gantry_error_memory(error);
	self->rest.origins = gantry_settings_get(settings, "allowed_origins");
	if (cors_check(self->rest.origins, error) == -1 ||
	    make_service(self, settings, error) == -1) {
		close_firestore(self);
		return -1;
	}
	*state = self;
	/* A cache that is missing is a warning: GANTRY_ERROR_UNAVAILABLE. */
	return rpc_service_refresh(self->rest.service, error);
}

/* gRPC: health tells whether there is a cache, which others find out. */
static int
call_grpc(struct rpc_service *service, struct gantry_environ *environ,
    gantry_start_response *start_response)
{
	struct gantry_error error;
	bool has_cache = rpc_service_refresh(service, &error) == 0;
	const char *fault;
	int result;

	rpc_service_trace(service, environ);
	result =
	    grpc_answer(environ, start_response, has_cache ? service : NULL);
	rpc_service_trace(service, NULL);
	fault = rpc_service_pop_fault(service);
	if (fault != NULL)
		gantry_errors_printf(
		    gantry_environ_wsgi(environ)->errors, "%s", fault);
	return result;
}

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct firestore *self = gantry_environ_state(environ);

	if (grpc_is_request(environ))
		return call_grpc(self->rest.service, environ, start_response);
	return rest_call(&self->rest, environ, start_response);
}

/* The generation of the cache that is served. */
static const char *
fact(void *state)
{
	struct firestore *self = state;
	const char *generation = rpc_service_generation(self->rest.service);

	return *generation != '\0' ? generation : NULL;
}

#define KILOBYTE INT64_C(1024)

static const struct gantry_setting settings[] = {
	{ .key = "cache",
	    .type = GANTRY_SETTING_PATH,
	    .fallback = "gantry-cache.db",
	    .help = "the cache with indexes that gantry-cache made" },
	{ .key = "allow",
	    .type = GANTRY_SETTING_LIST,
	    .help = "what anyone may read, such as publications/* or get "
		    "users/*; may be repeated; without it, nothing" },
	{ .key = "token_file",
	    .type = GANTRY_SETTING_PATH,
	    .help = "the file with the token of clients that may read "
		    "everything" },
	{ .key = "console",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "yes",
	    .help = "is there a browser of the data at /console, for those "
		    "who have a token?" },
	{ .key = "project",
	    .help = "the id of the project that is served, or * for any; "
		    "default: that of the cache" },
	{ .key = "database",
	    .help = "the id of the database that is served, or * for any; "
		    "default: that of the cache" },
	{ .key = "allowed_origins",
	    .help = "the origins of web pages that may read answers, with "
		    "blanks between, or *" },
	{ .key = "query_timeout",
	    .type = GANTRY_SETTING_DURATION,
	    .unit = 1,
	    .most = INT64_C(3600000),
	    .fallback = "5000",
	    .help = "how long a query may take, in milliseconds or as in 5s, "
		    "to 1h; 0: no limit" },
	{ .key = "row_limit",
	    .type = GANTRY_SETTING_INTEGER,
	    .fallback = "1000000",
	    .help = "the most rows of an index that a query may read; 0: no "
		    "limit" },
	{ .key = "document_limit",
	    .type = GANTRY_SETTING_INTEGER,
	    .fallback = "100000",
	    .help = "the most documents of an answer; 0: no limit" },
	{ .key = "answer_limit",
	    .type = GANTRY_SETTING_SIZE,
	    .least = KILOBYTE,
	    .most = KILOBYTE * KILOBYTE * KILOBYTE * KILOBYTE,
	    .fallback = "256M",
	    .help = "the most bytes of an answer, from 1K to 1024G" },
	{ NULL },
};

/* Importing and pulling replace the cache while it is served. */
static const char *const replaced[] = { "cache", NULL };

static const struct gantry_application firestore_application = {
	.name = "firestore",
	.help = "the protocols of Firestore, read-only, out of a cache",
	.settings = settings,
	.open = open_firestore,
	.call = call,
	.close = close_firestore,
	.replaced = replaced,
	.fact = fact,
};

GANTRY_MODULE(&firestore_application);
