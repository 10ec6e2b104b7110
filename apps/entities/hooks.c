/*
 * The hooks around the resources: preparing the store before, ETags after, and
 * the answers when the store fails.
 */
#include <string.h>

#include "data/cache/hash.h"
#include "entities/hooks.h"
#include "entities/state.h"

static struct gantry_errors *
errors_of(struct gantry_request *request)
{
	return gantry_environ_wsgi(gantry_request_environ(request))->errors;
}

/* 503 with Retry-After; TITLE may be NULL. */
static int
fail_for_now(
    struct gantry_request *request, const char *title, const char *detail)
{
	static const struct gantry_header headers[] = {
		{ "Retry-After", "30" },
		{ NULL, NULL },
	};
	const struct gantry_http_error error = {
		.status = GANTRY_503,
		.title = title,
		.detail = detail,
		.headers = headers,
	};

	return gantry_response_raise(gantry_request_response(request), &error);
}

int
hook_fail(struct gantry_request *request, const struct gantry_error *error)
{
	struct entities *self = gantry_request_state(request);

	if (error->code == GANTRY_ERROR_BUSY) {
		gantry_errors_printf(errors_of(request), "%s", error->text);
		return fail_for_now(
		    request, NULL, "The query took too long; try again later.");
	}
	if (error->code != GANTRY_ERROR_UNAVAILABLE)
		return gantry_response_fail_with(
		    gantry_request_response(request), error);
	if (strcmp(self->last_error, error->text) != 0)
		gantry_errors_printf(errors_of(request), "%s", error->text);
	memcpy(self->last_error, error->text, sizeof(self->last_error));
	return fail_for_now(request, "Service Outage",
	    "The data is not available at the moment; try again later.");
}

const bool hook_newest = true;

int
hook_refresh(struct store *store, struct gantry_environ *environ,
    struct gantry_error *error)
{
	const char *pop_error;

	if (store->refresh(store, error) == -1)
		return -1;
	pop_error = store->pop_error(store);
	if (pop_error != NULL)
		gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
		    "%s; the previous cache stays in use", pop_error);
	return 0;
}

int
hook_use_store(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	struct entities *self = gantry_request_state(request);
	struct store *store = self->store;
	const bool *wants_newest = argument;
	struct gantry_error error;

	(void)response;
	store->wants_newest = wants_newest != NULL && *wants_newest;
	store->environ = gantry_request_environ(request);
	if (hook_refresh(store, store->environ, &error) == -1)
		return hook_fail(request, &error);
	return 0;
}

int
hook_tag(struct gantry_request *request, struct gantry_response *response,
    const void *unused)
{
	struct entities *self = gantry_request_state(request);
	const char *prefix = self->image_prefix;
	uint64_t hash =
	    hash_finish(hash_add(HASH_START, prefix, strlen(prefix)));
	const char *tag = gantry_environ_format(gantry_request_environ(request),
	    "%s-%04x", self->store->generation(self->store),
	    (unsigned)(hash & 0xffff));

	(void)unused;
	/* The store works: the next outage is logged again. */
	self->last_error[0] = '\0';
	if (tag == NULL || gantry_response_etag(response, tag) == -1)
		return -1;
	return gantry_response_cache_control(response, "no-cache");
}
