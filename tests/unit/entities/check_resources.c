/*
 * What the resources answer, and what they refuse, on both stores.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entities/site.h"
#include "unit.h"

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
	site_start("noop");
	site_assert_json("/publications", expected.data);
	gantry_buffer_clear(&expected);
	site_close();
}
END_TEST

START_TEST(the_noop_store_lists_words_after_a_checkpoint)
{
	site_start("noop");
	site_assert_json("/frequencies/pub3?limit=2",
	    "[{\"word\":\"ent0\",\"count\":0},{\"word\":\"ent1\","
	    "\"count\":1}]");
	site_assert_json("/frequencies/pub3?word=ent7&count=7",
	    "[{\"word\":\"ent8\",\"count\":8},{\"word\":\"ent9\","
	    "\"count\":9}]");
	site_assert_json("/frequencies/pub3?word=ent9&count=9", "[]");
	site_close();
}
END_TEST

START_TEST(the_cache_is_listed)
{
	char expected[512], generation[64];

	site_start("sqlite");
	snprintf(generation, sizeof(generation), "%s",
	    gantry_result_at(site_get("/images/progress"), "/generation")
		->string);
	/* What is encoded in a file's name is encoded once more in a URL. */
	snprintf(expected, sizeof(expected),
	    "[{\"name\":\"caf\xc3\xa9 & co?\",\"count\":7,\"img_uri\":"
	    "\"/images/%s/caf%%25C3%%25A9%%2520%%2526%%2520co%%253F.png\"},"
	    "{\"name\":\"pub0\",\"count\":3,"
	    "\"img_uri\":\"/images/%s/pub0.png\"}]",
	    generation, generation);
	site_assert_json("/publications", expected);
	site_assert_json("/frequencies/pub0",
	    "[{\"word\":\"a+b\",\"count\":5},"
	    "{\"word\":\"quote\\\" \xc3\xa9\",\"count\":5},"
	    "{\"word\":\"low\",\"count\":1}]");
	site_close();
}
END_TEST

START_TEST(a_word_may_be_asked_for_in_the_query)
{
	static const struct sample_document odd[] = {
		WORD("p", "1", "http://a.org/b?c=d#e", "4"),
		WORD("p", "2", "..", "3"),
		WORD("p", "3", "a//b", "2"),
		WORD("p", "4", "", "1"),
		{ NULL, NULL },
	};

	site_build(odd);
	site_open("sqlite", NULL);
	site_assert_json("/entities?word=http%3A%2F%2Fa.org%2Fb%3Fc%3Dd%23e",
	    "[{\"publication\":\"p\",\"count\":4}]");
	site_assert_json(
	    "/entities?word=..", "[{\"publication\":\"p\",\"count\":3}]");
	site_assert_json(
	    "/entities?word=a//b", "[{\"publication\":\"p\",\"count\":2}]");
	site_assert_json(
	    "/entities?word=", "[{\"publication\":\"p\",\"count\":1}]");
	site_assert_problem("/entities?word=b", 404, "No publication");
	site_assert_problem("/entities", 400, "'word' is missing");
	site_close();
}
END_TEST

START_TEST(words_that_set_a_publication_apart_are_listed)
{
	static const struct sample_document two[] = {
		WORD("p", "1", "both", "10"),
		WORD("p", "2", "only", "5"),
		WORD("p", "3", "more", "5"),
		WORD("p", "4", "none", "0"),
		WORD("q", "1", "both", "30"),
		WORD("q", "2", "more", "1"),
		WORD("q", "3", "other", "9"),
		{ NULL, NULL },
	};
	struct gantry_result *result;

	site_build(two);
	site_open("sqlite", NULL);
	result = site_get("/distinctive/p");
	gantry_assert_json_text(result, "/0/word", "only");
	gantry_assert_json_text(result, "/1/word", "more");
	/* 2 * 5 ln(5 / (20 * 5 / 60)) */
	ck_assert_double_eq_tol(
	    gantry_result_at(result, "/0/score")->number, 10.986123, 1e-5);
	ck_assert_int_eq(gantry_result_at(result, "/0/count")->integer, 5);
	ck_assert_uint_eq(gantry_result_at(result, "")->count, 2);
	result = site_get("/distinctive/p?limit=1");
	ck_assert_uint_eq(gantry_result_at(result, "")->count, 1);
	site_assert_problem("/distinctive/r", 404, "No such publication");
	site_close();
	site_start("noop");
	site_assert_json("/distinctive/pub3", "[]");
	site_close();
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

	site_start("sqlite");
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		site_assert_json(
		    targets[i], "[{\"word\":\"cr\xc3\xa8me\",\"count\":2}]");
	site_assert_json("/frequencies/pub0?count=5&word=a%2Bb&limit=1",
	    "[{\"word\":\"quote\\\" \xc3\xa9\",\"count\":5}]");
	site_assert_json("/frequencies/pub0?word=quote%22+%C3%A9&count=5",
	    "[{\"word\":\"low\",\"count\":1}]");
	site_assert_json(
	    "/frequencies/caf%C3%A9%20%26%20co%3F?word=cr%C3%A8me&count=2",
	    "[]");
	site_close();
}
END_TEST

START_TEST(the_default_limit_is_ten_words)
{
	struct sample_document many[32] = { { "publications/pub0", "{}" } };
	char paths[30][64], fields[30][128];
	int i;

	for (i = 0; i < 30; i++) {
		snprintf(
		    paths[i], sizeof(paths[i]), "publications/pub0/ent/%d", i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{\"word\":{\"stringValue\":\"w%d\"},"
		    "\"count\":{\"integerValue\":\"1\"}}",
		    i);
		many[i + 1] = (struct sample_document){ paths[i], fields[i] };
	}
	site_build(many);
	site_open("sqlite", NULL);
	ck_assert_uint_eq(
	    gantry_result_json(site_get("/frequencies/pub0"))->count, 10);
	ck_assert_uint_eq(
	    gantry_result_json(site_get("/frequencies/pub0?limit=5000"))->count,
	    30);
	ck_assert_uint_eq(
	    gantry_result_json(site_get("/search?q=W"))->count, 10);
	ck_assert_uint_eq(
	    gantry_result_json(site_get("/search?q=w&limit=100"))->count, 30);
	site_close();
}
END_TEST

#define MANY 60

/* MANY publications, all with the word w, and MANY other words in pub0. */
static void
build_many(void)
{
	struct sample_document many[2 * MANY + 1] = { { NULL, NULL } };
	static char paths[2 * MANY][64], fields[2 * MANY][128];
	int i;

	for (i = 0; i < 2 * MANY; i++) {
		snprintf(paths[i], sizeof(paths[i]),
		    "publications/pub%d/ent/%d", i < MANY ? i : 0, i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{\"count\":{\"integerValue\":\"1\"},"
		    "\"word\":{\"stringValue\":\"w%.*d\"}}",
		    i < MANY ? 0 : 5, i < MANY ? 0 : i);
		many[i] = (struct sample_document){ paths[i], fields[i] };
	}
	site_build(many);
}

START_TEST(an_answer_has_a_limit)
{
	static const struct {
		const char *target;
		int status;
		const char *says;
	} cases[] = {
		{ "/publications", 503, "answer_limit, of 1024 bytes" },
		{ "/frequencies/pub0?limit=100", 400, "use a smaller limit" },
		{ "/entities/w", 503, "answer_limit, of 1024 bytes" },
		{ "/search?q=w&limit=100", 400, "use a smaller limit" },
	};
	size_t i;

	build_many();
	site_open("sqlite", "answer_limit=1K");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		site_assert_problem(
		    cases[i].target, cases[i].status, cases[i].says);
	gantry_assert_status(site_get("/frequencies/pub0?limit=30"), 200);
	gantry_assert_status(site_get("/search?q=w&limit=30"), 200);
	site_close();
	site_open("sqlite", NULL);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		gantry_assert_status(site_get(cases[i].target), 200);
	site_close();
}
END_TEST

START_TEST(an_answer_may_be_as_long_as_the_limit)
{
	static const char target[] = "/frequencies/pub0?limit=61";
	char setting[64];
	size_t length;

	build_many();
	site_open("sqlite", NULL);
	length = gantry_result_length(site_get(target));
	ck_assert_uint_gt(length, 1024);
	site_close();
	snprintf(setting, sizeof(setting), "answer_limit=%zu", length);
	site_open("sqlite", setting);
	gantry_assert_status(site_get(target), 200);
	ck_assert_uint_eq(gantry_result_length(site_get(target)), length);
	site_close();
	snprintf(setting, sizeof(setting), "answer_limit=%zu", length - 1);
	site_open("sqlite", setting);
	site_assert_problem(target, 400, "use a smaller limit");
	site_close();
}
END_TEST

#define LONG	  50
#define LONG_WORD 150000

/* LONG words of LONG_WORD bytes, half of which have the count 1. */
static void
build_long(void)
{
	struct sample_document words[LONG + 1] = { { NULL, NULL } };
	static char paths[LONG][64], fields[LONG][LONG_WORD + 128];
	int i;

	for (i = 0; i < LONG; i++) {
		snprintf(
		    paths[i], sizeof(paths[i]), "publications/pub0/ent/%d", i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{\"count\":{\"integerValue\":\"%d\"},"
		    "\"word\":{\"stringValue\":\"w%0*d\"}}",
		    i < LONG / 2 ? 2 : 1, LONG_WORD, i);
		words[i] = (struct sample_document){ paths[i], fields[i] };
	}
	site_build(words);
}

/* Does TARGET's answer, which is streamed, have the words from FIRST on? */
static void
assert_streamed(const char *target, int first)
{
	struct gantry_result *result =
	    site_ask("GET", target, "Accept-Encoding: gzip");
	const struct gantry_json_value *rows = gantry_result_json(result);
	const struct gantry_json_value *row;
	char length[32];

	gantry_assert_status(result, 200);
	gantry_assert_header(result, "Content-Type", "application/json");
	gantry_assert_header(result, "Content-Encoding", NULL);
	snprintf(length, sizeof(length), "%zu", gantry_result_length(result));
	gantry_assert_header(result, "Content-Length", length);
	ck_assert_ptr_nonnull(site_header("ETag"));
	ck_assert_ptr_nonnull(rows);
	ck_assert_uint_eq(rows->count, (size_t)(LONG - first));
	for (row = rows->items; row != NULL; row = row->next, first++) {
		ck_assert_uint_eq(row->items->length, LONG_WORD + 1);
		ck_assert_int_eq(
		    atoi(row->items->string + LONG_WORD - 5), first);
	}
}

START_TEST(a_long_answer_is_streamed)
{
	build_long();
	site_open("sqlite", NULL);
	assert_streamed("/frequencies/pub0?limit=5000", 0);
	assert_streamed("/search?q=w&limit=100", 0);
	/* After a checkpoint: first those with its count, then those below. */
	assert_streamed("/frequencies/pub0?limit=5000&count=2&word=w", 0);
	/* Nothing is left open. */
	gantry_assert_status(site_get("/frequencies/pub0?limit=1"), 200);
	gantry_assert_status(
	    site_ask("HEAD", "/frequencies/pub0?limit=5000", NULL), 200);
	gantry_assert_status(site_get("/publications"), 200);
	site_close();
}
END_TEST

START_TEST(a_checkpoint_may_be_an_empty_word)
{
	static const struct sample_document documents[] = {
		PUBLICATION("pub0", "1"),
		WORD("pub0", "1", "", "5"),
		WORD("pub0", "2", "a", "5"),
		{ NULL, NULL },
	};

	site_build(documents);
	site_open("sqlite", NULL);
	site_assert_json("/frequencies/pub0?word=&count=5",
	    "[{\"word\":\"a\",\"count\":5}]");
	site_assert_json(
	    "/frequencies/pub0?limit=1", "[{\"word\":\"\",\"count\":5}]");
	site_close();
}
END_TEST

/* Words that an address or a query has to spell. */
static const struct sample_document hard[] = {
	PUBLICATION("one", "1"),
	PUBLICATION("two", "2"),
	WORD("one", "1", "AC/DC", "3"),
	WORD("two", "1", "AC/DC", "4"),
	WORD("one", "2", "100%", "1"),
	WORD("one", "3", "%41", "1"),
	WORD("one", "4", "...", "1"),
	WORD("one", "5", "a/b/", "1"),
	WORD("one", "6", "\\u00c5ngstr\\u00f6m \\u2603", "1"),
	WORD("one", "7", "who? #1 & co", "1"),
	WORD("one", "8", "a.b;c,d:e@f", "1"),
	WORD("one", "9", "\\ud83d\\ude00", "1"),
	{ NULL, NULL },
};

START_TEST(a_word_with_any_characters_is_found)
{
	static const struct {
		const char *target, *body;
	} cases[] = {
		{ "/entities/AC/DC",
		    "[{\"publication\":\"two\",\"count\":4},"
		    "{\"publication\":\"one\",\"count\":3}]" },
		{ "/entities/AC%2FDC",
		    "[{\"publication\":\"two\",\"count\":4},"
		    "{\"publication\":\"one\",\"count\":3}]" },
		{ "/entities/100%25", NULL },
		{ "/entities/%2541", NULL },
		{ "/entities/...", NULL },
		{ "/entities/a/b/", NULL },
		{ "/entities/%C3%85ngstr%C3%B6m%20%E2%98%83", NULL },
		{ "/entities/who%3F%20%231%20&%20co?unknown=1", NULL },
		{ "/entities/a.b;c,d:e@f", NULL },
		{ "/entities/%F0%9F%98%80", NULL },
	};
	size_t i;

	site_build(hard);
	site_open("sqlite", NULL);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		site_assert_json(cases[i].target,
		    cases[i].body != NULL
			? cases[i].body
			: "[{\"publication\":\"one\",\"count\":1}]");
	site_assert_problem("/entities/ac/dc", 404, "No publication has");
	site_assert_problem("/entities/A", 404, "No publication has");
	site_assert_problem("/entities/AC/DC/", 404, "No publication has");
	site_assert_problem("/entities/Angstrom", 404, "No publication has");
	site_close();
}
END_TEST

START_TEST(words_are_searched_by_their_beginning)
{
	site_build(hard);
	site_open("sqlite", NULL);
	site_assert_json("/search?q=ac", "[{\"word\":\"AC/DC\",\"count\":7}]");
	site_assert_json("/search?q=ac%2Fdc&publication=one",
	    "[{\"word\":\"AC/DC\",\"count\":3}]");
	site_assert_json("/search?q=angstrom",
	    "[{\"word\":\"\xc3\x85ngstr\xc3\xb6m \xe2\x98\x83\","
	    "\"count\":1}]");
	site_assert_json("/search?q=100%25&publication=one",
	    "[{\"word\":\"100%\",\"count\":1}]");
	site_assert_json("/search?q=zzz", "[]");
	site_assert_json("/search?q=100%25&publication=two", "[]");
	site_close();
	site_start("noop");
	site_assert_json(
	    "/search?q=ENT&limit=1", "[{\"word\":\"ent9\",\"count\":90}]");
	site_assert_json("/entities/ent3?x",
	    "[{\"publication\":\"pub0\",\"count\":3},"
	    "{\"publication\":\"pub1\",\"count\":3},"
	    "{\"publication\":\"pub2\",\"count\":3},"
	    "{\"publication\":\"pub3\",\"count\":3},"
	    "{\"publication\":\"pub4\",\"count\":3},"
	    "{\"publication\":\"pub5\",\"count\":3},"
	    "{\"publication\":\"pub6\",\"count\":3},"
	    "{\"publication\":\"pub7\",\"count\":3},"
	    "{\"publication\":\"pub8\",\"count\":3},"
	    "{\"publication\":\"pub9\",\"count\":3}]");
	site_close();
}
END_TEST

#define HUGE_NUMBER "9223372036854775808"

static const struct refused {
	int status;
	const char *target, *says;
} refused[] = {
	{ 400, "/frequencies/pub0?word=a", "'word' and 'count'" },
	{ 400, "/frequencies/pub0?count=1", "'word' and 'count'" },
	{ 400, "/frequencies/pub0?word=", "'word' and 'count'" },
	{ 400, "/frequencies/pub0?limit=0",
	    "'limit' must be a whole number from" },
	{ 400, "/frequencies/pub0?limit=5001", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=-1", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=ten", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=1.5", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=1e1", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=0x1", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=%201", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=1%20", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=+1", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=1%0A", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=%D9%A1", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=" HUGE_NUMBER, "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=99999999999999999999999",
	    "'limit' must" },
	{ 400, "/frequencies/pub0?limit", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=", "'limit' must be" },
	{ 400, "/frequencies/pub0?limit=1&limit=1", "'limit' is given twice" },
	{ 400, "/frequencies/pub0?limit=1&l%69mit=1",
	    "'limit' is given twice" },
	{ 400, "/frequencies/pub0?limit=%zz",
	    "'limit' is badly percent-encoded" },
	{ 400, "/frequencies/pub0?limit=1%00",
	    "'limit' is badly percent-encoded" },
	{ 400, "/frequencies/pub0?limit=%ff", "'limit' must be UTF-8" },
	{ 400, "/frequencies/pub0?word=a&count=", "'count' must be" },
	{ 400, "/frequencies/pub0?word=a&count=1.5", "'count' must be" },
	{ 400, "/frequencies/pub0?word=a&count=" HUGE_NUMBER,
	    "'count' must be" },
	{ 400, "/frequencies/pub0?word=a&count=1&count=2", "'count' is given" },
	{ 400, "/frequencies/pub0?word=a&word=b&count=1",
	    "'word' is given twice" },
	{ 400, "/frequencies/pub0?word=%&count=1", "'word' is badly" },
	{ 400, "/frequencies/pub0?word=%2&count=1", "'word' is badly" },
	{ 400, "/frequencies/pub0?word=%00&count=1", "'word' is badly" },
	{ 400, "/frequencies/pub0?word=%zz&count=1", "'word' is badly" },
	{ 400, "/frequencies/pub0?word=%C3&count=1", "'word' must be UTF-8" },
	{ 400, "/frequencies/pub0?word=%C0%AF&count=1",
	    "'word' must be UTF-8" },
	{ 400, "/frequencies/pub0?word=%ED%A0%80&count=1",
	    "'word' must be UTF-8" },
	{ 400, "/frequencies/pub0?word=%F4%90%80%80&count=1",
	    "'word' must be" },
	{ 400, "/frequencies/%FF", "'pub' of the path must be UTF-8" },
	{ 400, "/frequencies/pub0%C0%80", "'pub' of the path must be UTF-8" },
	{ 400, "/frequencies/nobody?limit=0", "'limit' must be" },
	{ 404, "/frequencies/nobody", "No such publication" },
	{ 404, "/frequencies/PUB0", "No such publication" },
	{ 404, "/frequencies/pub0%20", "No such publication" },
	{ 400, "/entities/%FF", "'word' of the path must be UTF-8" },
	{ 400, "/entities/a/%E0%80%AF", "'word' of the path must be UTF-8" },
	{ 404, "/entities/nowhere", "No publication has" },
	{ 404, "/entities/%25", "No publication has" },
	{ 404, "/entities/a%0Ab", "No publication has" },
	{ 400, "/search", "'q' is missing" },
	{ 400, "/search?Q=a", "'q' is missing" },
	{ 400, "/search?q", "'q' is missing" },
	{ 400, "/search?q=", "'q' is missing" },
	{ 400, "/search?q=a&q=b", "'q' is given twice" },
	{ 400, "/search?q=%", "'q' is badly percent-encoded" },
	{ 400, "/search?q=a%00", "'q' is badly percent-encoded" },
	{ 400, "/search?q=%E9t", "'q' must be UTF-8" },
	{ 400, "/search?q=a&limit=0",
	    "'limit' must be a whole number from 1 to" },
	{ 400, "/search?q=a&limit=101", "'limit' must be" },
	{ 400, "/search?q=a&limit=-1", "'limit' must be" },
	{ 400, "/search?q=a&limit=1.5", "'limit' must be" },
	{ 400, "/search?q=a&limit=", "'limit' must be" },
	{ 400, "/search?q=a&limit=+1", "'limit' must be" },
	{ 400, "/search?q=a&limit=%201", "'limit' must be" },
	{ 400, "/search?q=a&limit=" HUGE_NUMBER, "'limit' must be" },
	{ 400, "/search?q=a&limit=1&limit=2", "'limit' is given twice" },
	{ 404, "/search?q=a&publication=nobody", "No such publication" },
	{ 404, "/search?q=a&publication=", "No such publication" },
	{ 400, "/search?q=a&publication=a&publication=b",
	    "'publication' is given" },
	{ 400, "/search?q=a&publication=%", "'publication' is badly" },
	{ 400, "/search?q=a&publication=%80", "'publication' must be UTF-8" },
};

START_TEST(an_invalid_parameter_is_named)
{
	const struct refused *at;
	const char *const *store;
	size_t i;

	for (store = site_stores; *store != NULL; store++) {
		site_start(*store);
		for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
			at = &refused[i];
			site_assert_problem(at->target, at->status, at->says);
			ck_assert_ptr_null(site_header("ETag"));
			ck_assert_ptr_null(site_header("Cache-Control"));
		}
		site_close();
	}
}
END_TEST

START_TEST(a_search_has_its_length)
{
	char target[1024] = "/search?q=";
	size_t length = strlen(target);

	site_start("noop");
	memset(target + length, 'a', 256);
	site_assert_json(target, "[]");
	target[length + 256] = 'a';
	site_assert_problem(target, 400, "'q' must be at most 256 bytes");
	site_close();
}
END_TEST

START_TEST(the_image_prefix_is_a_setting)
{
	site_open("noop", "blob_storage_bucket=https://img.example.org/\"x");
	gantry_assert_json_text(site_get("/publications"), "/1/img_uri",
	    "https://img.example.org/\"x/pub1.png");
	site_close();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_noop_store_lists_ten_publications,
		the_noop_store_lists_words_after_a_checkpoint,
		the_cache_is_listed,
		a_word_may_be_asked_for_in_the_query,
		words_that_set_a_publication_apart_are_listed,
		names_may_be_percent_encoded,
		the_default_limit_is_ten_words,
		an_answer_has_a_limit,
		an_answer_may_be_as_long_as_the_limit,
		a_long_answer_is_streamed,
		a_checkpoint_may_be_an_empty_word,
		a_word_with_any_characters_is_found,
		words_are_searched_by_their_beginning,
		an_invalid_parameter_is_named,
		a_search_has_its_length,
		the_image_prefix_is_a_setting,
		NULL,
	};

	return unit_run("entities/resources", tests);
}
