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

int
gantry_response_link(
    struct gantry_response *response, const char *target, const char *relation)
{
	const char *encoded, *link;

	if (response_lacks(response, target, __func__, "target") ||
	    response_lacks(response, relation, __func__, "relation"))
		return -1;
	encoded = encode(response, target);
	if (*relation == '\0' || strpbrk(relation, "\"\\") != NULL)
		return response_internal_error(
		    response, "'%.64s' is not a link relation", relation);
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
