/*
 * Headers whose values have a syntax of their own.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text/http_date.h"
#include "base/text/token_list.h"
#include "web/response/response.h"

int
gantry_response_type(struct gantry_response *response, const char *type)
{
	if (response_lacks(response, response, __func__, "response"))
		return -1;
	return gantry_response_header(response, "Content-Type", type);
}

/* RFC 9110 section 8.8.3: what may stand between the quotes. */
static bool
is_opaque(const char *tag, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)tag[i] <= ' ' || tag[i] == '"' ||
		    tag[i] == 0x7f)
			return false;
	return true;
}

int
gantry_response_etag(struct gantry_response *response, const char *tag)
{
	const char *opaque = tag, *quoted = tag;
	size_t length;

	if (response_lacks(response, tag, __func__, "tag"))
		return -1;
	if (strncmp(opaque, "W/\"", 3) == 0)
		opaque += 2;
	length = strlen(opaque);
	if (*opaque == '"' && length > 1 && opaque[length - 1] == '"') {
		opaque++;
		length -= 2;
	} else {
		quoted = gantry_environ_format(
		    response_environ(response), "\"%s\"", tag);
	}
	if (quoted == NULL)
		return response_internal_error(response, "out of memory");
	if (!is_opaque(opaque, length))
		return response_internal_error(response,
		    "'%.64s' is not an ETag: it contains a space, a control "
		    "character or a quote",
		    tag);
	return response_put(response, "ETag", quoted);
}

static int
set_date(struct gantry_response *response, const char *name, int64_t time)
{
	char text[HTTP_DATE_SIZE];

	http_date_format(text, time);
	return gantry_response_header(response, name, text);
}

int
gantry_response_last_modified(struct gantry_response *response, int64_t time)
{
	if (response_lacks(response, response, __func__, "response"))
		return -1;
	return set_date(response, "Last-Modified", time);
}

int
gantry_response_expires(struct gantry_response *response, int64_t time)
{
	if (response_lacks(response, response, __func__, "response"))
		return -1;
	return set_date(response, "Expires", time);
}

int
gantry_response_retry_after(struct gantry_response *response, int64_t seconds)
{
	char text[24];

	if (response_lacks(response, response, __func__, "response"))
		return -1;
	snprintf(text, sizeof(text), "%" PRId64, seconds > 0 ? seconds : 0);
	return gantry_response_header(response, "Retry-After", text);
}

int
gantry_response_cache_control(
    struct gantry_response *response, const char *value)
{
	if (response_lacks(response, response, __func__, "response"))
		return -1;
	return gantry_response_header(response, "Cache-Control", value);
}

int
gantry_response_vary(struct gantry_response *response, const char *name)
{
	const char *list;

	if (response_lacks(response, name, __func__, "name"))
		return -1;
	list = gantry_response_get_header(response, "Vary");
	if (list != NULL &&
	    (token_list_has(list, "*") || token_list_has_name(list, name)))
		return 0;
	/* "*" stands for all headers (RFC 9110 section 12.5.5). */
	if (strcmp(name, "*") == 0)
		return gantry_response_header(response, "Vary", name);
	return gantry_response_append(response, "Vary", name);
}
