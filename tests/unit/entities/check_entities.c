/*
 * The application's settings, and what it is when it is opened.
 */
#include <string.h>

#include "answer.h"
#include "entities/entities.h"
#include "entities/site.h"
#include "gate/settings.h"
#include "gate/transport/call.h"
#include "unit.h"

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
	mount = (struct mount){
		.prefix = "",
		.application = &entities_application,
		.settings = &settings,
	};
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
tear_down(void)
{
	gate_close(&gate);
	settings_clear(&settings);
	answer_clear(&answer);
}

START_TEST(a_missing_cache_does_not_prevent_opening)
{
	const char *log;

	configure("sqlite");
	unit_capture();
	start();
	log = unit_captured();
	ck_assert_msg(strstr(log, "warning: application 'entities': ") != NULL,
	    "%s", log);
	ck_assert_ptr_null(entities_application.fact(gate.states[0]));
	tear_down();
}
END_TEST

START_TEST(its_fact_is_the_generation)
{
	site_build(NULL);
	configure("sqlite");
	start();
	ck_assert_uint_gt(strlen(entities_application.fact(gate.states[0])), 8);
	tear_down();
	configure("noop");
	start();
	ck_assert_str_eq(entities_application.fact(gate.states[0]), "noop");
	tear_down();
}
END_TEST

START_TEST(the_time_of_a_query_is_a_setting)
{
	static const char *const bad[] = { "", "-1", "3600001", "5 s", "1.5",
		"soon" };
	size_t i;

	ck_assert_int_eq(settings_init(&settings, &entities_application), 0);
	ck_assert_str_eq(
	    gantry_settings_get(&settings, "query_timeout"), "5000");
	set("query_timeout", "0");
	set("query_timeout", "3600000");
	set("query_timeout", "5s");
	ck_assert_int_eq(
	    gantry_settings_duration(&settings, "query_timeout"), 5000);
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
	const struct call call = { .method = "GET", .target = target };

	gantry_buffer_reset(&told);
	answer_clear(&answer);
	ck_assert_int_eq(call_serve(&gate, &call, &answer.bytes, &error), 0);
	answer_read(&answer);
	ck_assert_int_eq(answer.status, 200);
	gantry_buffer_putc(&told, '\0');
	ck_assert_str_eq(told.data, expected);
}

START_TEST(each_statement_is_traced_and_slow_ones_are_explained)
{
	site_build(NULL);
	configure("sqlite");
	start();
	gate.observer.step = gate.observer.explain = tell_step;
	gate.observer.is_slow = say_slow;
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
		a_missing_cache_does_not_prevent_opening,
		its_fact_is_the_generation,
		the_time_of_a_query_is_a_setting,
		there_are_two_stores,
		each_statement_is_traced_and_slow_ones_are_explained,
		NULL,
	};

	return unit_run("entities/entities", tests);
}
