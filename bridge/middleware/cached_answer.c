/*
 * Responses made of stored ones (RFC 9111 section 4): whole, in part, or 304.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "base/text/http_date.h"
#include "base/text/token_list.h"
#include "middleware/freshness.h"
#include "middleware/response_store.h"

/* Set the stored headers, in the place of any that were set since. */
static int
set_headers(
    struct gantry_response *response, const struct gantry_header *headers)
{
	const struct gantry_header *header;

	for (header = headers; header->name != NULL; header++)
		gantry_response_header(response, header->name, NULL);
	for (header = headers; header->name != NULL; header++)
		if (gantry_response_append(
			response, header->name, header->value) == -1)
			return -1;
	return 0;
}

/*
 * The range of STORED that the client asks for.  Returns 1 with RANGE filled, 0
 * for the whole response, or -1 with the response failed: 416.
 */
static int
find_range(struct gantry_request *request, struct gantry_response *response,
    const struct stored_response *stored, struct gantry_range *range)
{
	const char *none =
	    gantry_response_get_header(response, "Accept-Ranges");
	char whole[40];
	const struct gantry_header headers[] = {
		{ "Content-Range", whole },
		{ NULL, NULL },
	};
	int64_t modified = -1;

	if (strncmp(stored->status, "200", 3) != 0 ||
	    gantry_response_is_fresh(response) ||
	    (none != NULL && token_list_has_name(none, "none")))
		return 0;
	freshness_date(
	    gantry_response_get_header(response, "Last-Modified"), &modified);
	switch (gantry_request_range(request, (int64_t)stored->body_length,
	    gantry_response_get_header(response, "ETag"), modified, range)) {
	case GANTRY_RANGE_PART:
		return 1;
	case GANTRY_RANGE_UNSATISFIABLE:
		gantry_response_header(response, "Age", NULL);
		snprintf(
		    whole, sizeof(whole), "bytes */%zu", stored->body_length);
		return gantry_response_raise(response,
		    &(struct gantry_http_error){
			.status = GANTRY_416, .headers = headers });
	case GANTRY_RANGE_NONE:
		break;
	}
	return 0;
}

/* Make the response the RANGE of STORED. */
static int
answer_part(struct gantry_response *response,
    const struct stored_response *stored, const struct gantry_range *range)
{
	/* They describe the whole content. */
	static const char *const wrong[] = { "Content-Digest", "Content-MD5" };
	char text[80];
	size_t i;

	snprintf(text, sizeof(text), "bytes %" PRId64 "-%" PRId64 "/%zu",
	    range->first, range->last, stored->body_length);
	if (gantry_response_data(response, "application/octet-stream",
		stored->body + range->first,
		(size_t)(range->last - range->first + 1)) == -1 ||
	    set_headers(response, stored->headers) == -1)
		return -1;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		gantry_response_header(response, wrong[i], NULL);
	gantry_response_status(response, GANTRY_206);
	return gantry_response_header(response, "Content-Range", text);
}

/*
 * Does If-Modified-Since name a time after STORED was made, if that does not
 * say when it was modified?  RFC 9111 section 4.3.2.
 */
static bool
is_unmodified(struct gantry_request *request,
    const struct gantry_response *response,
    const struct stored_response *stored)
{
	int64_t since, date;

	if (gantry_request_header(request, "If-None-Match") != NULL ||
	    strncmp(stored->status, "200", 3) != 0 ||
	    gantry_response_get_header(response, "Last-Modified") != NULL ||
	    freshness_date(gantry_request_header(request, "If-Modified-Since"),
		&since) == -1)
		return false;
	if (freshness_date(
		gantry_response_get_header(response, "Date"), &date) == -1)
		date = stored->facts.received;
	return date <= since;
}

/* Set the status and the headers that a cache adds. */
static int
describe(struct gantry_request *request, struct gantry_response *response,
    const struct stored_response *stored, int64_t milliseconds)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	const char *age = gantry_environ_format(
		       environ, "%lld", (long long)milliseconds / 1000),
		   *status =
		       gantry_environ_format(environ, "%s", stored->status);
	char date[HTTP_DATE_SIZE];

	http_date_format(date, stored->facts.received);
	if (age == NULL || status == NULL ||
	    gantry_response_header(response, "Age", age) == -1 ||
	    (gantry_response_get_header(response, "Date") == NULL &&
		gantry_response_header(response, "Date", date) == -1))
		return -1;
	gantry_response_status(response, status);
	return 0;
}

int
cached_answer(struct gantry_request *request, struct gantry_response *response,
    const struct stored_response *stored, int64_t age)
{
	struct gantry_range range;
	int result;

	if (gantry_response_data(response, "application/octet-stream",
		stored->body, stored->body_length) == -1 ||
	    set_headers(response, stored->headers) == -1 ||
	    describe(request, response, stored, age) == -1)
		return -1;
	if (is_unmodified(request, response, stored)) {
		gantry_response_status(response, GANTRY_304);
	} else {
		result = find_range(request, response, stored, &range);
		if (result == -1 ||
		    (result == 1 &&
			answer_part(response, stored, &range) == -1))
			return -1;
	}
	gantry_response_complete(response);
	return 0;
}
