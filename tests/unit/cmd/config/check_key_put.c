/*
 * What the keys accept, and which source wins.
 */
#include <string.h>
#include <unistd.h>

#include "cmd/commands/commands.h"
#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

static int
put(enum config_source source, const char *name, const char *value)
{
	error = (struct gantry_error){ 0 };
	return shelf_put(&config, source, name, value, &error);
}

static void
begin(void)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
}

START_TEST(a_later_source_replaces_a_list)
{
	begin();
	ck_assert_int_eq(put(CONFIG_FILE, "allow-users", "1 2"), 0);
	ck_assert_int_eq(put(CONFIG_FILE, "allow-users", "root"), 0);
	ck_assert_uint_eq(config.peers.user_count, 3);
	ck_assert_int_eq(put(CONFIG_COMMAND_LINE, "allow-users", "4"), 0);
	ck_assert_uint_eq(config.peers.user_count, 1);
	ck_assert_uint_eq(config.peers.users[0], 4);
	ck_assert_int_eq(put(CONFIG_FILE, "allow-peers", "10.0.0.0/8,::1"), 0);
	ck_assert_uint_eq(config.peers.addresses.count, 2);
	ck_assert_int_eq(put(CONFIG_ENVIRONMENT, "allow-peers", "unix"), 0);
	ck_assert_uint_eq(config.peers.addresses.count, 0);
	ck_assert(config.peers.addresses.has_unix);
	config_clear(&config);
}
END_TEST

START_TEST(an_empty_list_is_an_error)
{
	begin();
	ck_assert_int_eq(put(CONFIG_FILE, "allow-users", ""), -1);
	ck_assert_int_eq(put(CONFIG_FILE, "allow-peers", " , "), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_int_eq(put(CONFIG_FILE, "allow-peers", "example.org"), -1);
	config_clear(&config);
}
END_TEST

START_TEST(users_and_groups_are_looked_up)
{
	static const char *const keys[] = { "user", "group", "socket-user",
		"socket-group" };
	size_t i;

	begin();
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		ck_assert_int_eq(put(CONFIG_FILE, keys[i], "no-such-one"), -1);
		ck_assert_ptr_nonnull(strstr(error.text, "no-such-one"));
		ck_assert_int_eq(
		    put(CONFIG_FILE, keys[i], i < 2 ? "7" : "8"), 0);
	}
	ck_assert(config.privileges.has_user && config.privileges.has_group);
	ck_assert_uint_eq(config.privileges.user, 7);
	ck_assert_uint_eq(config.privileges.group, 7);
	ck_assert(config.listen.has_user && config.listen.has_group);
	ck_assert_uint_eq(config.listen.user, 8);
	ck_assert_uint_eq(config.listen.group, 8);
	config_clear(&config);
}
END_TEST

START_TEST(a_mode_is_octal)
{
	static const char *const wrong[] = { "", "rw", "66", "0668", "01777",
		"-660", "000", "0660 " };
	size_t i;

	begin();
	ck_assert_int_eq(put(CONFIG_FILE, "socket-mode", "0600"), 0);
	ck_assert_uint_eq(config.listen.mode, 0600);
	ck_assert_int_eq(put(CONFIG_FILE, "socket-mode", "666"), 0);
	ck_assert_uint_eq(config.listen.mode, 0666);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(put(CONFIG_FILE, "socket-mode", wrong[i]) == -1,
		    "'%s'", wrong[i]);
	config_clear(&config);
}
END_TEST

START_TEST(the_sandbox_is_on_off_or_required)
{
	begin();
	ck_assert_int_eq(config.sandbox, SANDBOX_ON);
	ck_assert_int_eq(put(CONFIG_FILE, "sandbox", "off"), 0);
	ck_assert_int_eq(config.sandbox, SANDBOX_OFF);
	ck_assert_int_eq(put(CONFIG_FILE, "sandbox", "require"), 0);
	ck_assert_int_eq(config.sandbox, SANDBOX_REQUIRE);
	ck_assert_int_eq(put(CONFIG_FILE, "sandbox", "on"), 0);
	ck_assert_int_eq(config.sandbox, SANDBOX_ON);
	ck_assert_int_eq(put(CONFIG_FILE, "sandbox", "yes"), -1);
	config_clear(&config);
}
END_TEST

START_TEST(an_error_lists_the_choices)
{
	begin();
	ck_assert_int_eq(put(CONFIG_FILE, "pool", "big"), -1);
	ck_assert_str_eq(error.text,
	    "test: 'big' is not a value of pool; give static, dynamic or "
	    "ondemand");
	ck_assert_int_eq(put(CONFIG_FILE, "pool", "ondemand"), 0);
	ck_assert_int_eq(config.pool, SCALING_ON_DEMAND);
	ck_assert_int_eq(put(CONFIG_FILE, "trusted-header", "forwarded"), 0);
	ck_assert_int_eq(config.trusted.header, FORWARDED_RFC7239);
	config_clear(&config);
}
END_TEST

START_TEST(a_size_has_a_unit_and_a_limit)
{
	begin();
	ck_assert_int_eq(put(CONFIG_FILE, "params-size", "16m"), 0);
	ck_assert_int_eq(config.limits.params.bytes, 16 << 20);
	ck_assert_int_eq(put(CONFIG_FILE, "params-size", "17M"), -1);
	ck_assert_str_eq(error.text,
	    "test: '17M' is not a size from 1 to 16M; give bytes, or 64K, 10M "
	    "or 1G");
	ck_assert_int_eq(put(CONFIG_FILE, "body-size", "0"), -1);
	ck_assert_str_eq(error.text,
	    "test: '0' is not a size from 1; give bytes, or 64K, 10M or 1G");
	ck_assert_int_eq(put(CONFIG_FILE, "body-size", "1T"), -1);
	config_clear(&config);
}
END_TEST

static int
put_handoff(const char *value)
{
	return put(CONFIG_FILE, "file-handoff", value);
}

START_TEST(files_are_handed_off_in_two_ways_or_not_at_all)
{
	static const char *const ways[] = { "x-sendfile",
		"x-accel-redirect:/srv/files=/internal", "x-accel-redirect:/=/",
		"x-accel-redirect:/a b/=/i/" };
	size_t i;

	begin();
	ck_assert_ptr_null(command_gate_options(&config).file_handoff);
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		ck_assert_msg(put_handoff(ways[i]) == 0, "%s", error.text);
		ck_assert_str_eq(
		    command_gate_options(&config).file_handoff, ways[i]);
	}
	ck_assert_int_eq(put_handoff("none"), 0);
	ck_assert_ptr_null(command_gate_options(&config).file_handoff);
	config_clear(&config);
}
END_TEST

START_TEST(an_error_lists_the_ways_to_hand_off_files)
{
	static const struct {
		const char *value, *text;
	} cases[] = {
		{ "", "give none, x-sendfile or x-accel-redirect:" },
		{ "X-Sendfile", "'X-Sendfile' is not a way" },
		{ "x-sendfile:/a", "is not a way" },
		{ "x-accel-redirect", "is not a way" },
		{ "x-accel-redirect:", "where nginx has the files" },
		{ "x-accel-redirect:/a", "where nginx has the files" },
		{ "x-accel-redirect:a=/b", "where nginx has the files" },
		{ "x-accel-redirect:/a=b", "where nginx has the files" },
		{ "x-accel-redirect:/a=", "where nginx has the files" },
		{ "x-accel-redirect:/a=/b\n", "where nginx has the files" },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    put_handoff(cases[i].value) == -1, "%s", cases[i].value);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].text) != NULL, "%s",
		    error.text);
		ck_assert_ptr_null(command_gate_options(&config).file_handoff);
	}
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_later_source_replaces_a_list,
		an_empty_list_is_an_error,
		users_and_groups_are_looked_up,
		a_mode_is_octal,
		the_sandbox_is_on_off_or_required,
		an_error_lists_the_choices,
		a_size_has_a_unit_and_a_limit,
		files_are_handed_off_in_two_ways_or_not_at_all,
		an_error_lists_the_ways_to_hand_off_files,
		NULL,
	};

	return unit_run("cmd/key_put", tests);
}
