/*
 * Hosts are checked before they become SERVER_NAME, since applications build
 * URLs from it.
 */
#include <ctype.h>
#include <string.h>

#include "gate/environ/address.h"
#include "gate/environ/host.h"

bool
port_is_valid(const char *text, size_t length)
{
	unsigned number = 0;
	size_t i;

	if (length == 0 || length > 5)
		return false;
	for (i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i]))
			return false;
		number = number * 10 + (unsigned)(text[i] - '0');
	}
	return number >= 1 && number <= 65535;
}

/* A DNS name; underscores are allowed, since they are in use. */
static bool
is_name(const char *text, size_t length)
{
	size_t i;

	if (length == 0 || text[0] == '.' || text[0] == '_')
		return false;
	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    memchr("-._", text[i], 3) == NULL)
			return false;
	return true;
}

/* With brackets or without. */
static bool
is_ipv6(const char *text, size_t length)
{
	struct address address;

	return memchr(text, ':', length) != NULL &&
	    address_parse(&address, text, length) == 0;
}

/* The end of the name: a colon, or the end of the text. */
static const char *
find_end(const char *text, size_t length)
{
	const char *end = text + length;
	const char *colon = memchr(text, ':', length);
	const char *bracket = memchr(text, ']', length);

	if (length > 0 && *text == '[')
		return bracket != NULL ? bracket + 1 : end;
	if (colon == NULL || memchr(colon + 1, ':', (size_t)(end - colon) - 1))
		return end; /* a name, or a bare IPv6 address */
	return colon;
}

int
host_parse(struct host *host, const char *text, size_t length)
{
	const char *end = find_end(text, length);
	size_t name_length = (size_t)(end - text);
	size_t rest = length - name_length;

	*host = (struct host){ .name = text, .name_length = name_length };
	if (!is_name(text, name_length) && !is_ipv6(text, name_length))
		return -1;
	if (rest == 0)
		return 0;
	if (*end != ':')
		return -1;
	if (rest == 1)
		return 0; /* "host:" is legal and means the default */
	host->port = end + 1;
	host->port_length = rest - 1;
	return port_is_valid(host->port, host->port_length) ? 0 : -1;
}
