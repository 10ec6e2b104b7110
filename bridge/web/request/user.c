/*
 * The user of a request, once something has found out.
 */
#include "base/null.h"
#include "web/request/request.h"

#define NAME "gantry.user"

int
gantry_request_set_user(struct gantry_request *request, const char *user)
{
	char *copy;

	if (request_lacks(request, request, __func__, "request"))
		return -1;
	if (user == NULL)
		return gantry_request_set(request, NAME, NULL);
	copy = gantry_environ_format(request->environ, "%s", user);
	if (copy == NULL)
		return request_out_of_memory(request);
	return gantry_request_set(request, NAME, copy);
}

const char *
gantry_request_user(const struct gantry_request *request)
{
	if (null_given(request, __func__, "request"))
		return NULL;
	return gantry_request_get(request, NAME);
}
