/*
 * ETags for responses that have none: a hash of the body.
 */
#define XXH_INLINE_ALL
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include <gantry/web.h>

#include "middleware/null_arguments.h"

int
gantry_etag_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	const struct gantry_buffer *body;
	const char *method;
	XXH128_hash_t hash;
	char tag[40];

	(void)state;
	if (process_lacks(request, response, request, __func__))
		return -1;
	body = gantry_response_body(response);
	method = gantry_request_method(request);
	/*
	 * Only a 200 to GET or HEAD is a representation of the resource.  If it
	 * is fresh for the client, the responder may have left out the body.
	 */
	if (!succeeded || body == NULL ||
	    (body->length == 0 && gantry_response_is_fresh(response)) ||
	    (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) ||
	    gantry_response_get_header(response, "ETag") != NULL ||
	    strncmp(gantry_response_get_status(response), "200", 3) != 0)
		return 0;
	hash = XXH3_128bits(body->data, body->length);
	snprintf(tag, sizeof(tag), "%016" PRIx64 "%016" PRIx64,
	    (uint64_t)hash.high64, (uint64_t)hash.low64);
	return gantry_response_etag(response, tag);
}
