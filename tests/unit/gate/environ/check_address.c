/*
 * Addresses, and who is in a list of them.
 */
#include <string.h>

#include "gate/environ/address.h"
#include "unit.h"

static struct gantry_error error;

static bool
has(const struct address_list *list, const char *text)
{
	struct address address;

	ck_assert_int_eq(address_parse(&address, text, strlen(text)), 0);
	return address_list_has(list, &address);
}

START_TEST(ranges_hold_their_addresses)
{
	static const struct {
		const char *list, *address;
		bool is_in;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1", true },
		{ "192.0.2.1", "192.0.2.2", false },
		{ "192.0.2.1", "::ffff:192.0.2.1", true },
		{ "::ffff:192.0.2.1", "192.0.2.1", true },
		{ "192.0.2.0/24", "192.0.2.255", true },
		{ "192.0.2.0/24", "192.0.3.0", false },
		{ "192.0.2.128/25", "192.0.2.127", false },
		{ "192.0.2.128/25", "192.0.2.128", true },
		{ "10.0.0.0/8", "10.255.0.1", true },
		{ "10.0.0.0/8", "11.0.0.1", false },
		{ "172.16.0.0/12", "172.31.255.255", true },
		{ "172.16.0.0/12", "172.32.0.0", false },
		{ "0.0.0.0/0", "203.0.113.9", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "2001:db8::1", true },
		{ "::/0", "192.0.2.1", true },
		{ "2001:db8::/32", "2001:db8:ffff::1", true },
		{ "2001:db8::/32", "2001:db9::1", false },
		{ "::1", "::1", true },
		{ "[::1]", "[::1]", true },
		{ "::1", "127.0.0.1", false },
		{ "127.0.0.1,::1, 10.0.0.0/8", "::1", true },
		{ " 127.0.0.1\t::1  ", "::1", true },
		{ "unix", "127.0.0.1", false },
		{ "", "127.0.0.1", false },
	};
	struct address_list list = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(
		    address_list_add(&list, cases[i].list, &error), 0);
		ck_assert_msg(has(&list, cases[i].address) == cases[i].is_in,
		    "%s in %s", cases[i].address, cases[i].list);
		address_list_clear(&list);
		ck_assert(!has(&list, cases[i].address));
	}
}
END_TEST

START_TEST(unix_is_for_peers_without_an_address)
{
	struct address_list list = { 0 };

	ck_assert_int_eq(address_list_add(&list, "::1", &error), 0);
	ck_assert(!list.has_unix);
	ck_assert_int_eq(address_list_add(&list, "unix,10.0.0.1", &error), 0);
	ck_assert(list.has_unix);
	ck_assert_uint_eq(list.count, 2);
	address_list_clear(&list);
	ck_assert(!list.has_unix);
}
END_TEST

START_TEST(a_malformed_address_is_named)
{
	static const char *const cases[] = { "localhost", "192.0.2",
		"192.0.2.256", "192.0.2.1/33", "192.0.2.1/", "192.0.2.1/x",
		"192.0.2.1/-1", "192.0.2.1/24", "2001:db8::/129",
		"2001:db8::1/32", "::1/1000", "[::1", "*", "unix:", "/24",
		"192.0.2.0/0024" };
	struct address_list list = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		error = (struct gantry_error){ 0 };
		ck_assert_msg(address_list_add(&list, cases[i], &error) == -1,
		    "%s", cases[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_ptr_nonnull(strstr(error.text, cases[i]));
		address_list_clear(&list);
	}
}
END_TEST

START_TEST(host_bits_are_an_error_that_says_so)
{
	struct address_list list = { 0 };

	ck_assert_int_eq(address_list_add(&list, "192.0.2.1/24", &error), -1);
	ck_assert_str_eq(error.text,
	    "'192.0.2.1/24' has host bits set; give the first address of the "
	    "range");
	address_list_clear(&list);
}
END_TEST

START_TEST(no_more_than_the_length_is_parsed)
{
	struct address address;

	ck_assert_int_eq(address_parse(&address, "192.0.2.1x", 9), 0);
	ck_assert_int_eq(address_parse(&address, "192.0.2.1x", 10), -1);
	ck_assert_int_eq(address_parse(&address, "", 0), -1);
	ck_assert_int_eq(address_parse(&address,
			     "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"
			     ":0000:0000",
			     59),
	    -1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		ranges_hold_their_addresses,
		unix_is_for_peers_without_an_address,
		a_malformed_address_is_named,
		host_bits_are_an_error_that_says_so,
		no_more_than_the_length_is_parsed,
		NULL,
	};

	return unit_run("gate/address", tests);
}
