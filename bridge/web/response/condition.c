/*
 * Conditional requests, evaluated with the validators of the response (RFC 9110
 * section 13.2.2).  A condition on a validator that the response does not have
 * is ignored.
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

static bool
is_failed(const struct gantry_response *response, const char *etag)
{
	const char *list = get_variable(response, "HTTP_IF_MATCH");

	if (list == NULL)
		return find_modified(response, "HTTP_IF_UNMODIFIED_SINCE") ==
		    MODIFIED_AFTER;
	return etag != NULL && !etag_is_in(list, etag, true);
}

enum condition
response_find_condition(const struct gantry_response *response)
{
	const char *etag = gantry_response_get_header(response, "ETag");
	const char *list = get_variable(response, "HTTP_IF_NONE_MATCH");
	bool is_fresh;

	if (!response_is_read(response))
		return CONDITION_NONE;
	if (is_failed(response, etag))
		return CONDITION_FAILED;
	if (list != NULL)
		is_fresh = etag != NULL && etag_is_in(list, etag, false);
	else
		is_fresh = find_modified(response, "HTTP_IF_MODIFIED_SINCE") ==
		    MODIFIED_BEFORE;
	return is_fresh ? CONDITION_FRESH : CONDITION_NONE;
}

bool
gantry_response_is_fresh(const struct gantry_response *response)
{
	return response_find_condition(response) == CONDITION_FRESH;
}

/*
 * Conditions apply to successful responses only (RFC 9110 section 13.2.1).  A
 * stream that waits is not a version of something.
 */
void
response_condition(struct gantry_response *response)
{
	enum condition condition;

	if (response->status[0] != '2' || response->stream != NULL)
		return;
	condition = response_find_condition(response);
	if (condition == CONDITION_NONE)
		return;
	if (condition == CONDITION_FAILED) {
		response_forget_content(response);
		response_remove(response, response_describes_content);
	}
	/* A 304 keeps the headers that describe the content. */
	response_drop_body(response);
	gantry_response_status(
	    response, condition == CONDITION_FRESH ? GANTRY_304 : GANTRY_412);
}
