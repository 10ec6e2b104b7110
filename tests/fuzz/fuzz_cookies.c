/*
 * A libFuzzer target for cookies.  An input has three lines: a name, a value,
 * and a Cookie header.  The header is read as a second, simpler reader reads
 * it. A cookie that a response sets is read back, and if it is signed, no other
 * byte and no other name is.
 */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "request.h"
#include "require.h"
#include "web/types/sign.h"

#define OLD_KEY "0123456789abcdef0123456789abcdef"
#define NEW_KEY "fedcba9876543210fedcba9876543210"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Copy TEXT, up to END, without the blanks around it. */
static char *
copy_trimmed(const char *text, const char *end)
{
	while (text < end && is_blank(*text))
		text++;
	while (end > text && is_blank(end[-1]))
		end--;
	return strndup(text, (size_t)(end - text));
}

/* The first value of NAME in HEADER as it was sent, allocated; or NULL. */
static char *
find_raw(const char *header, const char *name)
{
	const char *end, *equals;
	char *found;
	bool is_it;

	for (; *header != '\0'; header = *end == ';' ? end + 1 : end) {
		end = header;
		while (*end != ';' && *end != '\0')
			end++;
		equals = header;
		while (equals < end && *equals != '=')
			equals++;
		found = copy_trimmed(header, equals);
		is_it = *name != '\0' && strcmp(found, name) == 0;
		free(found);
		if (is_it)
			return copy_trimmed(
			    equals < end ? equals + 1 : end, end);
	}
	return NULL;
}

static void
check_header(const char *header, const char *name)
{
	struct test_body asked;
	char *raw = find_raw(header, name);
	size_t length = raw != NULL ? strlen(raw) : 0;
	const char *value;

	request_open(&asked);
	request_header(&asked, "HTTP_COOKIE", header);
	value = gantry_request_cookie(&asked.request, name);
	require((value != NULL) == (raw != NULL), "a cookie is found");
	if (value != NULL && length >= 2 && *raw == '"' &&
	    raw[length - 1] == '"')
		require(strlen(value) <= length - 2,
		    "quotes are removed, and escapes become shorter");
	else if (value != NULL)
		require(strcmp(value, raw) == 0, "a value is as it was sent");
	require(
	    gantry_request_signed_cookie(&asked.request, name, OLD_KEY) == NULL,
	    "no one can sign without the key");
	free(raw);
	request_close(&asked);
}

/* The pair of a Set-Cookie header that the response has, allocated. */
static char *
set_cookie(struct test_body *asked, const struct gantry_cookie *cookie)
{
	const char *header;
	size_t length = strlen(cookie->name);

	if (gantry_response_cookie(&asked->response, cookie) == -1) {
		require(gantry_response_error(&asked->response) != NULL,
		    "a refusal is a failure");
		return NULL;
	}
	header = gantry_response_get_header(&asked->response, "Set-Cookie");
	require(header != NULL, "a cookie is set");
	require(
	    strncmp(header, cookie->name, length) == 0 && header[length] == '=',
	    "a cookie has its name");
	require(strpbrk(header, "\r\n\t") == NULL, "a header is one line");
	require(strcspn(header, ";,") == strcspn(header, ";"),
	    "a pair has no comma");
	return strndup(header, strcspn(header, ";"));
}

/* Send PAIR back among others. */
static void
send_back(struct test_body *asked, const char *pair)
{
	request_header(asked, "HTTP_COOKIE",
	    gantry_environ_format(
		&asked->gate.environ, "; =x;\tz\"=\";%s ;", pair));
}

static void
check_round_trip(const char *name, const char *value)
{
	const struct gantry_cookie cookie = { .name = name, .value = value };
	struct test_body asked;
	const char *got;
	char *pair;

	request_open(&asked);
	pair = set_cookie(&asked, &cookie);
	if (pair != NULL) {
		send_back(&asked, pair);
		got = gantry_request_cookie(&asked.request, name);
		require(got != NULL && strcmp(got, value) == 0,
		    "what was set is read");
	}
	free(pair);
	request_close(&asked);
}

/* Change a byte of the signed text of PAIR; it is then not valid. */
static void
check_forgery(struct test_body *asked, const struct gantry_cookie *cookie,
    char *pair, unsigned salt)
{
	size_t name_length = strlen(cookie->name) + 1;
	char *at = pair + name_length + salt % strlen(pair + name_length);

	*at ^= (char)(1U << salt % 7);
	if (*at == '\0')
		*at = '0';
	send_back(asked, pair);
	require(gantry_request_signed_cookie(
		    &asked->request, cookie->name, cookie->secret) == NULL,
	    "no byte can be changed");
}

static void
check_signed(const char *name, const char *value, unsigned salt)
{
	const struct gantry_cookie cookie = {
		.name = name,
		.value = value,
		.max_age = salt % 4 * 60,
		.secret = OLD_KEY,
	};
	struct test_body asked;
	const char *got, *text;
	int64_t later = time(NULL) + 3600;
	char *pair;

	request_open(&asked);
	pair = set_cookie(&asked, &cookie);
	if (pair != NULL) {
		send_back(&asked, pair);
		got = gantry_request_signed_cookie(
		    &asked.request, name, NEW_KEY " " OLD_KEY);
		require(got != NULL && strcmp(got, value) == 0,
		    "an old key verifies");
		require(gantry_request_signed_cookie(
			    &asked.request, name, NEW_KEY) == NULL,
		    "another key does not verify");
		text = pair + strlen(name) + 1;
		require(sign_open(&asked.gate.environ, "other name", text,
			    OLD_KEY, later) == NULL,
		    "another name is not signed");
		require((sign_open(&asked.gate.environ, name, text, OLD_KEY,
			     later) == NULL) == (cookie.max_age != 0),
		    "a cookie expires");
		check_forgery(&asked, &cookie, pair, salt);
	}
	free(pair);
	request_close(&asked);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned salt = size > 0 ? data[size - 1] + (unsigned)size * 7 : 0;
	struct lines lines;

	lines_split(&lines, data, size);
	check_header(lines.line[2], lines.line[0]);
	check_round_trip(lines.line[0], lines.line[1]);
	check_signed(lines.line[0], lines.line[1], salt);
	lines_free(&lines);
	return 0;
}
