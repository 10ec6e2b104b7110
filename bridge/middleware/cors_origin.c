/*
 * Origins in the form that browsers send.  Browsers compare a response's
 * Access-Control-Allow-Origin with their own form byte by byte, so an origin in
 * another form never matches.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text/token_list.h"
#include "middleware/cors_origin.h"

#define DIGITS	"0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"

#define ORIGIN_SIZE 288 /* a scheme, a name of 253 bytes and a port */

/* The parts of an origin, which point into its text. */
struct origin {
	char text[ORIGIN_SIZE];
	size_t scheme; /* the length of it */
	const char *host;
	size_t host_length;
	const char *port; /* NULL: none */
};

/* Browsers leave out the default ports of these (WHATWG URL section 4.2). */
static bool
is_default_port(const struct origin *origin)
{
	static const struct {
		const char *scheme, *port;
	} ports[] = { { "http", "80" }, { "https", "443" }, { "ws", "80" },
		{ "wss", "443" }, { "ftp", "21" } };
	size_t i;

	for (i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		if (strlen(ports[i].scheme) == origin->scheme &&
		    memcmp(ports[i].scheme, origin->text, origin->scheme) == 0)
			return strcmp(ports[i].port, origin->port) == 0;
	return false;
}

/* Digits without a zero in front, up to 65535. */
static bool
is_port(const struct origin *origin)
{
	const char *port = origin->port;
	size_t length = strspn(port, DIGITS), i;
	unsigned number = 0;

	if (length == 0 || length > 5 || port[length] != '\0' ||
	    (port[0] == '0' && length > 1))
		return false;
	for (i = 0; i < length; i++)
		number = number * 10 + (unsigned)(port[i] - '0');
	return number <= 65535 && !is_default_port(origin);
}

/* "[ADDRESS]" with the address as RFC 5952 writes it. */
static bool
is_ipv6(const char *host, size_t length)
{
	char address[INET6_ADDRSTRLEN], canonical[INET6_ADDRSTRLEN];
	struct in6_addr bytes;

	if (length < 4 || length - 2 >= sizeof(address) ||
	    host[length - 1] != ']')
		return false;
	snprintf(address, sizeof(address), "%.*s", (int)length - 2, host + 1);
	if (strspn(address, LETTERS DIGITS ":") != length - 2 ||
	    inet_pton(AF_INET6, address, &bytes) != 1 ||
	    inet_ntop(AF_INET6, &bytes, canonical, sizeof(canonical)) == NULL)
		return false;
	/* inet_ntop writes the end of a few ranges as IPv4; browsers do not. */
	return strchr(canonical, '.') != NULL ||
	    strcmp(address, canonical) == 0;
}

/* A host whose last label is a number is an IPv4 address. */
static bool
is_ipv4_or_name(const char *host, size_t length)
{
	char text[ORIGIN_SIZE];
	struct in_addr bytes;
	const char *last;

	snprintf(text, sizeof(text), "%.*s", (int)length, host);
	last = strrchr(text, '.');
	last = last != NULL ? last + 1 : text;
	if (*last == '\0' ||
	    (last[strspn(last, DIGITS)] != '\0' && strncmp(last, "0x", 2) != 0))
		return true;
	return inet_pton(AF_INET, text, &bytes) == 1;
}

static bool
is_host(const struct origin *origin)
{
	const char *host = origin->host;
	const size_t length = origin->host_length;

	if (*host == '[')
		return is_ipv6(host, length);
	return length > 0 && *host != '.' &&
	    strspn(host, LETTERS DIGITS "-._") >= length &&
	    is_ipv4_or_name(host, length);
}

/* Pages of these schemes have the origin "null". */
static bool
is_opaque(const struct origin *origin)
{
	static const char *const schemes[] = { "file", "data", "blob", "about",
		"javascript" };
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == origin->scheme &&
		    memcmp(schemes[i], origin->text, origin->scheme) == 0)
			return true;
	return false;
}

/* Split the text, which is in lower case; false: it is not scheme://... */
static bool
split(struct origin *origin)
{
	const char *end;

	origin->scheme = strspn(origin->text, LETTERS DIGITS "+-.");
	if (!islower((unsigned char)origin->text[0]) ||
	    strncmp(origin->text + origin->scheme, "://", 3) != 0)
		return false;
	origin->host = origin->text + origin->scheme + 3;
	end = *origin->host == '[' ? strchr(origin->host, ']') : NULL;
	origin->host_length = end != NULL ? (size_t)(end + 1 - origin->host)
					  : strcspn(origin->host, ":");
	end = origin->host + origin->host_length;
	origin->port = *end == ':' ? end + 1 : NULL;
	return *end == ':' || *end == '\0';
}

static bool
is_serialized(struct origin *origin)
{
	return split(origin) && !is_opaque(origin) && is_host(origin) &&
	    (origin->port == NULL || is_port(origin));
}

/*
 * Bring ORIGIN into the form that browsers send: lower case, without user,
 * path, query, fragment and default port.  Returns whether that helped.
 */
static bool
correct(struct origin *origin)
{
	char *text = origin->text, *at, *host;

	for (at = text; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	host = strstr(text, "://");
	if (host == NULL)
		return false;
	host += 3;
	host[strcspn(host, "/?#\\")] = '\0';
	at = strrchr(host, '@');
	if (at != NULL)
		memmove(host, at + 1, strlen(at + 1) + 1);
	if (split(origin) && origin->port != NULL &&
	    (*origin->port == '\0' || is_default_port(origin)))
		host[origin->host_length] = '\0';
	return is_serialized(origin);
}

int
cors_origin_check(const char *text, size_t length, struct gantry_error *error)
{
	struct origin origin = { 0 };

	if (length == 4 && memcmp(text, "null", 4) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'null' is the origin of every sandboxed page, so it "
		    "cannot be allowed; use '*' if anyone may read the "
		    "responses");
	if (length < sizeof(origin.text)) {
		memcpy(origin.text, text, length);
		if (is_serialized(&origin))
			return 0;
		if (correct(&origin))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "'%.*s' is not an origin as browsers send it: in "
			    "lower case, without a path or a final slash, a "
			    "user, and the scheme's default port; write '%s'",
			    (int)length, text, origin.text);
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%.*s' is not an origin; write scheme://host or "
	    "scheme://host:port in lower case, without a path and without the "
	    "scheme's default port, and hosts beyond ASCII in Punycode",
	    length > 64 ? 64 : (int)length, text);
}

int
cors_origin_check_list(const char *list, struct gantry_error *error)
{
	const char *origin;
	size_t length;

	while ((origin = token_list_next(&list, &length)) != NULL)
		if (!(length == 1 && *origin == '*') &&
		    cors_origin_check(origin, length, error) == -1)
			return -1;
	return 0;
}
