/*
 * The application, called in process on both of its stores.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "cache/clock.h"
#include "cache/sample.h"
#include "entities/entities.h"
#include "entities/projection.h"
#include "gate/call.h"
#include "gate/settings.h"
#include "unit.h"

#define PUBLICATION(NAME, COUNT)                                   \
	{                                                          \
		"publications/" NAME,                              \
		    "{\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}
#define WORD(PUBLICATION, ID, WORD, COUNT)                        \
	{                                                         \
		"publications/" PUBLICATION "/ent/" ID,           \
		    "{\"word\":{\"stringValue\":\"" WORD "\"},"   \
		    "\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}

static const struct sample_document sample[] = {
	PUBLICATION("pub0", "3"),
	PUBLICATION("caf\xc3\xa9 & co?", "7"),
	WORD("pub0", "1", "low", "1"),
	WORD("pub0", "2", "quote\\\" \\u00e9", "5"),
	WORD("pub0", "3", "a+b", "5"),
	WORD("caf\xc3\xa9 & co?", "1", "cr\xc3\xa8me", "2"),
	{ NULL, NULL },
};

static struct gantry_settings settings;
static struct mount mount;
static struct gate gate;
static struct gantry_error error;
static struct answer answer;

static void
set(const char *key, const char *value)
{
	ck_assert_msg(
	    settings_put(&settings, key, value, &error) == 0, "%s", error.text);
}

/* Begin with the settings of a store and the cache at x.db. */
static void
configure(const char *storage)
{
	ck_assert_int_eq(settings_init(&settings, &entities_application), 0);
	set("data_storage", storage);
	set("cache", unit_path("x.db"));
	mount = (struct mount){ "", &entities_application, &settings };
}

static void
start(void)
{
	const struct gate_options options = {
		.mounts = &mount,
		.mount_count = 1,
	};

	ck_assert_msg(
	    gate_open(&gate, &options, true, &error) == 0, "%s", error.text);
}

static void
set_up(const char *storage)
{
	sample_build(unit_path("x.db"), sample, &entities_projection);
	configure(storage);
	start();
}

static void
tear_down(void)
{
	gate_close(&gate);
	settings_clear(&settings);
	answer_clear(&answer);
}

/* Ask, with one header or NULL.  Returns the status. */
static int
ask(const char *method, const char *target, const char *header)
{
	const char *headers[] = { header, NULL };
	const struct call call = {
		.method = method,
		.target = target,
		.headers = headers,
	};

	answer_clear(&answer);
	ck_assert_msg(call_serve(&gate, &call, &answer.bytes, &error) == 0,
	    "%s %s: %s", method, target, error.text);
	answer_read(&answer);
	return answer.status;
}

static int
get(const char *target)
{
	return ask("GET", target, NULL);
}

static void
assert_json(const char *target, const char *body)
{
	ck_assert_int_eq(get(target), 200);
	ck_assert_str_eq(
	    answer_header(&answer, "Content-Type"), "application/json");
	ck_assert_str_eq(answer.body, body);
}

static const char *const storages[] = { "noop", "sqlite" };

START_TEST(the_noop_store_lists_ten_publications)
{
	struct gantry_buffer expected = { 0 };
	int i;

	for (i = 0; i < 10; i++)
		gantry_buffer_printf(&expected,
		    "%c{\"name\":\"pub%d\",\"count\":%d,"
		    "\"img_uri\":\"/images/pub%d.png\"}",
		    i == 0 ? '[' : ',', i, i, i);
	gantry_buffer_add(&expected, "]", 2);
	set_up("noop");
	assert_json("/publications", expected.data);
	gantry_buffer_clear(&expected);
	tear_down();
}
END_TEST

START_TEST(the_noop_store_lists_words_after_a_checkpoint)
{
	set_up("noop");
	assert_json("/frequencies/pub3?limit=2",
	    "[{\"word\":\"ent0\",\"count\":0},{\"word\":\"ent1\","
	    "\"count\":1}]");
	assert_json("/frequencies/pub3?word=ent7&count=7",
	    "[{\"word\":\"ent8\",\"count\":8},{\"word\":\"ent9\","
	    "\"count\":9}]");
	assert_json("/frequencies/pub3?word=ent9&count=9", "[]");
	tear_down();
}
END_TEST

START_TEST(the_cache_is_listed)
{
	set_up("sqlite");
	assert_json("/publications",
	    "[{\"name\":\"caf\xc3\xa9 & co?\",\"count\":7,"
	    "\"img_uri\":\"/images/caf%C3%A9%20%26%20co%3F.png\"},"
	    "{\"name\":\"pub0\",\"count\":3,"
	    "\"img_uri\":\"/images/pub0.png\"}]");
	assert_json("/frequencies/pub0",
	    "[{\"word\":\"a+b\",\"count\":5},"
	    "{\"word\":\"quote\\\" \xc3\xa9\",\"count\":5},"
	    "{\"word\":\"low\",\"count\":1}]");
	tear_down();
}
END_TEST

START_TEST(names_may_be_percent_encoded)
{
	static const char *const targets[] = {
		"/frequencies/caf%C3%A9%20%26%20co%3F",
		"/frequencies/caf%c3%a9%20&%20co%3f",
		"/frequencies/caf\xc3\xa9 & co%3F",
	};
	size_t i;

	set_up("sqlite");
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		assert_json(
		    targets[i], "[{\"word\":\"cr\xc3\xa8me\",\"count\":2}]");
	assert_json("/frequencies/pub0?count=5&word=a%2Bb&limit=1",
	    "[{\"word\":\"quote\\\" \xc3\xa9\",\"count\":5}]");
	assert_json("/frequencies/pub0?word=quote%22+%C3%A9&count=5",
	    "[{\"word\":\"low\",\"count\":1}]");
	assert_json(
	    "/frequencies/caf%C3%A9%20%26%20co%3F?word=cr%C3%A8me&count=2",
	    "[]");
	tear_down();
}
END_TEST

START_TEST(ten_words_are_given_when_no_limit_is)
{
	struct sample_document many[32] = { { "publications/pub0", "{}" } };
	char paths[30][64], fields[30][128];
	const char *at;
	int i, words;

	for (i = 0; i < 30; i++) {
		snprintf(
		    paths[i], sizeof(paths[i]), "publications/pub0/ent/%d", i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{\"word\":{\"stringValue\":\"w%d\"},"
		    "\"count\":{\"integerValue\":\"1\"}}",
		    i);
		many[i + 1] = (struct sample_document){ paths[i], fields[i] };
	}
	sample_build(unit_path("x.db"), many, &entities_projection);
	configure("sqlite");
	start();
	ck_assert_int_eq(get("/frequencies/pub0"), 200);
	for (at = answer.body, words = 0; (at = strstr(at, "word")) != NULL;
	     at++)
		words++;
	ck_assert_int_eq(words, 10);
	ck_assert_int_eq(get("/frequencies/pub0?limit=5000"), 200);
	for (at = answer.body, words = 0; (at = strstr(at, "word")) != NULL;
	     at++)
		words++;
	ck_assert_int_eq(words, 30);
	tear_down();
}
END_TEST

START_TEST(routes_have_the_same_status_on_both_stores)
{
	static const struct {
		const char *method, *target;
		int status;
	} cases[] = {
		{ "GET", "/publications", 200 },
		{ "GET", "/publications?unknown=1", 200 },
		{ "HEAD", "/publications", 200 },
		{ "GET", "/frequencies/pub0", 200 },
		{ "GET", "/frequencies/pub0?limit=1", 200 },
		{ "GET", "/frequencies/pub0?limit=5000", 200 },
		{ "GET", "/frequencies/pub0?word=a&count=-1", 200 },
		{ "GET", "/frequencies/%70ub0", 200 },
		{ "HEAD", "/frequencies/pub0", 200 },
		{ "GET", "/", 404 },
		{ "GET", "/publication", 404 },
		{ "GET", "/publications/", 404 },
		{ "GET", "/publications/pub0", 404 },
		{ "GET", "/Publications", 404 },
		{ "GET", "/frequencies", 404 },
		{ "GET", "/frequencies/", 404 },
		{ "GET", "/frequencies/nobody", 404 },
		{ "HEAD", "/frequencies/nobody", 404 },
		{ "GET", "/frequencies/pub0/", 404 },
		{ "GET", "/frequencies/pub0/ent0", 404 },
		{ "GET", "/frequencies/a%2Fb", 404 },
		{ "POST", "/nowhere", 404 },
		{ "POST", "/publications", 405 },
		{ "PUT", "/frequencies/pub0", 405 },
		{ "DELETE", "/frequencies/nobody", 405 },
		{ "get", "/publications", 405 },
		{ "OPTIONS", "/publications", 204 },
		{ "OPTIONS", "/frequencies/pub0", 204 },
		{ "OPTIONS", "/nowhere", 204 },
	};
	size_t i, j;

	for (j = 0; j < 2; j++) {
		set_up(storages[j]);
		for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			ck_assert_msg(ask(cases[i].method, cases[i].target,
					  NULL) == cases[i].status,
			    "%s %s on %s: %d", cases[i].method, cases[i].target,
			    storages[j], answer.status);
		tear_down();
	}
}
END_TEST

START_TEST(bad_parameters_are_named)
{
	static const struct {
		const char *query, *says;
	} cases[] = {
		{ "word=a", "'word' and 'count'" },
		{ "count=1", "'word' and 'count'" },
		{ "limit=0", "'limit'" },
		{ "limit=5001", "'limit'" },
		{ "limit=-1", "'limit'" },
		{ "limit=ten", "'limit'" },
		{ "limit=", "'limit'" },
		{ "limit=1&limit=1", "'limit' is given twice" },
		{ "word=a&count=", "'count'" },
		{ "word=a&count=1.5", "'count'" },
		{ "word=a&count=9223372036854775808", "'count'" },
		{ "word=a&word=b&count=1", "'word' is given twice" },
		{ "word=%&count=1", "'word'" },
		{ "word=%00&count=1", "'word'" },
		{ "word=%zz&count=1", "'word'" },
	};
	char target[128];
	size_t i, j;

	for (j = 0; j < 2; j++) {
		set_up(storages[j]);
		for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
			snprintf(target, sizeof(target), "/frequencies/pub0?%s",
			    cases[i].query);
			ck_assert_msg(get(target) == 400, "%s on %s: %d",
			    target, storages[j], answer.status);
			ck_assert_str_eq(answer_header(&answer, "Content-Type"),
			    "application/problem+json");
			ck_assert_msg(
			    strstr(answer.body, cases[i].says) != NULL,
			    "%s: %s", target, answer.body);
			ck_assert_ptr_nonnull(strstr(answer.body,
			    "\"status\":400,\"title\":\"Bad Request\""));
		}
		tear_down();
	}
}
END_TEST

START_TEST(what_is_not_there_is_a_problem_document)
{
	set_up("noop");
	ck_assert_int_eq(get("/nowhere"), 404);
	ck_assert_str_eq(
	    answer_header(&answer, "Content-Type"), "application/problem+json");
	ck_assert_ptr_nonnull(
	    strstr(answer.body, "{\"status\":404,\"title\":\"Not Found\""));
	ck_assert_int_eq(get("/frequencies/nobody"), 404);
	ck_assert_ptr_nonnull(strstr(answer.body, "no such publication"));
	tear_down();
}
END_TEST

START_TEST(other_methods_are_told_which_ones_are_allowed)
{
	set_up("noop");
	ck_assert_int_eq(ask("POST", "/publications", NULL), 405);
	ck_assert_str_eq(answer_header(&answer, "Allow"), "GET, HEAD, OPTIONS");
	ck_assert_ptr_nonnull(strstr(answer.body, "\"status\":405"));
	tear_down();
}
END_TEST

START_TEST(a_preflight_is_answered)
{
	set_up("noop");
	ck_assert_int_eq(ask("OPTIONS", "/publications", NULL), 204);
	ck_assert_str_eq(answer_header(&answer, "Access-Control-Allow-Methods"),
	    "GET, HEAD, OPTIONS");
	ck_assert_ptr_nonnull(
	    strstr(answer_header(&answer, "Access-Control-Allow-Headers"),
		"If-None-Match"));
	ck_assert_str_eq(
	    answer_header(&answer, "Access-Control-Max-Age"), "86400");
	ck_assert_str_eq(answer_header(&answer, "Allow"), "GET, HEAD, OPTIONS");
	ck_assert_uint_eq(answer.body_length, 0);
	tear_down();
}
END_TEST

START_TEST(head_is_get_without_a_body)
{
	char length[32], etag[64];

	set_up("sqlite");
	ck_assert_int_eq(get("/frequencies/pub0"), 200);
	snprintf(length, sizeof(length), "%zu", answer.body_length);
	snprintf(etag, sizeof(etag), "%s", answer_header(&answer, "ETag"));
	ck_assert_int_eq(ask("HEAD", "/frequencies/pub0", NULL), 200);
	ck_assert_uint_eq(answer.body_length, 0);
	ck_assert_str_eq(answer_header(&answer, "Content-Length"), length);
	ck_assert_str_eq(answer_header(&answer, "ETag"), etag);
	tear_down();
}
END_TEST

START_TEST(what_the_client_has_is_not_sent_again)
{
	char header[128], etag[64];
	size_t i;

	for (i = 0; i < 2; i++) {
		set_up(storages[i]);
		ck_assert_int_eq(get("/publications"), 200);
		snprintf(
		    etag, sizeof(etag), "%s", answer_header(&answer, "ETag"));
		ck_assert_int_eq(etag[0], '"');
		snprintf(header, sizeof(header), "If-None-Match: W/%s", etag);
		ck_assert_int_eq(ask("GET", "/publications", header), 304);
		ck_assert_uint_eq(answer.body_length, 0);
		ck_assert_str_eq(answer_header(&answer, "ETag"), etag);
		ck_assert_str_eq(
		    answer_header(&answer, "Cache-Control"), "no-cache");
		ck_assert_ptr_null(answer_header(&answer, "Content-Type"));
		ck_assert_int_eq(ask("HEAD", "/publications", header), 304);
		ck_assert_int_eq(
		    ask("GET", "/publications", "If-None-Match: \"other\""),
		    200);
		ck_assert_int_eq(
		    ask("GET", "/frequencies/nobody", header), 404);
		tear_down();
	}
}
END_TEST

/* Remember the ETag of the publications, with IMAGES as the prefix. */
static void
read_etag(const char *images, char etag[64])
{
	configure("sqlite");
	set("blob_storage_bucket", images);
	start();
	ck_assert_int_eq(get("/publications"), 200);
	snprintf(etag, 64, "%s", answer_header(&answer, "ETag"));
	tear_down();
}

START_TEST(another_cache_or_image_prefix_is_another_etag)
{
	char first[64], again[64], images[64], cache[64];

	sample_build(unit_path("x.db"), sample, &entities_projection);
	read_etag("/images", first);
	read_etag("/images", again);
	read_etag("https://img.example.org", images);
	sample_build(unit_path("x.db"), sample + 1, &entities_projection);
	read_etag("/images", cache);
	ck_assert_str_eq(first, again);
	ck_assert_str_ne(first, images);
	ck_assert_str_ne(first, cache);
}
END_TEST

START_TEST(the_image_prefix_is_a_setting)
{
	sample_build(unit_path("x.db"), sample, &entities_projection);
	configure("sqlite");
	set("blob_storage_bucket", "https://img.example.org/\"x");
	start();
	ck_assert_int_eq(get("/publications"), 200);
	ck_assert_msg(
	    strstr(answer.body,
		"\"img_uri\":\"https://img.example.org/\\\"x/pub0.png\"") !=
		NULL,
	    "%s", answer.body);
	tear_down();
}
END_TEST

static const struct {
	const char *method, *target;
} everything[] = {
	{ "GET", "/publications" },
	{ "HEAD", "/publications" },
	{ "GET", "/frequencies/pub0" },
	{ "GET", "/frequencies/pub0?limit=0" },
	{ "GET", "/frequencies/nobody" },
	{ "GET", "/nowhere" },
	{ "POST", "/publications" },
	{ "OPTIONS", "/publications" },
};

/* Does every answer, of whatever status, name ORIGIN? */
static void
assert_origin(const char *origin)
{
	size_t i;

	for (i = 0; i < sizeof(everything) / sizeof(everything[0]); i++) {
		ask(everything[i].method, everything[i].target,
		    "If-None-Match: *");
		ck_assert_msg(answer.status < 500 || answer.status == 503,
		    "%s %s: %d", everything[i].method, everything[i].target,
		    answer.status);
		ck_assert_pstr_eq(
		    answer_header(&answer, "Access-Control-Allow-Origin"),
		    origin);
	}
}

START_TEST(every_answer_allows_its_origin)
{
	set_up("sqlite");
	assert_origin("*");
	tear_down();

	configure("noop");
	set("allowed_origin", "https://example.org");
	start();
	assert_origin("https://example.org");
	tear_down();

	ck_assert_int_eq(unlink(unit_path("x.db")), 0);
	configure("sqlite");
	set("allowed_origin", "https://example.org");
	unit_capture();
	start();
	assert_origin("https://example.org");
	unit_captured();
	tear_down();
}
END_TEST

static void
assert_outage(const char *target)
{
	ck_assert_int_eq(get(target), 503);
	ck_assert_str_eq(answer_header(&answer, "Retry-After"), "30");
	ck_assert_str_eq(
	    answer_header(&answer, "Content-Type"), "application/problem+json");
	ck_assert_ptr_eq(strstr(answer.body,
			     "{\"status\":503,\"title\":\"Service Outage\","),
	    answer.body);
	ck_assert_ptr_null(answer_header(&answer, "ETag"));
	ck_assert_msg(strstr(answer.body, "x.db") == NULL,
	    "the client sees where the cache is: %s", answer.body);
}

/* Ask until the answer is STATUS. */
static void
await(int status)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	int tries;

	for (tries = 0; tries < 500 && get("/publications") != status; tries++)
		nanosleep(&moment, NULL);
	ck_assert_int_eq(answer.status, status);
}

/* Ask until the body begins with TEXT. */
static void
await_body(const char *text)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	int tries;

	for (tries = 0; tries < 500; tries++) {
		ck_assert_int_eq(get("/publications"), 200);
		if (strncmp(answer.body, text, strlen(text)) == 0)
			return;
		nanosleep(&moment, NULL);
	}
	ck_abort_msg("no change in five seconds: %s", answer.body);
}

/* Go on asking for so many MILLISECONDS; each answer must be good. */
static void
await_time(int64_t milliseconds)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	int64_t end = cache_clock() + milliseconds;

	while (cache_clock() < end) {
		ck_assert_int_eq(get("/publications"), 200);
		nanosleep(&moment, NULL);
	}
}

START_TEST(a_missing_cache_is_an_outage_until_it_appears)
{
	const char *log;

	configure("sqlite");
	unit_capture();
	start();
	assert_outage("/publications");
	assert_outage("/frequencies/pub0");
	log = unit_captured();
	ck_assert_msg(strstr(log, "warning: application 'entities': ") != NULL,
	    "%s", log);
	ck_assert_msg(
	    strstr(log, "] GET /publications: cache ") != NULL, "%s", log);
	/* An outage is logged once, not for each request. */
	ck_assert_ptr_null(strstr(log, "/frequencies"));
	ck_assert_int_eq(get("/nowhere"), 404);
	ck_assert_int_eq(ask("OPTIONS", "/publications", NULL), 204);
	sample_build(unit_path("x.db"), sample, &entities_projection);
	await(200);
	ck_assert_ptr_nonnull(strstr(answer.body, "pub0"));
	tear_down();
}
END_TEST

START_TEST(a_broken_cache_is_an_outage_until_it_is_replaced)
{
	unit_write_text(unit_path("x.db"), "garbage");
	configure("sqlite");
	unit_capture();
	start();
	assert_outage("/publications");
	unit_captured();
	sample_build(unit_path("x.db"), sample, &entities_projection);
	await(200);
	unit_write_text(unit_path("y.db"), "garbage");
	ck_assert_int_eq(rename(unit_path("y.db"), unit_path("x.db")), 0);
	ck_assert_int_eq(get("/publications"), 200);
	tear_down();
}
END_TEST

START_TEST(a_newer_cache_that_is_of_no_use_is_said_once)
{
	const char *log, *said;

	set_up("sqlite");
	sample_build(unit_path("x.db"), sample, NULL);
	unit_capture();
	/* Longer than it takes to look again. */
	await_time(250);
	log = unit_captured();
	said =
	    strstr(log, "no such table: publication; the one before is kept");
	ck_assert_msg(said != NULL, "%s", log);
	ck_assert_ptr_null(strstr(said + 1, "no such table"));
	sample_build(unit_path("x.db"), sample + 1, &entities_projection);
	await_body("[{\"name\":\"caf");
	tear_down();
}
END_TEST

/* A cache in which the words of "many" fill more than a page. */
static void
build_long(void)
{
	static char paths[300][64], fields[300][128];
	static struct sample_document many[303] = {
		PUBLICATION("few", "1"),
		WORD("few", "1", "word", "1"),
	};
	int i;

	for (i = 0; i < 300; i++) {
		snprintf(
		    paths[i], sizeof(paths[i]), "publications/many/ent/%d", i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{\"word\":{\"stringValue\":\"a long word %d\"},"
		    "\"count\":{\"integerValue\":\"1\"}}",
		    i);
		many[i + 2] = (struct sample_document){ paths[i], fields[i] };
	}
	sample_build(unit_path("x.db"), many, &entities_projection);
}

START_TEST(damage_that_is_met_late_is_an_outage_logged_once)
{
	static const char all[] = "/frequencies/many?limit=5000";
	const char *log;

	build_long();
	sample_damage(unit_path("x.db"), "entity");
	configure("sqlite");
	start();
	unit_capture();
	assert_outage(all);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "malformed"));
	unit_capture();
	assert_outage(all);
	log = unit_captured();
	ck_assert_msg(*log == '\0', "%s", log);
	/* What is not damaged is there, and then it is news again. */
	assert_json("/frequencies/few", "[{\"word\":\"word\",\"count\":1}]");
	unit_capture();
	assert_outage(all);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "malformed"));
	tear_down();
}
END_TEST

START_TEST(an_answer_that_takes_too_long_comes_later)
{
	const char *log;
	int i;

	sample_build(unit_path("x.db"), sample, &entities_projection);
	sample_make_endless(
	    unit_path("x.db"), "sqlite_autoindex_publication_1");
	configure("sqlite");
	set("query_timeout", "200");
	start();
	for (i = 0; i < 2; i++) {
		unit_capture();
		ck_assert_int_eq(get("/publications"), 503);
		log = unit_captured();
		ck_assert_msg(
		    strstr(log, "] GET /publications: cache ") != NULL, "%s",
		    log);
		ck_assert_msg(strstr(log,
				  "query_timeout 200 ms: stopped at the "
				  "deadline: SELECT name, count FROM") != NULL,
		    "%s", log);
	}
	ck_assert_str_eq(answer_header(&answer, "Retry-After"), "30");
	ck_assert_str_eq(
	    answer_header(&answer, "Content-Type"), "application/problem+json");
	ck_assert_str_eq(
	    answer_header(&answer, "Access-Control-Allow-Origin"), "*");
	ck_assert_ptr_null(answer_header(&answer, "ETag"));
	ck_assert_ptr_eq(strstr(answer.body,
			     "{\"status\":503,\"title\":\"Service Unavailable\""
			     ",\"detail\":\"The answer took too long"),
	    answer.body);
	ck_assert_ptr_null(strstr(answer.body, "SELECT"));
	ck_assert_int_eq(get("/frequencies/pub0"), 200);
	tear_down();
}
END_TEST

START_TEST(the_time_of_a_query_is_a_setting)
{
	static const char *const bad[] = { "", "-1", "3600001", "5s", "1.5",
		"soon" };
	size_t i;

	ck_assert_int_eq(settings_init(&settings, &entities_application), 0);
	ck_assert_str_eq(
	    gantry_settings_get(&settings, "query_timeout"), "5000");
	set("query_timeout", "0");
	set("query_timeout", "3600000");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(
		    settings_put(&settings, "query_timeout", bad[i], &error),
		    -1);
		ck_assert_ptr_nonnull(strstr(error.text, "milliseconds"));
	}
	settings_clear(&settings);
}
END_TEST

START_TEST(there_are_two_stores)
{
	ck_assert_int_eq(settings_init(&settings, &entities_application), 0);
	ck_assert_str_eq(
	    gantry_settings_get(&settings, "data_storage"), "sqlite");
	ck_assert_int_eq(
	    settings_put(&settings, "data_storage", "firestore", &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "sqlite or noop"));
	settings_clear(&settings);
}
END_TEST

/* What the gate's watch was told. */
static struct gantry_buffer told;
static bool everything_is_slow;

static void
tell_step(void *owner, const char *what)
{
	(void)owner;
	gantry_buffer_printf(&told, "%s\n", what != NULL ? what : "done");
}

static bool
say_slow(void *owner)
{
	(void)owner;
	return everything_is_slow;
}

static void
assert_told(const char *target, const char *expected)
{
	gantry_buffer_reset(&told);
	get(target);
	ck_assert_int_eq(answer.status, 200);
	gantry_buffer_putc(&told, '\0');
	ck_assert_str_eq(told.data, expected);
}

START_TEST(each_statement_is_told_and_slow_ones_are_explained)
{
	set_up("sqlite");
	gate.watch.step = gate.watch.explain = tell_step;
	gate.watch.is_slow = say_slow;
	assert_told("/publications",
	    "SELECT name, count FROM publication ORDER BY name\n"
	    "done\n");
	everything_is_slow = true;
	assert_told("/frequencies/pub0?word=low&count=1",
	    "SELECT id FROM publication WHERE name = ?1\n"
	    "SEARCH publication USING COVERING INDEX "
	    "sqlite_autoindex_publication_1 (name=?)\n"
	    "done\n"
	    "SELECT word, count FROM entity WHERE publication = ?1 AND "
	    "count = ?3 AND word > ?4 ORDER BY word LIMIT ?2\n"
	    "SEARCH entity USING PRIMARY KEY "
	    "(publication=? AND count=? AND word>?)\n"
	    "done\n"
	    "SELECT word, count FROM entity WHERE publication = ?1 AND "
	    "count < ?3 ORDER BY count DESC, word LIMIT ?2\n"
	    "SEARCH entity USING PRIMARY KEY (publication=? AND count<?)\n"
	    "done\n");
	gantry_buffer_clear(&told);
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_noop_store_lists_ten_publications,
		the_noop_store_lists_words_after_a_checkpoint,
		the_cache_is_listed,
		names_may_be_percent_encoded,
		ten_words_are_given_when_no_limit_is,
		routes_have_the_same_status_on_both_stores,
		bad_parameters_are_named,
		what_is_not_there_is_a_problem_document,
		other_methods_are_told_which_ones_are_allowed,
		a_preflight_is_answered,
		head_is_get_without_a_body,
		what_the_client_has_is_not_sent_again,
		another_cache_or_image_prefix_is_another_etag,
		the_image_prefix_is_a_setting,
		every_answer_allows_its_origin,
		a_missing_cache_is_an_outage_until_it_appears,
		a_broken_cache_is_an_outage_until_it_is_replaced,
		a_newer_cache_that_is_of_no_use_is_said_once,
		damage_that_is_met_late_is_an_outage_logged_once,
		an_answer_that_takes_too_long_comes_later,
		the_time_of_a_query_is_a_setting,
		there_are_two_stores,
		each_statement_is_told_and_slow_ones_are_explained,
		NULL,
	};

	return unit_run("entities/entities", tests);
}
