/*
 * The hosts that a development server answers for, and the clients that see
 * internals.
 */
#include <string.h>

#include "serve/development/access.h"
#include "unit.h"

static const char *const names[] = { "dev.example", "::2" };
static const struct access_hosts hosts = { names, 2 };
static struct gantry_environ environ_;
static struct gantry_error error;

static bool
has(const char *host)
{
	return access_has_host(&hosts, host, strlen(host));
}

START_TEST(only_its_own_names_are_hosts)
{
	static const char *const good[] = { "localhost", "LocalHost",
		"localhost:8000", "127.0.0.1", "127.0.0.1:1", "[::1]",
		"[::1]:8000", "dev.example", "DEV.example:80", "[::2]",
		"[::2]:80", NULL };
	static const char *const bad[] = { "", "localhost.", "localhost.x",
		"xlocalhost", "x.localhost", "127.0.0.2", "127.0.0.1.x",
		"0.0.0.0", "[::]", "[::3]", "dev.example.x", "localhost@x",
		"localhost:x", "localhost:99999999", "localhost, x", "x",
		" localhost", "[::1", NULL };
	size_t i;

	for (i = 0; good[i] != NULL; i++)
		ck_assert_msg(has(good[i]), "%s is refused", good[i]);
	for (i = 0; bad[i] != NULL; i++)
		ck_assert_msg(!has(bad[i]), "%s is allowed", bad[i]);
}
END_TEST

static void
set(const char *name, const char *value)
{
	ck_assert_int_eq(environ_set(&environ_, name, value, &error), 0);
}

static void
begin(void)
{
	environ_init(&environ_);
	set("HTTP_HOST", "localhost:8000");
	set("REMOTE_ADDR", "127.0.0.1");
	set("SERVER_ADDR", "127.0.0.1");
}

START_TEST(a_request_without_a_host_is_answered_but_sees_nothing)
{
	begin();
	environ_remove(&environ_, "HTTP_HOST");
	ck_assert(access_is_allowed(&hosts, &environ_));
	ck_assert(!access_is_local(&hosts, &environ_));
	set("HTTP_HOST", "evil.example");
	ck_assert(!access_is_allowed(&hosts, &environ_));
	environ_clear(&environ_);
}
END_TEST

START_TEST(only_clients_on_this_machine_see_internals)
{
	static const char *const good[] = { "127.0.0.1", "127.255.0.9", "::1",
		"::ffff:127.0.0.1", NULL };
	static const char *const bad[] = { "", "128.0.0.1", "10.0.0.1",
		"192.0.2.1", "::2", "::", "2001:db8::1", "::ffff:10.0.0.1",
		"::127.0.0.1", "localhost", NULL };
	size_t i;

	begin();
	for (i = 0; good[i] != NULL; i++) {
		set("REMOTE_ADDR", good[i]);
		ck_assert_msg(
		    access_is_local(&hosts, &environ_), "%s", good[i]);
	}
	for (i = 0; bad[i] != NULL; i++) {
		set("REMOTE_ADDR", bad[i]);
		ck_assert_msg(
		    !access_is_local(&hosts, &environ_), "%s", bad[i]);
	}
	set("REMOTE_ADDR", "127.0.0.1");
	for (i = 1; bad[i] != NULL; i++) {
		set("SERVER_ADDR", bad[i]);
		ck_assert_msg(
		    !access_is_local(&hosts, &environ_), "on %s", bad[i]);
	}
	environ_clear(&environ_);
}
END_TEST

START_TEST(what_a_proxy_speaks_for_sees_no_internals)
{
	static const char *const headers[] = { "HTTP_FORWARDED",
		"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST",
		"HTTP_X_REAL_IP", "HTTP_VIA", NULL };
	size_t i;

	for (i = 0; headers[i] != NULL; i++) {
		begin();
		ck_assert(access_is_local(&hosts, &environ_));
		set(headers[i], "127.0.0.1");
		ck_assert_msg(
		    !access_is_local(&hosts, &environ_), "%s", headers[i]);
		environ_clear(&environ_);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		only_its_own_names_are_hosts,
		a_request_without_a_host_is_answered_but_sees_nothing,
		only_clients_on_this_machine_see_internals,
		what_a_proxy_speaks_for_sees_no_internals,
		NULL,
	};

	return unit_run("access", tests);
}
