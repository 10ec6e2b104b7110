/*
 * Forms in HTML's default encoding (WHATWG URL section 5).  It is that of
 * queries, so the parser of queries reads them.
 */
#include <string.h>

#include "web/request/body.h"
#include "web/request/form.h"
#include "web/request/request.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

int
form_text(struct gantry_request *request, const char **text)
{
	const char *type = body_type(request);
	const char *data;
	size_t length;

	if (type == NULL)
		return -1;
	if (*type != '\0' && strcmp(type, FORM_TYPE) != 0)
		return body_reject_type(request, type, FORM_TYPE);
	if (gantry_request_body(request, 0, &data, &length) == -1)
		return -1;
	/* An empty body needs no type. */
	if (*type == '\0' && length > 0)
		return body_reject_type(request, type, FORM_TYPE);
	if (strlen(data) != length)
		return gantry_response_fail(request->response, GANTRY_400,
		    "the form contains a NUL byte");
	*text = data;
	return 0;
}

int
form_peek(struct gantry_request *request, const char **text)
{
	const char *type = body_type(request);
	const char *data;
	size_t length;

	*text = "";
	if (type == NULL)
		return -1;
	if (strcmp(type, FORM_TYPE) != 0)
		return 0;
	if (gantry_request_body(request, 0, &data, &length) == -1)
		return -1;
	if (strlen(data) == length)
		*text = data;
	return 0;
}
