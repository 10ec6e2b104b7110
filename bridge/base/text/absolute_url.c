/*
 * URLs, read without a guess: what is not plainly a host is refused.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text/absolute_url.h"

#define DIGITS	"0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

#define HOST_SIZE 256 /* RFC 1035 section 2.3.4, with a NUL */

static bool
is_text(const struct url_part *part, const char *text)
{
	return part->length == strlen(text) &&
	    strncasecmp(part->text, text, part->length) == 0;
}

/* Read ADDRESS of FAMILY into BYTES. */
static bool
read_address(int family, const struct url_part *address, void *bytes)
{
	char text[HOST_SIZE];

	if (address->length >= sizeof(text))
		return false;
	snprintf(
	    text, sizeof(text), "%.*s", (int)address->length, address->text);
	return inet_pton(family, text, bytes) == 1;
}

/* "[ADDRESS]" at AT; returns what follows, or NULL. */
static const char *
read_literal(struct absolute_url *url, const char *at)
{
	struct in6_addr bytes;

	url->host.text = at + 1;
	url->host.length = strcspn(at + 1, "]");
	if (!read_address(AF_INET6, &url->host, &bytes))
		return NULL;
	at += url->host.length + 1;
	return *at == ']' ? at + 1 : NULL;
}

/* A name or an IPv4 address at AT; returns what follows, or NULL. */
static const char *
read_name(struct absolute_url *url, const char *at)
{
	url->host.text = at;
	url->host.length = strspn(at, LETTERS DIGITS "-._");
	if (url->host.length == 0 || url->host.length >= HOST_SIZE ||
	    *at == '.' || *at == '-')
		return NULL;
	return at + url->host.length;
}

/* ":PORT", or nothing, at AT; returns what follows, or NULL. */
static const char *
read_port(struct absolute_url *url, const char *at)
{
	unsigned long number = 0;
	size_t i;

	url->port = (struct url_part){ at, 0 };
	if (*at != ':')
		return at;
	url->port.text = at + 1;
	url->port.length = strspn(at + 1, DIGITS);
	for (i = 0; i < url->port.length && number <= 65535; i++)
		number = number * 10 + (unsigned long)(at[1 + i] - '0');
	return number >= 1 && number <= 65535 ? at + 1 + i : NULL;
}

static const char *
read_authority(struct absolute_url *url, const char *at)
{
	url->authority.text = at;
	at = *at == '[' ? read_literal(url, at) : read_name(url, at);
	if (at != NULL)
		at = read_port(url, at);
	if (at == NULL)
		return NULL;
	url->authority.length = (size_t)(at - url->authority.text);
	return strchr("/?#", *at) != NULL ? at : NULL; /* also at the end */
}

/* The end of a part that ends before one of ENDS; NULL: it is not valid. */
static const char *
skip(const char *at, const char *ends)
{
	while (strchr(ends, *at) == NULL) {
		if ((unsigned char)*at <= ' ' || *at == 0x7f || *at == '\\')
			return NULL;
		at++;
	}
	return at;
}

int
absolute_url_parse(struct absolute_url *url, const char *text)
{
	const char *at;

	*url = (struct absolute_url){ .rest = "" };
	if (strncasecmp(text, "https://", 8) == 0)
		url->is_https = true;
	else if (strncasecmp(text, "http://", 7) != 0)
		return -1;
	at = read_authority(url, text + (url->is_https ? 8 : 7));
	if (at == NULL)
		return -1;
	url->path.text = at;
	at = skip(at, "?#");
	if (at == NULL || skip(at, "") == NULL)
		return -1;
	url->path.length = (size_t)(at - url->path.text);
	url->rest = at;
	return 0;
}

bool
absolute_url_is_local(const struct absolute_url *url)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (read_address(AF_INET, &url->host, &v4))
		return ntohl(v4.s_addr) >> 24 == 127;
	if (read_address(AF_INET6, &url->host, &v6))
		return IN6_IS_ADDR_LOOPBACK(&v6);
	return is_text(&url->host, "localhost");
}
