/*
 * Hosts, their ports, and what is neither.
 */
#include <stdio.h>
#include <string.h>

#include "gate/environ/host.h"
#include "unit.h"

START_TEST(a_host_is_parsed)
{
	static const struct {
		const char *text, *name, *port;
	} cases[] = {
		{ "example.org", "example.org", NULL },
		{ "example.org:8080", "example.org", "8080" },
		{ "example.org:", "example.org", NULL },
		{ "a_b.Example.org", "a_b.Example.org", NULL },
		{ "192.0.2.1:1", "192.0.2.1", "1" },
		{ "[2001:db8::1]", "[2001:db8::1]", NULL },
		{ "[2001:db8::1]:65535", "[2001:db8::1]", "65535" },
		{ "2001:db8::1", "2001:db8::1", NULL },
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.1", NULL },
		{ "::", "::", NULL },
	};
	char seen[64];
	struct host host;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(host_parse(&host, cases[i].text,
				  strlen(cases[i].text)) == 0,
		    "'%s'", cases[i].text);
		snprintf(seen, sizeof(seen), "%.*s", (int)host.name_length,
		    host.name);
		ck_assert_str_eq(seen, cases[i].name);
		ck_assert_int_eq(host.port == NULL, cases[i].port == NULL);
		if (host.port == NULL)
			continue;
		snprintf(seen, sizeof(seen), "%.*s", (int)host.port_length,
		    host.port);
		ck_assert_str_eq(seen, cases[i].port);
	}
}
END_TEST

START_TEST(a_malformed_host_is_rejected)
{
	static const char *const cases[] = { "", ":", ":80", "_", ".org",
		"*.example.org", "~^a$", "a b", "a/b", "a@b", "a\"b", "a,b",
		"\xc3\xa9.org", "example.org:x", "example.org:0",
		"example.org:65536", "example.org:-1", "example.org: 80",
		"example.org:8 0", "[::1", "[]", "[::1]x", "[::1]:x", "[x]",
		"a:b:c", "a:1:2", "[example.org]" };
	struct host host;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    host_parse(&host, cases[i], strlen(cases[i])) == -1, "'%s'",
		    cases[i]);
}
END_TEST

START_TEST(no_more_than_the_length_is_read)
{
	struct host host;

	ck_assert_int_eq(host_parse(&host, "a:80/x", 4), 0);
	ck_assert_uint_eq(host.port_length, 2);
	ck_assert_int_eq(host_parse(&host, "a:80:b]", 2), 0);
	ck_assert_ptr_null(host.port);
	ck_assert(port_is_valid("80x", 2));
	ck_assert(!port_is_valid("80x", 3));
	ck_assert(!port_is_valid("", 0));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_host_is_parsed,
		a_malformed_host_is_rejected,
		no_more_than_the_length_is_read,
		NULL,
	};

	return unit_run("gate/host", tests);
}
