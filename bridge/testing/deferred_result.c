/*
 * Requests that the application has deferred: the test lets time pass and lets
 * their functions run.  A result shows what was sent so far.
 */
#include "testing/deferred_result.h"
#include "base/null.h"
#include "gate/deferred/events.h"

/* An application that always resumes itself does not hang the test. */
#define ROUNDS_MAX 1000

/* Read what was sent so far, and the rest once the request has ended. */
static void
update(struct gantry_result *result)
{
	struct gantry_error *error = &result->error;
	const bool has_ended = !call_is_waiting(&result->running);

	result_forget(result);
	if (has_ended)
		call_end(&result->running, error);
	if (gantry_buffer_add(&result->answer, result->sent.data,
		result->sent.length) == -1 ||
	    (result_read(result) == -1 && error->code == GANTRY_ERROR_NONE))
		gantry_error_memory(error);
	if (has_ended)
		gantry_buffer_clear(&result->sent);
}

static void
unlist(struct gantry_result *result)
{
	struct gantry_result **at = &result->client->waiting;

	while (*at != result)
		at = &(*at)->next;
	*at = result->next;
	result->client = NULL;
}

/* The request has run. */
static void
settle(struct gantry_result *result)
{
	update(result);
	cookie_jar_store(&result->client->jar, result);
	if (!call_is_waiting(&result->running))
		unlist(result);
}

void
deferred_result_add(struct gantry_client *client, struct gantry_result *result)
{
	struct gantry_result **at = &client->waiting;

	result->client = client;
	while (*at != NULL)
		at = &(*at)->next;
	*at = result;
	settle(result);
}

void
deferred_result_finish(struct gantry_result *result)
{
	while (call_is_waiting(&result->running)) {
		call_wait(&result->running, -1);
		call_run(&result->running);
		settle(result);
	}
}

static void
cancel(struct gantry_result *result, enum gantry_end reason)
{
	call_cancel(&result->running, reason);
	settle(result);
}

void
deferred_result_end(struct gantry_client *client)
{
	while (client->waiting != NULL)
		cancel(client->waiting, GANTRY_END_DRAINING);
}

/* Returns whether a function was called. */
static bool
run_due(struct gantry_client *client)
{
	struct gantry_result *result, *next;
	bool has_run = false;

	for (result = client->waiting; result != NULL; result = next) {
		next = result->next;
		if (!call_wait(&result->running, 0))
			continue;
		call_run(&result->running);
		settle(result);
		has_run = true;
	}
	return has_run;
}

void
gantry_client_run(struct gantry_client *client)
{
	unsigned rounds = 0;

	if (null_given(client, __func__, "client"))
		return;
	while (rounds < ROUNDS_MAX && run_due(client))
		rounds++;
}

void
gantry_client_advance(struct gantry_client *client, int64_t milliseconds)
{
	if (null_given(client, __func__, "client"))
		return;
	deferral_events_advance(&client->deferrals, milliseconds);
	gantry_client_run(client);
}

void
gantry_client_drain(struct gantry_client *client)
{
	if (null_given(client, __func__, "client"))
		return;
	deferral_events_drain(&client->deferrals);
	gantry_client_run(client);
}

bool
gantry_result_is_waiting(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return false;
	return call_is_waiting(&result->running);
}

void
gantry_result_abort(struct gantry_result *result)
{
	if (null_given(result, __func__, "result") ||
	    !call_is_waiting(&result->running))
		return;
	cancel(result, GANTRY_END_GONE);
}
