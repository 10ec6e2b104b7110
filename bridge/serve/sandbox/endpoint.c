/*
 * Addresses as people write them.  A filter compares families and ports alone,
 * so the host is only checked.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/sandbox/endpoint.h"

#define SCHEME	 "://"
#define HOST_MAX 254

static const struct {
	const char *name;
	int port;
} schemes[] = {
	{ "http", 80 },
	{ "https", 443 },
};

static int
fail(const char *text, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not an address to connect to; give HOST:PORT, HOST, "
	    "unix:/PATH or a URL",
	    text);
}

/* Skip the scheme of a URL, and the user before its host. */
static const char *
skip_scheme(struct endpoint *endpoint, const char *text)
{
	const char *colon = strstr(text, SCHEME), *rest, *at;
	size_t i;

	if (colon == NULL)
		return text;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i].name) == (size_t)(colon - text) &&
		    strncmp(text, schemes[i].name, (size_t)(colon - text)) == 0)
			endpoint->port = schemes[i].port;
	endpoint->is_udp = strncmp(text, "udp" SCHEME, strlen("udp://")) == 0;
	rest = colon + strlen(SCHEME);
	at = memchr(rest, '@', strcspn(rest, "/?#"));
	return at != NULL ? at + 1 : rest;
}

/* Copy the host at TEXT; returns what follows it, or NULL. */
static const char *
read_host(char host[HOST_MAX], const char *text)
{
	const char *end, *first = text;
	size_t length;

	if (*text == '[') {
		first = text + 1;
		length = strcspn(first, "]");
		end = first[length] == ']' ? first + length + 1 : NULL;
	} else {
		length = strcspn(text, ":/?#");
		end = first + length;
	}
	if (length == 0 || length >= HOST_MAX)
		return NULL;
	memcpy(host, first, length);
	host[length] = '\0';
	return end;
}

static bool
is_numeric(const char *host)
{
	struct in6_addr address;

	return inet_pton(AF_INET, host, &address) == 1 ||
	    inet_pton(AF_INET6, host, &address) == 1;
}

static bool
is_name(const char *host)
{
	for (; *host != '\0'; host++)
		if (!isalnum((unsigned char)*host) &&
		    strchr("-._", *host) == NULL)
			return false;
	return true;
}

/* Read ":PORT", if it is there.  False: it is not a port. */
static bool
read_port(struct endpoint *endpoint, const char **text)
{
	char *end;
	long port;

	if (**text != ':')
		return true;
	if (!isdigit((unsigned char)(*text)[1]))
		return false;
	port = strtol(*text + 1, &end, 10);
	if (port < 1 || port > 65535)
		return false;
	endpoint->port = (int)port;
	*text = end;
	return true;
}

int
endpoint_parse(
    struct endpoint *endpoint, const char *text, struct gantry_error *error)
{
	const char *rest;
	char host[HOST_MAX];

	*endpoint = (struct endpoint){ 0 };
	if (strncmp(text, "unix:", strlen("unix:")) == 0) {
		endpoint->is_unix = true;
		return text[strlen("unix:")] == '/' ? 0 : fail(text, error);
	}
	if (is_numeric(text))
		return 0; /* an IPv6 address without brackets, or IPv4 */
	rest = skip_scheme(endpoint, text);
	rest = read_host(host, rest);
	if (rest == NULL || !read_port(endpoint, &rest))
		return fail(text, error);
	/* Only a URL has more. */
	if (*rest != '\0' &&
	    (strchr("/?#", *rest) == NULL || strstr(text, SCHEME) == NULL))
		return fail(text, error);
	endpoint->is_name = !is_numeric(host);
	return endpoint->is_name && !is_name(host) ? fail(text, error) : 0;
}

struct endpoint_summary
endpoint_summarize(const char *const *list)
{
	struct endpoint_summary summary = { 0 };
	struct gantry_error error;
	struct endpoint one;

	for (; list != NULL && *list != NULL; list++) {
		if (endpoint_parse(&one, *list, &error) == -1)
			continue;
		summary.has_unix |= one.is_unix;
		summary.has_internet |= !one.is_unix;
		summary.has_names |= one.is_name;
		summary.has_udp |= one.is_udp || one.is_name;
		summary.has_any_port |=
		    !one.is_unix && !one.is_udp && one.port == 0;
	}
	return summary;
}
