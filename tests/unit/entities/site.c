/*
 * The application in process, through the client of gantry/testing.h.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <gantry/clock.h>

#include "entities/entities.h"
#include "entities/projection.h"
#include "entities/site.h"
#include "unit.h"

const struct sample_document site_sample[] = {
	PUBLICATION("pub0", "3"),
	PUBLICATION("caf\xc3\xa9 & co?", "7"),
	WORD("pub0", "1", "low", "1"),
	WORD("pub0", "2", "quote\\\" \\u00e9", "5"),
	WORD("pub0", "3", "a+b", "5"),
	WORD("caf\xc3\xa9 & co?", "1", "cr\xc3\xa8me", "2"),
	{ NULL, NULL },
};

const char *const site_stores[] = { "noop", "sqlite", NULL };

static struct gantry_client *client;
static struct gantry_result *result;

void
site_build(const struct sample_document *documents)
{
	sample_build(unit_path("x.db"),
	    documents != NULL ? documents : site_sample, &entities_projection);
}

void
site_open(const char *store, const char *setting)
{
	site_open_with_two(store, setting, NULL);
}

void
site_open_with_two(const char *store, const char *one, const char *other)
{
	char storage[32], cache[256];
	const char *const settings[] = { storage, cache, one, other, NULL };
	struct gantry_error error;

	snprintf(storage, sizeof(storage), "data_storage=%s", store);
	snprintf(cache, sizeof(cache), "cache=%s", unit_path("x.db"));
	client = gantry_client_open(&entities_application, settings, &error);
	ck_assert_msg(client != NULL, "%s", error.text);
}

void
site_start(const char *store)
{
	site_build(NULL);
	site_open(store, NULL);
}

void
site_close(void)
{
	gantry_result_free(result);
	result = NULL;
	gantry_client_close(client);
	client = NULL;
}

struct gantry_result *
site_ask(const char *method, const char *target, const char *header)
{
	const char *const headers[] = { header, NULL };
	const struct gantry_simulation simulation = { .headers = headers };

	gantry_result_free(result);
	result = gantry_simulate(client, method, target, &simulation);
	ck_assert_msg(gantry_result_error(result) == NULL, "%s %s: %s", method,
	    target, gantry_result_error(result));
	return result;
}

struct gantry_result *
site_get(const char *target)
{
	return site_ask("GET", target, NULL);
}

const char *
site_header(const char *name)
{
	return gantry_result_header(result, name);
}

void
site_assert_json(const char *target, const char *body)
{
	site_get(target);
	ck_assert_msg(gantry_result_status(result) == 200, "%s: %s", target,
	    gantry_result_text(result));
	gantry_assert_header(result, "Content-Type", "application/json");
	gantry_assert_text(result, body);
}

void
site_assert_problem(const char *target, int status, const char *says)
{
	const struct gantry_json_value *detail;

	site_get(target);
	ck_assert_msg(gantry_result_status(result) == status, "%s: %d: %s",
	    target, gantry_result_status(result), gantry_result_text(result));
	gantry_assert_header(
	    result, "Content-Type", "application/problem+json");
	gantry_assert_json_integer(result, "/status", status);
	ck_assert_ptr_nonnull(gantry_result_at(result, "/title"));
	ck_assert_ptr_nonnull(gantry_result_at(result, "/request_id"));
	detail = gantry_result_at(result, "/detail");
	ck_assert_msg(detail != NULL && strstr(detail->string, says) != NULL,
	    "%s: '%s' is not in: %s", target, says, gantry_result_text(result));
}

static void
pause_a_moment(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
}

void
site_await(int status)
{
	int tries;

	for (tries = 0; tries < 500; tries++) {
		if (gantry_result_status(site_get("/publications")) == status)
			return;
		pause_a_moment();
	}
	gantry_assert_status(result, status);
}

void
site_await_body(const char *text)
{
	int tries;

	for (tries = 0; tries < 500; tries++) {
		gantry_assert_status(site_get("/publications"), 200);
		if (strncmp(gantry_result_text(result), text, strlen(text)) ==
		    0)
			return;
		pause_a_moment();
	}
	ck_abort_msg(
	    "no change in five seconds: %s", gantry_result_text(result));
}

void
site_await_time(int64_t milliseconds)
{
	int64_t end = gantry_clock_milliseconds() + milliseconds;

	while (gantry_clock_milliseconds() < end) {
		gantry_assert_status(site_get("/publications"), 200);
		pause_a_moment();
	}
}
