/*
 * The environment.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

/* Begin with no variable but those that the test sets. */
static void
begin(void)
{
	clearenv();
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	error = (struct gantry_error){ 0 };
}

START_TEST(the_environment_sets_everything)
{
	static const char *const binds[] = { "unix:/a", "127.0.0.1:1", NULL };
	static const char *const mounts[] = { "/=second", "/f=first", NULL };

	begin();
	setenv("GANTRY_BIND", "unix:/a 127.0.0.1:1", 1);
	setenv("GANTRY_BIND_PUBLIC", "1", 1);
	setenv("GANTRY_CACHE", "/the cache.db", 1);
	setenv("GANTRY_MOUNT", " /=second\n\t/f=first ", 1);
	setenv("GANTRY_SET", "first.colour=blue second.colour=green", 1);
	setenv("GANTRY_THREADS", "2", 1);
	setenv("GANTRY_TIMEOUT", "5", 1);
	setenv("GANTRY_WORKERS", "3", 1);
	ck_assert_msg(
	    config_read_environment(&config, &error) == 0, "%s", error.text);
	shelf_assert_list(&config.binds, binds);
	shelf_assert_list(&config.mount_texts, mounts);
	ck_assert(config.bind_public);
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), "/the cache.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "colour"), "blue");
	ck_assert_str_eq(shelf_setting(&config, 1, "colour"), "green");
	ck_assert_uint_eq(config.threads, 2);
	ck_assert_int_eq(config.limits.timeout, 5000);
	ck_assert_uint_eq(config.workers, 3);
	config_clear(&config);
}
END_TEST

START_TEST(an_empty_variable_sets_nothing)
{
	begin();
	setenv("GANTRY_THREADS", "", 1);
	setenv("GANTRY_BIND", "", 1);
	setenv("GANTRY_UNKNOWN", "x", 1);
	ck_assert_int_eq(config_read_environment(&config, &error), 0);
	ck_assert_uint_eq(config.threads, 4);
	ck_assert_uint_eq(config.binds.count, 0);
	config_clear(&config);
}
END_TEST

START_TEST(an_error_names_the_variable)
{
	static const struct {
		const char *name, *value, *says;
	} cases[] = {
		{ "GANTRY_THREADS", "0", "GANTRY_THREADS: '0'" },
		{ "GANTRY_BIND_PUBLIC", "x", "GANTRY_BIND_PUBLIC: 'x'" },
		{ "GANTRY_SET", "first.colour=red x", "GANTRY_SET: 'x'" },
		{ "GANTRY_SET", "x first.colour=red", "GANTRY_SET: 'x'" },
		{ "GANTRY_WORKER", "2",
		    "GANTRY_WORKER: unknown variable; did you mean "
		    "GANTRY_WORKERS?" },
		{ "GANTRY_bind_public", "",
		    "GANTRY_bind_public: unknown variable; did you "
		    "mean GANTRY_BIND_PUBLIC?" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		setenv(cases[i].name, cases[i].value, 1);
		ck_assert_msg(config_read_environment(&config, &error) == -1,
		    "%s=%s", cases[i].name, cases[i].value);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) == error.text,
		    "%s", error.text);
		config_clear(&config);
	}
}
END_TEST

START_TEST(every_bad_word_is_an_error)
{
	begin();
	setenv("GANTRY_SET", "x first.colour=blue y", 1);
	setenv("GANTRY_THREADS", "0", 1);
	setenv("GANTRY_THREAD", "1", 1);
	ck_assert_int_eq(config_read_environment(&config, &error), -1);
	ck_assert_uint_eq(config.errors.count, 4);
	ck_assert_ptr_nonnull(
	    strstr(config.errors.items[1].text, "GANTRY_SET: 'y'"));
	ck_assert_str_eq(shelf_setting(&config, 0, "colour"), "blue");
	config_clear(&config);
}
END_TEST

/* Those that Kubernetes makes for a service, gantry-cache's, and too long. */
START_TEST(variables_of_other_programs_are_ignored)
{
	static const char *const names[] = { "GANTRY_CONFIG", "GANTRY_TOKEN",
		"GANTRY_PORT", "GANTRY_SERVICE_HOST", "GANTRY_SERVICE_PORT",
		"GANTRY_PORT_9000_TCP", "GANTRY_PORT_9000_TCP_ADDR", "GANTRY",
		"GANTRY_", "gantry_worker", "GANTRYWORKER", "XGANTRY_WORKER",
		"GANTRY_A_NAME_THAT_IS_LONGER_THAN_ANY_THAT_GANTRY_KNOWS_OR_"
		"WILL" };
	size_t i;

	begin();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		setenv(names[i], "x", 1);
	ck_assert_msg(
	    config_read_environment(&config, &error) == 0, "%s", error.text);
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_environment_sets_everything,
		an_empty_variable_sets_nothing,
		an_error_names_the_variable,
		every_bad_word_is_an_error,
		variables_of_other_programs_are_ignored,
		NULL,
	};

	return unit_run("cmd/environment", tests);
}
