/*
 * grpc.health.v1.  The server as a whole, "", and Firestore have one health;
 * what only describes the server is always healthy.
 */
#include <jansson.h>
#include <string.h>

#include "firestore/grpc/grpc_services.h"

/* Is NAME the full name of a service? */
static bool
is_service(const char *name)
{
	const struct proto_file *file;
	size_t length;

	for (file = proto_files; file->name != NULL; file++) {
		length = strlen(file->package);
		if (file->service != NULL &&
		    strncmp(name, file->package, length) == 0 &&
		    name[length] == '.' &&
		    strcmp(name + length + 1, file->service->name) == 0)
			return true;
	}
	return false;
}

enum rpc_code
grpc_check_health(const struct json_t *request, bool is_serving,
    struct gantry_buffer *answer, struct gantry_buffer *reason)
{
	const char *name =
	    json_string_value(json_object_get(request, "service"));

	if (name != NULL && !is_service(name)) {
		gantry_buffer_puts(reason, "unknown service");
		return RPC_NOT_FOUND;
	}
	if (name != NULL && strncmp(name, "grpc.", strlen("grpc.")) == 0)
		is_serving = true;
	gantry_buffer_puts(answer,
	    is_serving ? "{\"status\":\"SERVING\"}"
		       : "{\"status\":\"NOT_SERVING\"}");
	return RPC_OK;
}
