/*
 * Bodies that are JSON.
 */
#include <string.h>

#include "web/request/body.h"
#include "web/request/request.h"
#include "web/types/json_scalar.h"

bool
body_is_json(const char *type)
{
	const char *slash = strchr(type, '/'), *plus = strrchr(type, '+');

	if (strcmp(type, "application/json") == 0)
		return true;
	return slash != NULL && plus != NULL && plus > slash + 1 &&
	    strcmp(plus, "+json") == 0;
}

const struct gantry_json_value *
gantry_request_json(struct gantry_request *request, size_t limit)
{
	const struct gantry_json_value *value;
	struct gantry_error error;
	const char *type, *data;
	size_t length;

	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	type = body_type(request);
	if (type == NULL)
		return NULL;
	if (!body_is_json(type)) {
		body_reject_type(request, type, "application/json");
		return NULL;
	}
	if (gantry_request_body(request, limit, &data, &length) == -1)
		return NULL;
	/* What a declared body was checked with is parsed already. */
	if (request->json != NULL)
		return request->json;
	value = json_parse_texts(request->environ, data, length, &error);
	request->json = value;
	if (value != NULL)
		return value;
	if (error.code == GANTRY_ERROR_MEMORY)
		request_out_of_memory(request);
	else
		gantry_response_fail(request->response, GANTRY_400,
		    "the body is not valid JSON: %s", error.text);
	return NULL;
}
