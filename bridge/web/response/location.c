/*
 * Headers with URLs: Location, Link, and redirects.
 */
#include <string.h>

#include "base/text/percent.h"
#include "web/response/response.h"

/* TARGET encoded, in the request's memory; NULL when memory ran out. */
static const char *
encode(const struct gantry_response *response, const char *target)
{
	struct gantry_buffer url = { 0 };
	const char *encoded = NULL;

	percent_encode_url(&url, target);
	if (gantry_buffer_putc(&url, '\0') == 0)
		encoded = gantry_environ_format(
		    response_environ(response), "%s", url.data);
	gantry_buffer_clear(&url);
	return encoded;
}

int
gantry_response_location(struct gantry_response *response, const char *target)
{
	const char *encoded;

	if (response_lacks(response, target, __func__, "target"))
		return -1;
	encoded = encode(response, target);
	if (encoded == NULL)
		return response_internal_error(response, "out of memory");
	return gantry_response_header(response, "Location", encoded);
}

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Is it a name of the registry, "next" (RFC 8288 section 3.3)? */
static bool
is_registered(const char *type, size_t length)
{
	return strspn(type, LOWER) > 0 &&
	    strspn(type, LOWER DIGITS ".-") >= length;
}

/* Is it an extension, an absolute URI (RFC 3986 section 4.3)? */
static bool
is_uri(const char *type, size_t length)
{
	size_t scheme = strspn(type, LOWER UPPER DIGITS "+-."), i;

	if (strspn(type, LOWER UPPER) == 0 || type[scheme] != ':' ||
	    length <= scheme + 1 ||
	    strspn(type, LOWER UPPER DIGITS "-._~:/?#[]@!$&'()*+,;=%") < length)
		return false;
	for (i = 0; i < length; i++)
		if (type[i] == '%' &&
		    strspn(type + i + 1, DIGITS "abcdefABCDEF") < 2)
			return false;
	return true;
}

/* Is RELATION one type or several, separated by spaces? */
static bool
is_relation(const char *relation)
{
	size_t length;

	for (;; relation += strspn(relation, " ")) {
		length = strcspn(relation, " ");
		if (!is_registered(relation, length) &&
		    !is_uri(relation, length))
			return false;
		relation += length;
		if (*relation == '\0')
			return true;
	}
}

int
gantry_response_link(
    struct gantry_response *response, const char *target, const char *relation)
{
	const char *encoded, *link;

	if (response_lacks(response, target, __func__, "target") ||
	    response_lacks(response, relation, __func__, "relation"))
		return -1;
	encoded = encode(response, target);
	if (!is_relation(relation))
		return response_internal_error(response,
		    "'%.64s' is not a link relation: write a registered one in "
		    "lower case, such as next, an absolute URI, or several "
		    "separated by spaces",
		    relation);
	link = encoded == NULL
	    ? NULL
	    : gantry_environ_format(response_environ(response),
		  "<%s>; rel=\"%s\"", encoded, relation);
	if (link == NULL)
		return response_internal_error(response, "out of memory");
	return gantry_response_append(response, "Link", link);
}

/* The redirects of RFC 9110 section 15.4, or NULL. */
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

	if (response_lacks(response, target, __func__, "target"))
		return -1;
	if (redirect == NULL)
		return response_internal_error(response,
		    "%d is not a redirect; use 301, 302, 303, 307 or 308",
		    status);
	response_forget_content(response);
	gantry_response_status(response, redirect);
	if (gantry_response_location(response, target) == -1)
		return -1;
	gantry_response_complete(response);
	return 0;
}
