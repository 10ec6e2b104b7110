/*
 * What goes around the resources: a store that is not ready, and ETags.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "entities/projection.h"
#include "entities/site.h"
#include "unit.h"

START_TEST(what_the_client_has_is_not_sent_again)
{
	struct gantry_result *result;
	char header[128], etag[64];
	const char *const *store;

	for (store = site_stores; *store != NULL; store++) {
		site_start(*store);
		gantry_assert_status(site_get("/publications"), 200);
		snprintf(etag, sizeof(etag), "%s", site_header("ETag"));
		ck_assert_int_eq(etag[0], '"');
		snprintf(header, sizeof(header), "If-None-Match: W/%s", etag);
		result = site_ask("GET", "/publications", header);
		gantry_assert_status(result, 304);
		ck_assert_uint_eq(gantry_result_length(result), 0);
		gantry_assert_header(result, "ETag", etag);
		gantry_assert_header(result, "Cache-Control", "no-cache");
		ck_assert_ptr_null(site_header("Content-Type"));
		gantry_assert_status(
		    site_ask("HEAD", "/publications", header), 304);
		gantry_assert_status(
		    site_ask("GET", "/search?q=a", header), 304);
		gantry_assert_status(site_ask("GET", "/publications",
					 "If-None-Match: \"other\""),
		    200);
		gantry_assert_status(
		    site_ask("GET", "/frequencies/nobody", header), 404);
		gantry_assert_status(
		    site_ask("GET", "/frequencies/pub0?limit=0", header), 400);
		site_close();
	}
}
END_TEST

/* Remember the ETag of the publications, with IMAGES as the prefix. */
static void
read_etag(const char *images, char etag[64])
{
	char setting[64];

	snprintf(setting, sizeof(setting), "blob_storage_bucket=%s", images);
	site_open("sqlite", setting);
	gantry_assert_status(site_get("/publications"), 200);
	snprintf(etag, 64, "%s", site_header("ETag"));
	site_close();
}

START_TEST(another_cache_or_image_prefix_is_another_etag)
{
	char first[64], again[64], images[64], cache[64];

	site_build(NULL);
	read_etag("/images", first);
	read_etag("/images", again);
	read_etag("https://img.example.org", images);
	site_build(site_sample + 1);
	read_etag("/images", cache);
	ck_assert_str_eq(first, again);
	ck_assert_str_ne(first, images);
	ck_assert_str_ne(first, cache);
}
END_TEST

static void
assert_outage(const char *target)
{
	struct gantry_result *result;

	site_assert_problem(target, 503, "not available at the moment");
	result = site_get(target);
	gantry_assert_header(result, "Retry-After", "30");
	gantry_assert_json_text(result, "/title", "Service Outage");
	ck_assert_ptr_null(site_header("ETag"));
	ck_assert_msg(strstr(gantry_result_text(result), "x.db") == NULL,
	    "the client sees where the cache is: %s",
	    gantry_result_text(result));
}

START_TEST(a_missing_cache_is_an_outage_until_it_appears)
{
	const char *log;

	site_open("sqlite", NULL);
	unit_capture();
	assert_outage("/publications");
	assert_outage("/frequencies/pub0");
	assert_outage("/entities/low");
	assert_outage("/search?q=l");
	assert_outage("/events");
	log = unit_captured();
	ck_assert_msg(
	    strstr(log, "] GET /publications: cache ") != NULL, "%s", log);
	/* An outage is logged once, not for each request. */
	ck_assert_ptr_null(strstr(log, "/frequencies"));
	/* What needs no data is there. */
	gantry_assert_status(site_get("/nowhere"), 404);
	gantry_assert_status(site_get("/docs"), 200);
	gantry_assert_status(site_ask("OPTIONS", "/publications", NULL), 204);
	site_build(NULL);
	site_await(200);
	site_await_body("[{\"name\":\"caf");
	site_close();
}
END_TEST

START_TEST(a_broken_cache_is_an_outage_until_it_is_replaced)
{
	unit_write_text(unit_path("x.db"), "garbage");
	site_open("sqlite", NULL);
	unit_capture();
	assert_outage("/publications");
	unit_captured();
	site_build(NULL);
	site_await(200);
	unit_write_text(unit_path("y.db"), "garbage");
	ck_assert_int_eq(rename(unit_path("y.db"), unit_path("x.db")), 0);
	gantry_assert_status(site_get("/publications"), 200);
	site_close();
}
END_TEST

START_TEST(an_unusable_newer_cache_is_reported_once)
{
	const char *log, *said;

	site_start("sqlite");
	sample_build(unit_path("x.db"), site_sample, NULL);
	unit_capture();
	/* Longer than it takes to look again. */
	site_await_time(250);
	log = unit_captured();
	said = strstr(
	    log, "no such table: publication; the previous cache stays in use");
	ck_assert_msg(said != NULL, "%s", log);
	ck_assert_ptr_null(strstr(said + 1, "no such table"));
	site_build(site_sample + 1);
	site_await_body("[{\"name\":\"caf");
	site_close();
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
	site_build(many);
}

START_TEST(late_damage_is_an_outage_logged_once)
{
	static const char all[] = "/frequencies/many?limit=5000";
	const char *log;

	build_long();
	sample_damage(unit_path("x.db"), "entity");
	site_open("sqlite", NULL);
	unit_capture();
	assert_outage(all);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "malformed"));
	unit_capture();
	assert_outage(all);
	log = unit_captured();
	ck_assert_msg(*log == '\0', "%s", log);
	/* What is not damaged is there, and then it is news again. */
	site_assert_json(
	    "/frequencies/few", "[{\"word\":\"word\",\"count\":1}]");
	unit_capture();
	assert_outage(all);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "malformed"));
	site_close();
}
END_TEST

START_TEST(an_answer_that_takes_too_long_comes_later)
{
	struct gantry_result *result;
	const char *log;
	int i;

	site_build(NULL);
	sample_make_endless(
	    unit_path("x.db"), "sqlite_autoindex_publication_1");
	site_open_with_two("sqlite", "query_timeout=200", "answer_limit=1G");
	for (i = 0; i < 2; i++) {
		unit_capture();
		site_get("/publications");
		log = unit_captured();
		ck_assert_msg(
		    strstr(log, "] GET /publications: cache ") != NULL, "%s",
		    log);
		ck_assert_msg(strstr(log,
				  "query_timeout 200 ms: stopped at the "
				  "deadline: SELECT name, count FROM") != NULL,
		    "%s", log);
	}
	unit_capture();
	site_assert_problem("/publications", 503, "query took too long");
	result = site_get("/publications");
	unit_captured();
	gantry_assert_header(result, "Retry-After", "30");
	gantry_assert_header(result, "Access-Control-Allow-Origin", "*");
	gantry_assert_json_text(result, "/title", "Service Unavailable");
	ck_assert_ptr_null(site_header("ETag"));
	ck_assert_ptr_null(strstr(gantry_result_text(result), "SELECT"));
	gantry_assert_status(site_get("/frequencies/pub0"), 200);
	site_close();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_the_client_has_is_not_sent_again,
		another_cache_or_image_prefix_is_another_etag,
		a_missing_cache_is_an_outage_until_it_appears,
		a_broken_cache_is_an_outage_until_it_is_replaced,
		an_unusable_newer_cache_is_reported_once,
		late_damage_is_an_outage_logged_once,
		an_answer_that_takes_too_long_comes_later,
		NULL,
	};

	return unit_run("entities/hooks", tests);
}
