/*
 * The formats: what each standard calls one.
 */
#include <string.h>

#include "unit.h"
#include "web/schema/schema.h"

struct texts {
	const char *format;
	const char *valid[14], *invalid[14]; /* ended by NULL */
};

static int
check(const char *format, const char *text)
{
	const struct gantry_json_value value = {
		.kind = GANTRY_JSON_STRING,
		.string = text,
		.length = strlen(text),
	};

	return format_check(format, &value);
}

static void
assert_texts(const struct texts *texts, size_t count)
{
	const char *const *text;
	size_t i;

	for (i = 0; i < count; i++) {
		for (text = texts[i].valid; *text != NULL; text++)
			ck_assert_msg(check(texts[i].format, *text) == 1,
			    "%s: %s", texts[i].format, *text);
		for (text = texts[i].invalid; *text != NULL; text++)
			ck_assert_msg(check(texts[i].format, *text) == 0,
			    "%s: %s", texts[i].format, *text);
	}
}

START_TEST(times_are_those_of_rfc_3339)
{
	static const struct texts texts[] = {
		{ "date-time",
		    { "2024-02-29T12:00:00Z", "1963-06-19t08:30:06.283185z",
			"1998-12-31T23:59:60Z", "1998-12-31T15:59:60.123-08:00",
			"2024-01-01T00:00:00+23:59" },
		    { "2023-02-29T12:00:00Z", "2024-01-01 00:00:00Z",
			"2024-01-01T00:00:00", "2024-01-01",
			"1998-12-31T22:59:60Z", "2024-01-01T24:00:00Z",
			"2024-01-01T00:00:00.Z", "2024-1-01T00:00:00Z",
			"2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+0100",
			"2024-01-01T00:00:00Z\n" } },
		{ "date", { "2024-02-29", "0001-01-01", "9999-12-31" },
		    { "2023-02-29", "2024-13-01", "2024-00-01", "2024-1-1",
			"24-01-01", "2024-01-01T00:00:00Z", "2024/01/01",
			"" } },
		{ "time",
		    { "08:30:06Z", "23:59:60Z", "01:29:60+01:30",
			"15:59:60-08:00", "08:30:06.5-00:00" },
		    { "08:30:06", "24:00:00Z", "08:60:00Z", "22:59:60Z",
			"08:30:61Z", "8:30:06Z", "08:30Z" } },
		{ "duration",
		    { "P4DT12H30M5S", "P1Y2M3D", "PT36H", "P2W", "PT0S", "P1M",
			"P1Y" },
		    { "P", "PT", "P1", "P1D2H", "P2D1Y", "P1Y2D", "P1W2D",
			"PT1D", "4D", "P1YT", "PT1H2S", "P0.5Y", "-P1D" } },
	};

	assert_texts(texts, sizeof(texts) / sizeof(texts[0]));
}
END_TEST

START_TEST(addresses_are_those_of_the_internet)
{
	static const struct texts texts[] = {
		{ "email",
		    { "joe.bloggs@example.com", "te~st@example.com",
			"\"joe bloggs\"@example.com", "a+b@x",
			"joe@[127.0.0.1]", "joe@[IPv6:::1]" },
		    { "2962", "joe", "@example.com", "a@", ".a@x", "a.@x",
			"a..b@x", "a b@x", "joe@[127.0.0.300]", "a@-x", "a@x_y",
			"a@b@c" } },
		{ "hostname",
		    { "www.example.com", "a", "xn--4gbwdl.xn--wgbh1c", "1.2",
			"a-b" },
		    { "", ".", "a.", "-a", "a-", "a..b", "a_b", "a b", "ab--c",
			"xn--",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"aaaaaaaaaaa" } },
		{ "ipv4", { "192.168.0.1", "0.0.0.0", "255.255.255.255" },
		    { "256.0.0.1", "1.2.3", "1.2.3.4.5", "087.10.0.1",
			"0x7f.0.0.1", "1.2.3.4/24", " 1.2.3.4", "" } },
		{ "ipv6",
		    { "::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1",
			"fe80::1:2" },
		    { "12345::", "1:2:3:4:5:6:7:8:9", ":::", "fe80::a%eth1",
			"::1/64", "1::2::3", "127.0.0.1" } },
		{ "uri",
		    { "http://foo.bar/?baz=qux#quux", "urn:oasis:names:x",
			"mailto:a@b.c", "http://[::1]:80/", "ftp://u:p@h/%7Ea",
			"tel:+1-816", "http://[v1.x]/", "a:" },
		    { "//foo.bar/", "/abc", "\\\\WINDOWS\\x", "abc",
			"http:// x/", ":// x", "http://a%2", "http://[::1",
			"http://a/<b>", "1a:b", "http://[::01.2.3.4]",
			"http://a:b/", "http://a\xc3\xa9/" } },
		{ "uri-reference",
		    { "/abc", "abc", "//foo.bar/", "#a", "?q", "", "http://a/",
			"./a:b" },
		    { "\\\\WINDOWS\\x", "#a\\b", "1a:b", "a b", "%zz" } },
	};

	assert_texts(texts, sizeof(texts) / sizeof(texts[0]));
}
END_TEST

START_TEST(others_have_their_grammar)
{
	static const struct texts texts[] = {
		{ "uuid",
		    { "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
			"00000000-0000-0000-0000-000000000000" },
		    { "2eb8aa08aa9811eab4aa73b441d16380",
			"2eb8aa08-aa98-11ea-b4aa-73b441d1638",
			"urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380",
			"2eb8aa08-aa98-11ea-b4aa-73b441d1638g", "" } },
		{ "json-pointer", { "", "/", "/a/b", "/a~0b~1c", "/ /%20" },
		    { "a", "#/a", "/a~", "/a~2", "/~0~" } },
		{ "regex", { "", "([abc])+\\s+$", "\\d" },
		    { "^(abc]", "a\\", "\\Z", "a++" } },
	};

	assert_texts(texts, sizeof(texts) / sizeof(texts[0]));
}
END_TEST

START_TEST(a_text_with_nul_has_no_format)
{
	const struct gantry_json_value value = {
		.kind = GANTRY_JSON_STRING,
		.string = "2024-02-29\0x",
		.length = 12,
	};

	ck_assert_int_eq(format_check("date", &value), 0);
	ck_assert_int_eq(format_check("other", &value), -1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		times_are_those_of_rfc_3339,
		addresses_are_those_of_the_internet,
		others_have_their_grammar,
		a_text_with_nul_has_no_format,
		NULL,
	};

	return unit_run("web/schema/format", tests);
}
