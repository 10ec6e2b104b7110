/*
 * Conditional requests (RFC 9110 section 13).
 */
#include <string.h>
#include <time.h>

#include "gantry/web.h"
#include "web/conditional.h"
#include "web/date.h"
#include "web/request.h"

struct tag {
	bool is_weak;
	const char *text; /* with its quotes */
	size_t length;
};

/* The tag at *AT, which moves on behind it; false: there is none. */
static bool
next_tag(const char **at, struct tag *tag)
{
	const char *text = *at, *end;

	tag->is_weak = strncmp(text, "W/", 2) == 0;
	if (tag->is_weak)
		text += 2;
	end = *text == '"' ? strchr(text + 1, '"') : NULL;
	if (end == NULL)
		return false;
	tag->text = text;
	tag->length = (size_t)(end + 1 - text);
	*at = end + 1;
	return true;
}

bool
etag_is_in(const char *list, const char *tag, bool strongly)
{
	struct tag wanted, listed;

	if (!next_tag(&tag, &wanted))
		return false;
	for (;;) {
		list += strspn(list, " \t,");
		if (*list == '*')
			return true;
		if (!next_tag(&list, &listed))
			return false;
		if (strongly && (wanted.is_weak || listed.is_weak))
			continue;
		if (listed.length == wanted.length &&
		    memcmp(listed.text, wanted.text, wanted.length) == 0)
			return true;
	}
}

bool
gantry_etag_matches(const struct gantry_environ *environ, const char *etag)
{
	const char *list = gantry_environ_get(environ, "HTTP_IF_NONE_MATCH");

	return list != NULL && etag_is_in(list, etag, false);
}

/* Does LIST hold what is there, which may have no tag, or not exist? */
static bool
is_listed(const char *list, const char *etag, bool exists, bool strongly)
{
	list += strspn(list, " \t,");
	if (*list == '*')
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

/* Was it modified after TEXT says?  A date that is none says nothing. */
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
	const char *match = gantry_request_header(request, "If-Match");
	const char *none_match =
	    gantry_request_header(request, "If-None-Match");
	const char *since =
	    gantry_request_header(request, "If-Unmodified-Since");
	bool exists = etag != NULL || last_modified != -1;
	const char *why = NULL;

	if (match != NULL && !is_listed(match, etag, exists, true))
		why = exists ? "If-Match does not name what is there now; get "
			       "it again and see what has changed"
			     : "If-Match names what is not there";
	else if (match == NULL && since != NULL &&
	    is_modified_since(since, last_modified))
		why = "it was modified after the date in If-Unmodified-Since; "
		      "get it again and see what has changed";
	else if (none_match != NULL && !is_safe(request) &&
	    is_listed(none_match, etag, exists, false))
		why = "If-None-Match names what is there already";
	if (why == NULL)
		return 0;
	return gantry_response_fail(request->response, GANTRY_412, "%s", why);
}
