/*
 * Checks of the host that a request names, and of the addresses of its ends.
 */
#include <string.h>
#include <strings.h>

#include "gate/environ/address.h"
#include "gate/environ/host.h"
#include "serve/development/access.h"

static const char *const own_names[] = { "localhost", "127.0.0.1", "[::1]" };

/* What a proxy adds for the client that it speaks for. */
static const char *const proxy_headers[] = { "HTTP_FORWARDED",
	"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP",
	"HTTP_VIA" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* HOST has its brackets, NAME may have them. */
static bool
is_name(const struct host *host, const char *name)
{
	const char *text = host->name;
	size_t length = host->name_length, name_length = strlen(name);

	if (length >= 2 && text[0] == '[' && name[0] != '[') {
		text++;
		length -= 2;
	}
	return length == name_length && strncasecmp(text, name, length) == 0;
}

bool
access_has_host(
    const struct access_hosts *hosts, const char *text, size_t length)
{
	struct host host;
	size_t i;

	if (host_parse(&host, text, length) == -1)
		return false;
	for (i = 0; i < COUNT(own_names); i++)
		if (is_name(&host, own_names[i]))
			return true;
	for (i = 0; i < hosts->count; i++)
		if (is_name(&host, hosts->names[i]))
			return true;
	return false;
}

bool
access_is_allowed(
    const struct access_hosts *hosts, const struct gantry_environ *environ)
{
	const char *host = environ_get(environ, "HTTP_HOST");

	return host == NULL || access_has_host(hosts, host, strlen(host));
}

/* 127.0.0.0/8 (RFC 1122 section 3.2.1.3) and ::1 (RFC 4291 section 2.5.3). */
static bool
is_loopback(const char *text)
{
	static const unsigned char mapped[13] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0xff, 0xff, 127 };
	static const unsigned char one[16] = { [15] = 1 };
	struct address address;

	if (address_parse(&address, text, strlen(text)) == -1)
		return false;
	return memcmp(address.bytes, mapped, sizeof(mapped)) == 0 ||
	    memcmp(address.bytes, one, sizeof(one)) == 0;
}

bool
access_is_local(
    const struct access_hosts *hosts, const struct gantry_environ *environ)
{
	const char *own = environ_get(environ, "SERVER_ADDR");
	size_t i;

	for (i = 0; i < COUNT(proxy_headers); i++)
		if (environ_get(environ, proxy_headers[i]) != NULL)
			return false;
	return environ_get(environ, "HTTP_HOST") != NULL &&
	    access_is_allowed(hosts, environ) &&
	    is_loopback(environ_text(environ, "REMOTE_ADDR")) &&
	    (own == NULL || is_loopback(own));
}
