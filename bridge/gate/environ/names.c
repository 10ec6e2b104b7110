/*
 * A name is searched among the names of its length only, so few are compared.
 */
#include <stdint.h>
#include <string.h>

#include "base/text/swar.h"
#include "gate/environ/names.h"

#define LENGTH_END	24
#define SAME_LENGTH_MAX 6

/* What each character means for the whole name; the worst decides. */
enum {
	CHARACTER_CGI = 0,
	CHARACTER_FOREIGN = 1,
	CHARACTER_MALFORMED = 2,
};

/* For each byte; a row has sixteen. */
static const unsigned char kinds[256] = {
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* controls */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* controls */
	2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* blank to / */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 1, 1, /* 0 to ?, with = */
	1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* @ to O */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, /* P to _ */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* ` to o */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, /* p to DEL */
	/* beyond ASCII */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0x80 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0x90 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0xa0 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0xb0 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0xc0 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0xd0 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0xe0 */
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, /* 0xf0 */
};

static const char *const headers[LENGTH_END][SAME_LENGTH_MAX] = {
	[7] = { "HTTP_TE" },
	[10] = { "HTTP_PROXY" },
	[11] = { "HTTP_EXPECT" },
	[12] = { "HTTP_TRAILER", "HTTP_UPGRADE" },
	[15] = { "HTTP_CONNECTION", "HTTP_KEEP_ALIVE" },
	[17] = { "HTTP_CONTENT_TYPE" },
	[19] = { "HTTP_CONTENT_LENGTH", "HTTP_HTTP2_SETTINGS" },
	[21] = { "HTTP_PROXY_CONNECTION" },
};

static const char *const others[LENGTH_END][SAME_LENGTH_MAX] = {
	[4] = { "PATH" },
	[9] = { "FCGI_ROLE" },
	[10] = { "SCRIPT_URI", "SCRIPT_URL" },
	[12] = { "DOCUMENT_URI", "SERVER_ADMIN" },
	[13] = { "DOCUMENT_ROOT" },
	[14] = { "CONTEXT_PREFIX", "ORIG_PATH_INFO" },
	[15] = { "LD_LIBRARY_PATH", "PATH_TRANSLATED" },
	[16] = { "ORIG_SCRIPT_NAME", "SERVER_SIGNATURE" },
	[20] = { "ORIG_PATH_TRANSLATED", "ORIG_SCRIPT_FILENAME" },
	[21] = { "CONTEXT_DOCUMENT_ROOT" },
};

/*
 * Names and prefixes that belong to a request in a CGI program's environment.
 */
static const char *const request_prefixes[] = { "AUTH_TYPE", "CONTENT_",
	"GATEWAY_INTERFACE", "GEOIP_", "HTTP_", "HTTPS", "PATH_INFO",
	"QUERY_STRING", "REMOTE_", "REQUEST_", "SCRIPT_", "SERVER_",
	"SSL_CIPHER", "SSL_CLIENT_", "SSL_PROTOCOL", "SSL_SERVER_",
	"SSL_SESSION_", "SSL_TLS_", "UNIQUE_ID", NULL };

static bool
has(const char *const table[LENGTH_END][SAME_LENGTH_MAX], const char *name,
    size_t length)
{
	const char *const *entry;

	if (length >= LENGTH_END)
		return false;
	/* Most names differ in the last character, so compare that first. */
	for (entry = table[length]; *entry != NULL; entry++)
		if ((*entry)[length - 1] == name[length - 1] &&
		    memcmp(*entry, name, length) == 0)
			return true;
	return false;
}

bool
name_is_of_uri(const char *name, size_t length)
{
	static const char *const names[] = { "DOCUMENT_URI", "ORIG_PATH_INFO",
		"ORIG_SCRIPT_NAME", "PATH_INFO", "PATH_TRANSLATED",
		"QUERY_STRING", "REDIRECT_QUERY_STRING", "REDIRECT_URL",
		"REQUEST_URI", "SCRIPT_FILENAME", "SCRIPT_NAME", "SCRIPT_URI",
		"SCRIPT_URL" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == length &&
		    memcmp(names[i], name, length) == 0)
			return true;
	return false;
}

static bool
has_prefix(const char *const *prefix, const char *name, size_t length)
{
	size_t prefix_length;

	for (; *prefix != NULL; prefix++) {
		if (**prefix != *name)
			continue;
		prefix_length = strlen(*prefix);
		if (length >= prefix_length &&
		    memcmp(name, *prefix, prefix_length) == 0)
			return true;
	}
	return false;
}

/* Names that are dropped by their prefix. */
static bool
is_internal(const char *name, size_t length)
{
	return (length >= 7 && memcmp(name, "GANTRY_", 7) == 0) ||
	    (length >= 9 && memcmp(name, "REDIRECT_", 9) == 0);
}

static bool
is_named(const char *name, size_t length, const char *other)
{
	return length == strlen(other) && memcmp(name, other, length) == 0;
}

static enum name_kind
classify_header(const char *name, size_t length)
{
	if (has(headers, name, length))
		return NAME_DROPPED;
	/* They decide about the host and the user. */
	if (is_named(name, length, "HTTP_HOST") ||
	    is_named(name, length, "HTTP_AUTHORIZATION"))
		return NAME_SINGLE;
	return NAME_KNOWN;
}

/* Are eight bytes upper case letters, digits and underscores? */
static bool
are_cgi(const char *text)
{
	uint64_t bytes = swar_load(text), ascii = bytes & SWAR_REPEAT(0x7f);

	return swar_all(~bytes &
	    (swar_between(ascii, 'A', 'Z') | swar_between(ascii, '0', '9') |
		~swar_differ(ascii, '_')));
}

/* Do all characters of NAME qualify?  False if it has fewer than eight. */
static bool
is_cgi(const char *name, size_t length)
{
	size_t at;

	if (length < 8)
		return false;
	for (at = 0; at + 8 < length; at += 8)
		if (!are_cgi(name + at))
			return false;
	return are_cgi(name + length - 8);
}

/* The kinds of all characters in NAME. */
static unsigned
find_worst(const char *name, size_t length)
{
	unsigned seen = CHARACTER_CGI;
	size_t i;

	for (i = 0; i < length; i++)
		seen |= kinds[(unsigned char)name[i]];
	return seen;
}

enum name_kind
name_classify(const char *name, size_t length)
{
	unsigned seen =
	    is_cgi(name, length) ? CHARACTER_CGI : find_worst(name, length);

	if (length == 0 || (seen & CHARACTER_MALFORMED))
		return NAME_MALFORMED;
	if (seen != CHARACTER_CGI)
		return NAME_DROPPED;
	if (length > 5 && memcmp(name, "HTTP_", 5) == 0)
		return classify_header(name, length);
	if (has(others, name, length) || is_internal(name, length))
		return NAME_DROPPED;
	return NAME_KNOWN;
}

bool
name_is_of_request(const char *name, size_t length)
{
	return length > 0 && has_prefix(request_prefixes, name, length);
}
