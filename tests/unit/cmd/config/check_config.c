/*
 * The configuration: keys, their bounds, and which source wins.
 */
#include <string.h>

#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

static void
begin(void)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
}

static int
put(const char *name, const char *value)
{
	error = (struct gantry_error){ 0 };
	return shelf_put(&config, CONFIG_FILE, name, value, &error);
}

static void
put_well(enum config_source source, const char *name, const char *value)
{
	ck_assert_msg(shelf_put(&config, source, name, value, &error) == 0,
	    "%s = %s: %s", name, value, error.text);
}

START_TEST(the_defaults_serve_the_first_application)
{
	begin();
	ck_assert_uint_ge(config.workers, 1);
	ck_assert_uint_eq(config.threads, 4);
	ck_assert_int_eq(config.limits.timeout, 30000);
	ck_assert(!config.bind_public);
	ck_assert_uint_eq(config.binds.count, 0);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "default.db");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_uint_eq(config.mount_count, 1);
	ck_assert_str_eq(config.mounts[0].prefix, "");
	ck_assert_ptr_eq(config.mounts[0].application, shelf[0]);
	config_clear(&config);
	config_clear(&config);
}
END_TEST

START_TEST(logs_are_checked_where_they_are_named)
{
	begin();
	ck_assert_str_eq(config.error_log, "stderr");
	ck_assert_ptr_null(config.access_log);
	ck_assert_ptr_null(config.slow_log);
	ck_assert_uint_eq(config.slow_log_threshold, 1000);
	ck_assert(!config.request_id_header);
	put_well(CONFIG_FILE, "error-log", "syslog");
	put_well(CONFIG_FILE, "access-log", "stderr");
	put_well(CONFIG_FILE, "access-log", "/x");
	put_well(CONFIG_FILE, "access-log-format", "%(h)s %(D)s");
	put_well(CONFIG_FILE, "slow-log", "journal");
	put_well(CONFIG_FILE, "slow-log-threshold", "250");
	put_well(CONFIG_FILE, "request-id-header", "yes");
	ck_assert_str_eq(config.error_log, "syslog");
	ck_assert_str_eq(config.access_log, "/x");
	ck_assert_str_eq(config.access_log_format, "%(h)s %(D)s");
	ck_assert_str_eq(config.slow_log, "journal");
	ck_assert_uint_eq(config.slow_log_threshold, 250);
	ck_assert(config.request_id_header);
	ck_assert_int_eq(put("access-log", "file"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "'file' is not a log target"));
	ck_assert_int_eq(put("error-log", ""), -1);
	ck_assert_int_eq(put("slow-log", "./x"), -1);
	ck_assert_int_eq(put("access-log-format", "%(h)s %(z)s"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "'%(z)s' at column 7"));
	ck_assert_int_eq(put("slow-log-threshold", "0"), -1);
	ck_assert_str_eq(config.access_log, "/x");
	config_clear(&config);
}
END_TEST

START_TEST(paths_are_left_out_of_the_access_log)
{
	static const char *const file[] = { "/health", "/live", NULL };
	static const char *const line[] = { "/ready", NULL };

	begin();
	put_well(CONFIG_FILE, "access-log-skip", "/health");
	put_well(CONFIG_FILE, "access-log-skip", "/live");
	shelf_assert_list(&config.access_log_skip, file);
	put_well(CONFIG_COMMAND_LINE, "access-log-skip", "/ready");
	shelf_assert_list(&config.access_log_skip, line);
	ck_assert_int_eq(put("access-log-skip", "health"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "must begin with a slash"));
	config_clear(&config);
}
END_TEST

START_TEST(proxies_are_trusted_by_address)
{
	begin();
	ck_assert_uint_eq(config.trusted.proxies.count, 0);
	ck_assert_int_eq(config.trusted.header, FORWARDED_X);
	put_well(CONFIG_FILE, "trusted-proxies", "10.0.0.0/8, unix");
	put_well(CONFIG_FILE, "trusted-proxies", "::1");
	ck_assert_uint_eq(config.trusted.proxies.count, 2);
	ck_assert(config.trusted.proxies.has_unix);
	put_well(CONFIG_COMMAND_LINE, "trusted-proxies", "192.0.2.1");
	ck_assert_uint_eq(config.trusted.proxies.count, 1);
	ck_assert(!config.trusted.proxies.has_unix);
	ck_assert_int_eq(put("trusted-proxies", "localhost"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "'localhost'"));
	put_well(CONFIG_FILE, "trusted-header", "forwarded");
	ck_assert_int_eq(config.trusted.header, FORWARDED_RFC7239);
	put_well(CONFIG_FILE, "trusted-header", "x-forwarded");
	ck_assert_int_eq(config.trusted.header, FORWARDED_X);
	ck_assert_int_eq(put("trusted-header", "x-real-ip"), -1);
	config_clear(&config);
}
END_TEST

START_TEST(a_number_has_its_bounds)
{
	static const struct {
		const char *key, *value;
		int result;
		unsigned number;
	} cases[] = {
		{ "workers", "1", 0, 1 },
		{ "workers", "1024", 0, 1024 },
		{ "workers", "1025", -1, 0 },
		{ "threads", "256", 0, 256 },
		{ "threads", "257", -1, 0 },
		{ "connections", "1000000", 0, 1000000 },
		{ "connections", "1000001", -1, 0 },
		{ "threads", "007", 0, 7 },
		{ "threads", "0", -1, 0 },
		{ "threads", "", -1, 0 },
		{ "threads", "-1", -1, 0 },
		{ "threads", "+1", -1, 0 },
		{ "threads", " 1", -1, 0 },
		{ "threads", "1 ", -1, 0 },
		{ "threads", "1x", -1, 0 },
		{ "threads", "0x1", -1, 0 },
		{ "threads", "1.5", -1, 0 },
		{ "threads", "four", -1, 0 },
		{ "threads", "4294967297", -1, 0 },
		{ "threads", "18446744073709551617", -1, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		config.workers = config.threads = config.limits.connections =
		    77;
		ck_assert_msg(
		    put(cases[i].key, cases[i].value) == cases[i].result,
		    "%s = '%s'", cases[i].key, cases[i].value);
		ck_assert_uint_eq(
		    config.workers + config.threads + config.limits.connections,
		    cases[i].result == 0 ? 154 + cases[i].number : 231);
		if (cases[i].result == -1)
			ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		config_clear(&config);
	}
}
END_TEST

START_TEST(a_switch_is_yes_or_no)
{
	static const char *const yes[] = { "1", "yes", "true", "on" };
	static const char *const no[] = { "0", "no", "false", "off" };
	static const char *const bad[] = { "", "2", "YES", "yes ", "maybe" };
	size_t i;

	begin();
	for (i = 0; i < 4; i++) {
		config.bind_public = false;
		ck_assert_int_eq(put("bind-public", yes[i]), 0);
		ck_assert_msg(config.bind_public, "'%s'", yes[i]);
		ck_assert_int_eq(put("bind-public", no[i]), 0);
		ck_assert_msg(!config.bind_public, "'%s'", no[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(put("bind-public", bad[i]) == -1, "'%s'", bad[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert(!config.bind_public);
	}
	config_clear(&config);
}
END_TEST

START_TEST(a_log_level_is_a_word)
{
	static const char *const bad[] = { "", "Error", "2", "notice", "err" };
	size_t i;

	begin();
	ck_assert_int_eq(config.log_level, LOG_LEVEL_INFO);
	put_well(CONFIG_FILE, "log-level", "error");
	ck_assert_int_eq(config.log_level, LOG_LEVEL_ERROR);
	put_well(CONFIG_ENVIRONMENT, "log-level", "warning");
	ck_assert_int_eq(config.log_level, LOG_LEVEL_WARNING);
	put_well(CONFIG_COMMAND_LINE, "log-level", "info");
	ck_assert_int_eq(config.log_level, LOG_LEVEL_INFO);
	put_well(CONFIG_COMMAND_LINE, "log-level", "debug");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(put("log-level", bad[i]) == -1, "'%s'", bad[i]);
		ck_assert_ptr_nonnull(
		    strstr(error.text, "error, warning, info or debug"));
		ck_assert_int_eq(config.log_level, LOG_LEVEL_DEBUG);
	}
	config_clear(&config);
}
END_TEST

START_TEST(an_alias_sets_every_application_that_has_the_setting)
{
	begin();
	ck_assert_int_eq(put("cache", "/other.db"), 0);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/other.db");
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), "/other.db");
	config_clear(&config);
}
END_TEST

START_TEST(a_setting_beats_an_alias_only_in_the_same_source)
{
	begin();
	put_well(CONFIG_FILE, "cache", "/alias.db");
	put_well(CONFIG_FILE, "set", "first.cache=/set.db");
	put_well(CONFIG_FILE, "cache", "/again.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/set.db");
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), "/again.db");
	put_well(CONFIG_COMMAND_LINE, "cache", "/line.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/line.db");
	config_clear(&config);
}
END_TEST

START_TEST(an_alias_of_an_option_sets_the_option)
{
	begin();
	put_well(CONFIG_FILE, "always", "yes");
	ck_assert(config.debug);
	ck_assert_str_eq(
	    config_value(&config, config_find(&config, "debug")), "yes");
	ck_assert_int_eq(put("always", "maybe"), -1);
	ck_assert_str_eq(error.text, "test: 'maybe' is neither yes nor no");
	config_clear(&config);
}
END_TEST

START_TEST(a_setting_belongs_to_one_application)
{
	begin();
	ck_assert_int_eq(put("set", "second.colour=blue"), 0);
	ck_assert_str_eq(shelf_setting(&config, 1, "colour"), "blue");
	ck_assert_str_eq(shelf_setting(&config, 0, "colour"), "red");
	ck_assert_int_eq(put("set", "first.cache=/a.b=c"), 0);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/a.b=c");
	ck_assert_int_eq(put("set", "first.cache="), 0);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "");
	config_clear(&config);
}
END_TEST

START_TEST(a_bad_setting_is_named)
{
	static const struct {
		const char *value, *says;
	} cases[] = {
		{ "", "APP.KEY=VALUE" },
		{ "first", "APP.KEY=VALUE" },
		{ "first.colour", "APP.KEY=VALUE" },
		{ "colour=red", "APP.KEY=VALUE" },
		{ "colour=red.green", "APP.KEY=VALUE" },
		{ "third.colour=red", "first second plain" },
		{ ".colour=red", "first second plain" },
		{ "first.size=1", "no setting 'size'" },
		{ "first.=1", "no setting ''" },
		{ "first.colour=pink", "red, green or blue" },
		{ "plain.colour=red", "no setting 'colour'" },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    put("set", cases[i].value) == -1, "'%s'", cases[i].value);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "'%s': %s", cases[i].value, error.text);
	}
	config_clear(&config);
}
END_TEST

START_TEST(a_later_source_replaces_a_whole_list)
{
	static const char *const file[] = { "unix:/a", "unix:/b", NULL };
	static const char *const line[] = { "unix:/c", "unix:/d", NULL };

	begin();
	put_well(CONFIG_FILE, "bind", "unix:/a");
	put_well(CONFIG_FILE, "bind", "unix:/b");
	shelf_assert_list(&config.binds, file);
	put_well(CONFIG_COMMAND_LINE, "bind", "unix:/c");
	put_well(CONFIG_COMMAND_LINE, "bind", "unix:/d");
	shelf_assert_list(&config.binds, line);
	put_well(CONFIG_FILE, "mount", "/=first");
	put_well(CONFIG_FILE, "mount", "/a=first");
	put_well(CONFIG_ENVIRONMENT, "mount", "/b=second");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_uint_eq(config.mount_count, 1);
	ck_assert_str_eq(config.mounts[0].prefix, "/b");
	config_clear(&config);
}
END_TEST

START_TEST(a_later_source_replaces_a_value)
{
	begin();
	put_well(CONFIG_FILE, "threads", "2");
	put_well(CONFIG_ENVIRONMENT, "threads", "3");
	ck_assert_uint_eq(config.threads, 3);
	put_well(CONFIG_FILE, "cache", "/file.db");
	put_well(CONFIG_ENVIRONMENT, "set", "first.cache=/environment.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/environment.db");
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), "/file.db");
	put_well(CONFIG_COMMAND_LINE, "cache", "/line.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/line.db");
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), "/line.db");
	config_clear(&config);
}
END_TEST

START_TEST(a_value_that_is_not_set_is_the_default_or_another_key_s)
{
	begin();
	put_well(CONFIG_FILE, "timeout", "7");
	put_well(CONFIG_FILE, "body-timeout", "3");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_int_eq(config.limits.body_timeout, 3000);
	ck_assert_int_eq(config.limits.header_timeout, 7000);
	ck_assert_int_eq(config.limits.write_timeout, 7000);
	ck_assert_int_eq(config.limits.idle_timeout, 90000);
	ck_assert_str_eq(
	    config_value(&config, config_find(&config, "header-timeout")), "7");
	ck_assert_str_eq(
	    config_value(&config, config_find(&config, "body-timeout")), "3");
	ck_assert_str_eq(
	    config_value(&config, config_find(&config, "idle-timeout")), "90");
	ck_assert_str_eq(
	    config_value(&config, config_find(&config, "debug")), "no");
	ck_assert_int_eq(config.limits.body_size, 64 * 1024 * 1024);
	ck_assert_int_eq(config.limits.answer_spool, 1024 * 1024 * 1024);
	ck_assert_int_eq(config.limits.params.bytes, 64 * 1024);
	ck_assert_int_eq(config.limits.connection_memory, 4 * 1024 * 1024);
	ck_assert_int_eq(config.limits.receive_memory, 64 * 1024 * 1024);
	ck_assert_uint_eq(config.limits.connections, 1024);
	ck_assert_str_eq(config.spool_folder, "/tmp");
	ck_assert_int_eq(config.transport, TRANSPORT_FCGI);
	config_clear(&config);
}
END_TEST

START_TEST(a_default_is_only_in_the_table)
{
	const struct config_key *key;

	begin();
	for (key = config.keys; key->name != NULL; key++) {
		ck_assert_msg(
		    key->help == NULL || strstr(key->help, "default") == NULL,
		    "%s: say .fallback, .otherwise or .computed instead",
		    key->name);
		ck_assert_msg((key->fallback != NULL) +
			    (key->otherwise != NULL) + (key->computed != NULL) <
			2,
		    "%s", key->name);
		if (key->otherwise != NULL)
			ck_assert_ptr_nonnull(
			    config_find(&config, key->otherwise));
	}
	config_clear(&config);
}
END_TEST

START_TEST(the_value_of_a_secret_is_not_repeated)
{
	begin();
	ck_assert_int_eq(put("set", "first.password=hunter2"), 0);
	ck_assert_int_eq(put("set", "first.pasword=hunter2"), -1);
	ck_assert_str_eq(error.text,
	    "test: application 'first' has no setting 'pasword'; did you mean "
	    "'password'?");
	config_clear(&config);
}
END_TEST

/* Anyone on the machine can read the arguments of a process. */
START_TEST(a_secret_on_the_command_line_is_warned_of_once)
{
	static const char *const values[] = { "first.password=hunter2",
		"first.password=hunter3", "/:first.password=hunter4" };
	const char *log, *found;
	size_t i;

	begin();
	put_well(CONFIG_FILE, "set", "first.password=hunter1");
	put_well(CONFIG_ENVIRONMENT, "set", "first.password=hunter1");
	put_well(CONFIG_COMMAND_LINE, "set", "first.cache=/x.db");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	unit_capture();
	config_warn_of_secrets(&config);
	ck_assert_str_eq(unit_captured(), "");
	config_clear(&config);

	begin();
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		put_well(CONFIG_COMMAND_LINE, "set", values[i]);
	ck_assert_int_eq(config_finish(&config, &error), 0);
	unit_capture();
	config_warn_of_secrets(&config);
	log = unit_captured();
	found = strstr(log, "'password' is a secret");
	ck_assert_msg(found != NULL, "%s", log);
	ck_assert_ptr_null(strstr(found + 1, "'password'"));
	ck_assert_ptr_null(strstr(log, "hunter"));
	config_clear(&config);
}
END_TEST

START_TEST(each_key_is_found_by_its_whole_name)
{
	const struct config_key *key;

	begin();
	for (key = config.keys; key->name != NULL; key++) {
		ck_assert_ptr_eq(config_find(&config, key->name), key);
		/* Only a former name can do without a line in --help. */
		ck_assert(key->help != NULL || key->is_indirect);
	}
	ck_assert_ptr_null(config_find(&config, ""));
	ck_assert_ptr_null(config_find(&config, "bin"));
	ck_assert_ptr_null(config_find(&config, "Bind"));
	ck_assert_ptr_null(config_find(&config, "bind_public"));
	ck_assert_ptr_null(config_find(&config, "config"));
	config_clear(&config);
}
END_TEST

START_TEST(a_long_list_of_applications_is_cut)
{
	static struct gantry_application many[40];
	const struct gantry_application *applications[41] = { NULL };
	size_t i;

	for (i = 0; i < 40; i++) {
		many[i].name = "an-application";
		applications[i] = &many[i];
	}
	ck_assert_int_eq(config_init(&config, applications, &error), 0);
	ck_assert_int_eq(put("set", "none.key=value"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "an-application"));
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_defaults_serve_the_first_application,
		logs_are_checked_where_they_are_named,
		paths_are_left_out_of_the_access_log,
		proxies_are_trusted_by_address,
		a_number_has_its_bounds,
		a_switch_is_yes_or_no,
		a_log_level_is_a_word,
		an_alias_sets_every_application_that_has_the_setting,
		a_setting_beats_an_alias_only_in_the_same_source,
		an_alias_of_an_option_sets_the_option,
		a_setting_belongs_to_one_application,
		a_bad_setting_is_named,
		a_later_source_replaces_a_whole_list,
		a_later_source_replaces_a_value,
		a_value_that_is_not_set_is_the_default_or_another_key_s,
		a_default_is_only_in_the_table,
		the_value_of_a_secret_is_not_repeated,
		a_secret_on_the_command_line_is_warned_of_once,
		each_key_is_found_by_its_whole_name,
		a_long_list_of_applications_is_cut,
		NULL,
	};

	return unit_run("cmd/config", tests);
}
