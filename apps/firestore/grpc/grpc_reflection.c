/*
 * grpc.reflection.v1, and v1alpha, which has the same messages: one answer for
 * each request.  A file comes with those that it imports.
 */
#include <jansson.h>
#include <string.h>

#include "data/firestore/rest/rest.h"
#include "firestore/grpc/grpc_services.h"
#include "firestore/rpc/rpc.h"

/* Append the member "errorResponse". */
static void
add_error(struct gantry_buffer *answer, enum rpc_code code, const char *reason)
{
	gantry_buffer_printf(answer,
	    "\"errorResponse\":{\"errorCode\":%d,\"errorMessage\":\"%s\"}",
	    code, reason);
}

static const struct proto_file *
find_file(const char *name)
{
	const struct proto_file *file = proto_files;

	while (file->name != NULL && strcmp(file->name, name) != 0)
		file++;
	return file->name != NULL ? file : NULL;
}

/* Is SYMBOL NAME itself, or a member of it, "Value.string_value"? */
static bool
is_symbol(const char *symbol, const char *name)
{
	const size_t length = strlen(name);

	return strncmp(symbol, name, length) == 0 &&
	    (symbol[length] == '\0' || symbol[length] == '.');
}

/* Does FILE declare SYMBOL, a full name? */
static bool
declares(const struct proto_file *file, const char *symbol)
{
	const size_t length = strlen(file->package);
	size_t i;

	if (strncmp(symbol, file->package, length) != 0 ||
	    symbol[length] != '.')
		return false;
	symbol += length + 1;
	for (i = 0; file->messages[i] != NULL; i++)
		if (is_symbol(symbol, file->messages[i]->name))
			return true;
	for (i = 0; file->enums[i] != NULL; i++)
		if (is_symbol(symbol, file->enums[i]->name))
			return true;
	return file->service != NULL && is_symbol(symbol, file->service->name);
}

static const struct proto_file *
find_declaring(const char *symbol)
{
	const struct proto_file *file = proto_files;

	while (file->name != NULL && !declares(file, symbol))
		file++;
	return file->name != NULL ? file : NULL;
}

/* Append FILE's descriptor as a string in base64. */
static int
add_file(struct gantry_buffer *answer, const struct proto_file *file,
    struct gantry_error *error)
{
	struct gantry_buffer encoded = { 0 };
	int result = grpc_describe_file(file, &encoded, error);

	if (result == 0)
		rest_add_bytes(
		    answer, (struct bytes){ encoded.data, encoded.length });
	gantry_buffer_clear(&encoded);
	return result;
}

static int
add_files(struct gantry_buffer *answer, const struct proto_file *file,
    struct gantry_error *error)
{
	size_t i;

	if (file == NULL) {
		add_error(answer, RPC_NOT_FOUND, "not found");
		return 0;
	}
	gantry_buffer_puts(
	    answer, "\"fileDescriptorResponse\":{\"fileDescriptorProto\":[");
	if (add_file(answer, file, error) == -1)
		return -1;
	for (i = 0; file->imports[i] != NULL; i++) {
		gantry_buffer_putc(answer, ',');
		if (add_file(answer, find_file(file->imports[i]), error) == -1)
			return -1;
	}
	gantry_buffer_puts(answer, "]}");
	return 0;
}

static void
add_services(struct gantry_buffer *answer)
{
	const struct proto_file *file;
	const char *comma = "";

	gantry_buffer_puts(answer, "\"listServicesResponse\":{\"service\":[");
	for (file = proto_files; file->name != NULL; file++) {
		if (file->service == NULL)
			continue;
		gantry_buffer_printf(answer, "%s{\"name\":\"%s.%s\"}", comma,
		    file->package, file->service->name);
		comma = ",";
	}
	gantry_buffer_puts(answer, "]}");
}

static int
add_answer(const struct json_t *request, struct gantry_buffer *answer,
    struct gantry_error *error)
{
	const char *text;

	text = json_string_value(json_object_get(request, "fileByFilename"));
	if (text != NULL)
		return add_files(answer, find_file(text), error);
	text =
	    json_string_value(json_object_get(request, "fileContainingSymbol"));
	if (text != NULL)
		return add_files(answer, find_declaring(text), error);
	if (json_object_get(request, "listServices") != NULL)
		add_services(answer);
	else if (json_object_get(request, "fileContainingExtension") != NULL ||
	    json_object_get(request, "allExtensionNumbersOfType") != NULL)
		add_error(answer, RPC_NOT_FOUND, "there are no extensions");
	else
		add_error(
		    answer, RPC_INVALID_ARGUMENT, "the request asks nothing");
	return 0;
}

int
grpc_reflect(const struct json_t *request, struct gantry_buffer *answer,
    struct gantry_error *error)
{
	char *original = json_dumps(request, JSON_COMPACT);

	if (original == NULL)
		return gantry_error_memory(error);
	gantry_buffer_printf(answer, "{\"originalRequest\":%s,", original);
	free(original);
	if (add_answer(request, answer, error) == -1)
		return -1;
	gantry_buffer_putc(answer, '}');
	return gantry_buffer_failed(answer) ? gantry_error_memory(error) : 0;
}
