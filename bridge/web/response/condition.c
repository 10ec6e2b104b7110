/*
 * Conditional requests, evaluated with the validators of the response (RFC 9110
 * section 13.2.2).  A successful response represents the resource, so "*"
 * matches it even without an ETag, and a list of tags does not.  A date is
 * ignored if the response does not say when it was modified.
 */
#include <time.h>

#include "web/response/response.h"
#include "web/types/date.h"
#include "web/types/etag.h"

static const char *
get_variable(const struct gantry_response *response, const char *name)
{
	return gantry_environ_get(response_environ(response), name);
}

enum modified {
	MODIFIED_UNKNOWN,
	MODIFIED_BEFORE, /* or at the same time */
	MODIFIED_AFTER,
};

/* Was it modified after the date in the request's header NAME? */
static enum modified
find_modified(const struct gantry_response *response, const char *name)
{
	const char *since = get_variable(response, name);
	const char *is = gantry_response_get_header(response, "Last-Modified");
	int64_t now = time(NULL), since_time, is_time;

	if (since == NULL || is == NULL ||
	    date_parse_http(since, now, &since_time) == -1 ||
	    date_parse_http(is, now, &is_time) == -1)
		return MODIFIED_UNKNOWN;
	return is_time > since_time ? MODIFIED_AFTER : MODIFIED_BEFORE;
}

/* Does LIST name the version of the response, which may have no ETag? */
static bool
is_listed(const char *list, const char *etag, bool strongly)
{
	return etag_is_any(list, strongly) ||
	    (etag != NULL && etag_is_in(list, etag, strongly));
}

static bool
is_failed(const struct gantry_response *response, const char *etag)
{
	const char *list = get_variable(response, "HTTP_IF_MATCH");

	if (list == NULL)
		return find_modified(response, "HTTP_IF_UNMODIFIED_SINCE") ==
		    MODIFIED_AFTER;
	return !is_listed(list, etag, true);
}

enum condition
response_find_condition(const struct gantry_response *response)
{
	const char *etag = gantry_response_get_header(response, "ETag");
	const char *list = get_variable(response, "HTTP_IF_NONE_MATCH");
	bool is_fresh;

	/*
	 * For successful responses only (RFC 9110 section 13.2.1).  A stream
	 * that waits is not a version of something.
	 */
	if (!response_is_read(response) || response->status[0] != '2' ||
	    response->stream != NULL)
		return CONDITION_NONE;
	if (is_failed(response, etag))
		return CONDITION_FAILED;
	if (list != NULL)
		is_fresh = is_listed(list, etag, false);
	else
		is_fresh = find_modified(response, "HTTP_IF_MODIFIED_SINCE") ==
		    MODIFIED_BEFORE;
	return is_fresh ? CONDITION_FRESH : CONDITION_NONE;
}

bool
gantry_response_is_fresh(const struct gantry_response *response)
{
	return !response_lacks(response, response, __func__, "response") &&
	    response_find_condition(response) == CONDITION_FRESH;
}

int
response_condition(struct gantry_response *response)
{
	switch (response_find_condition(response)) {
	case CONDITION_NONE:
		break;
	case CONDITION_FRESH:
		/* A 304 keeps the headers that describe the content. */
		response_drop_body(response);
		gantry_response_status(response, GANTRY_304);
		break;
	case CONDITION_FAILED:
		return gantry_response_fail(response, GANTRY_412,
		    "the resource is not the version that %s asks for",
		    get_variable(response, "HTTP_IF_MATCH") != NULL
			? "If-Match"
			: "If-Unmodified-Since");
	}
	return 0;
}
