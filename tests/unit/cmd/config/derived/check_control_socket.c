/*
 * Where the control socket is.
 */
#include <string.h>

#include "cmd/config/derived/control_socket.h"
#include "unit.h"

static struct config config;
static struct control_socket found;

static void
bind_to(const char *address)
{
	ck_assert_int_eq(config_list_add(&config.binds, address, NULL), 0);
}

START_TEST(the_default_is_beside_the_first_unix_bind)
{
	bind_to("127.0.0.1:9000");
	control_socket_find(&found, &config);
	ck_assert_str_eq(found.path, "/run/gantry/gantry.ctl");
	bind_to("unix:/run/a.sock");
	bind_to("unix:/run/b.sock");
	control_socket_find(&found, &config);
	ck_assert_str_eq(found.path, "/run/a.sock.ctl");
	ck_assert(!found.is_given);
	config_list_clear(&config.binds);
}
END_TEST

START_TEST(the_configured_path_beats_the_default)
{
	char path[] = "/run/here", none[] = "none";

	bind_to("unix:/run/a.sock");
	config.control_socket = path;
	control_socket_find(&found, &config);
	ck_assert_str_eq(found.path, "/run/here");
	ck_assert(found.is_given);
	config.control_socket = none;
	control_socket_find(&found, &config);
	ck_assert_str_eq(found.path, "");
	config.control_socket = NULL;
	config_list_clear(&config.binds);
}
END_TEST

START_TEST(a_path_that_is_too_long_is_not_used)
{
	char address[200] = "unix:/";

	/* The path and ".ctl" fill sun_path, but for the NUL. */
	memset(address + 6, 'x', CONTROL_SOCKET_SIZE - 1 - 4 - 1);
	bind_to(address);
	control_socket_find(&found, &config);
	ck_assert_uint_eq(strlen(found.path), CONTROL_SOCKET_SIZE - 1);
	config_list_clear(&config.binds);
	strcat(address, "x");
	bind_to(address);
	control_socket_find(&found, &config);
	ck_assert_str_eq(found.path, "");
	config_list_clear(&config.binds);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_default_is_beside_the_first_unix_bind,
		the_configured_path_beats_the_default,
		a_path_that_is_too_long_is_not_used,
		NULL,
	};

	return unit_run("cmd/control_socket", tests);
}
