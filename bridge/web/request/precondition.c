/*
 * Preconditions of changes: fail unless the client saw the current state (RFC
 * 9110 section 13).
 */
#include <string.h>
#include <time.h>

#include "gantry/web.h"
#include "web/request/request.h"
#include "web/types/date.h"
#include "web/types/etag.h"

/* Does LIST name the resource, which may have no ETag or not exist? */
static bool
is_listed(const char *list, const char *etag, bool exists, bool strongly)
{
	if (etag_is_any(list, strongly))
		return exists;
	return etag != NULL && etag_is_in(list, etag, strongly);
}

static bool
is_safe(const struct gantry_request *request)
{
	const char *method = gantry_request_method(request);

	return method != NULL &&
	    (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0);
}

/* Was it modified after the date TEXT?  An invalid date is ignored. */
static bool
is_modified_since(const char *text, int64_t last_modified)
{
	int64_t date;

	return last_modified != -1 &&
	    date_parse_http(text, time(NULL), &date) == 0 &&
	    last_modified > date;
}

int
gantry_request_precondition(
    struct gantry_request *request, const char *etag, int64_t last_modified)
{
	const char *match, *none_match, *since;
	bool exists = etag != NULL || last_modified != -1;
	const char *why = NULL;
	char quoted[ETAG_SIZE];

	if (request_lacks(request, request, __func__, "request"))
		return -1;
	match = gantry_request_header(request, "If-Match");
	none_match = gantry_request_header(request, "If-None-Match");
	since = gantry_request_header(request, "If-Unmodified-Since");
	if (etag != NULL)
		etag = etag_quote(quoted, etag);
	if (match != NULL && !is_listed(match, etag, exists, true))
		why = exists ? "the resource has changed and no longer matches "
			       "If-Match; get it again"
			     : "If-Match was sent, but the resource does not "
			       "exist";
	else if (match == NULL && since != NULL &&
	    is_modified_since(since, last_modified))
		why = "the resource was modified after the date in "
		      "If-Unmodified-Since; get it again";
	else if (none_match != NULL && !is_safe(request) &&
	    is_listed(none_match, etag, exists, false))
		why = "the resource that If-None-Match names exists already";
	if (why == NULL)
		return 0;
	return gantry_response_fail(request->response, GANTRY_412, "%s", why);
}
