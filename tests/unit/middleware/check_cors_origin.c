/*
 * Origins in the form that browsers send.
 */
#include <string.h>

#include <check.h>

#include "middleware/cors_origin.h"
#include "unit.h"

static const struct {
	const char *text;
	const char *form; /* what the error says to write; NULL: it is one */
} origins[] = {
	{ "https://a.example", NULL },
	{ "http://a", NULL },
	{ "https://a.example:8443", NULL },
	{ "http://a.example:443", NULL },
	{ "https://a.example.", NULL },
	{ "https://xn--bcher-kva.example", NULL },
	{ "http://127.0.0.1:3000", NULL },
	{ "http://[::1]:3000", NULL },
	{ "https://1password.com", NULL },
	{ "chrome-extension://abcdefghijklmnop", NULL },
	{ "https://a.example/", "write 'https://a.example'" },
	{ "https://a.example/path?q#f", "write 'https://a.example'" },
	{ "HTTPS://A.Example", "write 'https://a.example'" },
	{ "https://a:443", "write 'https://a'" },
	{ "http://a:80/", "write 'http://a'" },
	{ "https://a:", "write 'https://a'" },
	{ "https://me:pw@a.example:1", "write 'https://a.example:1'" },
	{ "https://a:0443", "" },
	{ "https://a:65536", "" },
	{ "https://a:x", "" },
	{ "a.example", "" },
	{ "//a.example", "" },
	{ "https:a.example", "" },
	{ "https://", "" },
	{ "https://*.example", "" },
	{ "https://b\xc3\xbc"
	  "cher.example",
	    "Punycode" },
	{ "https://127.1", "" },
	{ "https://0x7f.0x1", "" },
	{ "https://1.2.3.4.5", "" },
	{ "https://[0:0:0:0:0:0:0:1]", "" },
	{ "https://[::1", "" },
	{ "https://[::FFFF:1]", "write 'https://[::ffff:1]'" },
	{ "https://a b", "" },
	{ "file://", "" },
	{ "file:///etc", "" },
	{ "null", "'null' is the origin of every" },
};

START_TEST(an_origin_that_can_never_match_is_refused)
{
	struct gantry_error error;
	size_t i;
	int result;

	for (i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		result = cors_origin_check(
		    origins[i].text, strlen(origins[i].text), &error);
		if (origins[i].form == NULL) {
			ck_assert_msg(
			    result == 0, "%s: %s", origins[i].text, error.text);
			continue;
		}
		ck_assert_msg(result == -1, "%s", origins[i].text);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, origins[i].form) != NULL,
		    "%s: %s", origins[i].text, error.text);
	}
}
END_TEST

START_TEST(only_the_given_bytes_are_read)
{
	char longer[600];
	struct gantry_error error;

	ck_assert_int_eq(
	    cors_origin_check("https://a https://b/", 9, &error), 0);
	memset(longer, 'a', sizeof(longer));
	memcpy(longer, "https://", 8);
	ck_assert_int_eq(cors_origin_check(longer, sizeof(longer), &error), -1);
	ck_assert_int_eq(
	    cors_origin_check_list("* https://a, http://b", &error), 0);
	ck_assert_int_eq(
	    cors_origin_check_list("https://a https://b/", &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "'https://b/'"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_origin_that_can_never_match_is_refused,
		only_the_given_bytes_are_read,
		NULL,
	};

	return unit_run("middleware/cors_origin", tests);
}
