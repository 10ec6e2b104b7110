/*
 * What names mean, by their characters and by themselves.
 */
#include <string.h>

#include "gate/environ/names.h"
#include "unit.h"

static enum name_kind
classify(const char *name)
{
	return name_classify(name, strlen(name));
}

START_TEST(what_an_application_must_never_see_is_dropped)
{
	static const char *const names[] = { "HTTP_PROXY", "HTTP_CONTENT_TYPE",
		"HTTP_CONTENT_LENGTH", "HTTP_CONNECTION", "HTTP_KEEP_ALIVE",
		"HTTP_PROXY_CONNECTION", "HTTP_TE", "HTTP_TRAILER",
		"HTTP_UPGRADE", "HTTP_EXPECT", "HTTP_HTTP2_SETTINGS", "PATH",
		"FCGI_ROLE", "SCRIPT_URI", "SCRIPT_URL", "DOCUMENT_URI",
		"SERVER_ADMIN", "DOCUMENT_ROOT", "CONTEXT_PREFIX",
		"ORIG_PATH_INFO", "LD_LIBRARY_PATH", "PATH_TRANSLATED",
		"ORIG_SCRIPT_NAME", "SERVER_SIGNATURE", "ORIG_PATH_TRANSLATED",
		"ORIG_SCRIPT_FILENAME", "CONTEXT_DOCUMENT_ROOT", "GANTRY_MOUNT",
		"REDIRECT_STATUS", "REDIRECT_URL" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(classify(names[i]) == NAME_DROPPED,
		    "%s is let in", names[i]);
}
END_TEST

START_TEST(names_like_those_are_let_in)
{
	static const char *const names[] = { "HTTP_PROX", "HTTP_PROXY_",
		"HTTP_PROXY_AUTHORIZATION", "HTTP_TEA", "HTTP_", "HTTP",
		"HTTP_PATH", "HTTP_GANTRY_MOUNT", "HTTP_REDIRECT_URL", "GANTRY",
		"PATH_INFO", "SCRIPT_NAME", "HTTPS", "TZ", "REMOTE_ADDR",
		"SSL_CLIENT_S_DN", "__",
		"A_NAME_THAT_IS_LONGER_THAN_ANY_OF_THOSE" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(classify(names[i]) == NAME_KNOWN,
		    "%s is not let in", names[i]);
	ck_assert_int_eq(name_classify("PATH_INFO", 4), NAME_DROPPED);
}
END_TEST

START_TEST(host_and_authorization_are_single)
{
	ck_assert_int_eq(classify("HTTP_HOST"), NAME_SINGLE);
	ck_assert_int_eq(classify("HTTP_AUTHORIZATION"), NAME_SINGLE);
	ck_assert_int_eq(classify("HTTP_HOSTS"), NAME_KNOWN);
	ck_assert_int_eq(classify("HTTP_ACCEPT"), NAME_KNOWN);
}
END_TEST

START_TEST(names_that_are_no_variables_are_dropped)
{
	static const char *const names[] = { "Path", "bash.func", "A-B",
		"wsgi.input", "gantry.raw_path", "HTTP_X.DOT", "http_host",
		"proxy-nokeepalive", "(x)", "HTTP_X:Y" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(
		    classify(names[i]) == NAME_DROPPED, "%s", names[i]);
}
END_TEST

START_TEST(malformed_names_are_told_apart)
{
	static const struct {
		const char *name;
		size_t length;
	} cases[] = {
		{ "", 0 },
		{ "HTTP=X", 6 },
		{ "HTTP X", 6 },
		{ "HTTP\tX", 6 },
		{ "HTTP\nX", 6 },
		{ "HTTP\0X", 6 },
		{ "HTTP\x7fX", 6 },
		{ "HTTP\xc3\xa9", 6 },
		{ "=", 1 },
		{ "a.b=", 4 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(name_classify(cases[i].name, cases[i].length) ==
			NAME_MALFORMED,
		    "case %zu", i);
}
END_TEST

START_TEST(each_character_counts_wherever_it_is)
{
	char name[21];
	size_t length, at;
	int byte;

	for (byte = 0; byte < 256; byte++) {
		char alone = (char)byte;
		enum name_kind expected = name_classify(&alone, 1);

		for (length = 2; length < sizeof(name); length++)
			for (at = 0; at < length; at++) {
				memset(name, 'X', length);
				name[at] = (char)byte;
				ck_assert_msg(
				    name_classify(name, length) == expected,
				    "byte %d at %zu of %zu", byte, at, length);
			}
	}
}
END_TEST

START_TEST(a_request_is_told_from_a_process)
{
	static const char *const of_request[] = { "HTTP_HOST", "HTTPS",
		"PATH_INFO", "SCRIPT_NAME", "SCRIPT_FILENAME", "REQUEST_METHOD",
		"REQUEST_URI", "CONTENT_TYPE", "REMOTE_ADDR", "SERVER_PORT",
		"SSL_CLIENT_S_DN", "GEOIP_COUNTRY", "QUERY_STRING" };
	static const char *const of_process[] = { "PATH", "HOME", "_", "TZ",
		"GANTRY_MOUNT", "SSL_CERT_FILE", "SSL_CERT_DIR", "LISTEN_FDS",
		"AWS_SECRET_ACCESS_KEY", "HTT", "", "REQUESTS_CA_BUNDLE" };
	size_t i;

	for (i = 0; i < sizeof(of_request) / sizeof(of_request[0]); i++)
		ck_assert_msg(
		    name_is_of_request(of_request[i], strlen(of_request[i])),
		    "%s", of_request[i]);
	for (i = 0; i < sizeof(of_process) / sizeof(of_process[0]); i++)
		ck_assert_msg(
		    !name_is_of_request(of_process[i], strlen(of_process[i])),
		    "%s", of_process[i]);
}
END_TEST

START_TEST(the_variables_of_the_uri_are_known)
{
	ck_assert(name_is_of_uri("QUERY_STRING=", strlen("QUERY_STRING")));
	ck_assert(name_is_of_uri("REQUEST_URI", strlen("REQUEST_URI")));
	ck_assert(name_is_of_uri("PATH_INFO", strlen("PATH_INFO")));
	ck_assert(!name_is_of_uri("QUERY_STRING", strlen("QUERY")));
	ck_assert(!name_is_of_uri("HTTP_COOKIE", strlen("HTTP_COOKIE")));
	ck_assert(!name_is_of_uri("", 0));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_an_application_must_never_see_is_dropped,
		names_like_those_are_let_in,
		host_and_authorization_are_single,
		names_that_are_no_variables_are_dropped,
		malformed_names_are_told_apart,
		each_character_counts_wherever_it_is,
		a_request_is_told_from_a_process,
		the_variables_of_the_uri_are_known,
		NULL,
	};

	return unit_run("gate/names", tests);
}
