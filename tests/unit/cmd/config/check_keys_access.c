/*
 * The keys about access: what they take, and which source wins.
 */
#include <string.h>
#include <unistd.h>

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

START_TEST(a_later_source_replaces_the_lists)
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

int
main(void)
{
	const TTest *const tests[] = {
		a_later_source_replaces_the_lists,
		an_empty_list_is_an_error,
		users_and_groups_are_looked_up,
		a_mode_is_octal,
		the_sandbox_is_on_off_or_required,
		NULL,
	};

	return unit_run("cmd/keys_access", tests);
}
