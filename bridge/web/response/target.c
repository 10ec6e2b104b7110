/*
 * Headers with addresses: Location, Link, and redirects.
 */
#include <ctype.h>
#include <string.h>

#include "web/response/response.h"

/* May the byte stand in an address as it is (RFC 3986 section 2)? */
static bool
is_plain(const char *at)
{
	unsigned char c = (unsigned char)*at;

	if (c == '%')
		return isxdigit((unsigned char)at[1]) &&
		    isxdigit((unsigned char)at[2]);
	return c < 0x80 &&
	    (isalnum(c) || strchr("-._~:/?#[]@!$&'()*+,;=", c) != NULL);
}

/*
 * TARGET with all encoded that no address can hold, in the request's memory;
 * NULL when memory ran out.
 */
static const char *
encode(const struct gantry_response *response, const char *target)
{
	static const char hex[] = "0123456789ABCDEF";
	char *encoded = gantry_environ_alloc(
	    response_environ(response), strlen(target) * 3 + 1);
	char *to = encoded;

	if (encoded == NULL)
		return NULL;
	for (; *target != '\0'; target++) {
		if (is_plain(target)) {
			*to++ = *target;
			continue;
		}
		*to++ = '%';
		*to++ = hex[(unsigned char)*target >> 4];
		*to++ = hex[(unsigned char)*target & 0xf];
	}
	*to = '\0';
	return encoded;
}

int
gantry_response_location(struct gantry_response *response, const char *target)
{
	const char *encoded = encode(response, target);

	if (encoded == NULL)
		return response_fault(response, "memory ran out");
	return gantry_response_header(response, "Location", encoded);
}

int
gantry_response_link(
    struct gantry_response *response, const char *target, const char *relation)
{
	const char *encoded = encode(response, target), *link;

	if (*relation == '\0' || strpbrk(relation, "\"\\") != NULL)
		return response_fault(
		    response, "'%.64s' is no relation of a link", relation);
	link = encoded == NULL
	    ? NULL
	    : gantry_environ_format(response_environ(response),
		  "<%s>; rel=\"%s\"", encoded, relation);
	if (link == NULL)
		return response_fault(response, "memory ran out");
	return gantry_response_append(response, "Link", link);
}

/* RFC 9110 section 15.4: those that send a client elsewhere. */
static const char *
find_redirect(int status)
{
	switch (status) {
	case 301:
		return GANTRY_301;
	case 302:
		return GANTRY_302;
	case 303:
		return GANTRY_303;
	case 307:
		return GANTRY_307;
	case 308:
		return GANTRY_308;
	default:
		return NULL;
	}
}

int
gantry_response_redirect(
    struct gantry_response *response, int status, const char *target)
{
	const char *redirect = find_redirect(status);

	if (redirect == NULL)
		return response_fault(response,
		    "%d is no redirect; there are 301, 302, 303, 307 and 308",
		    status);
	response_forget_content(response);
	gantry_response_status(response, redirect);
	if (gantry_response_location(response, target) == -1)
		return -1;
	gantry_response_complete(response);
	return 0;
}
