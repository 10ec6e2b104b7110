/*
 * A libFuzzer target for multipart/form-data.  An input is the size of a chunk,
 * a line with the parameters of the Content-Type, and the body.  The result
 * must be the same whether the body is read in chunks or at once.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/utf8.h"
#include "web/request/request.h"
#include "web/schema/schema.h"
#include "web/test_body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Replaces functions of the response and the request: a rejection is formatted
 * but not kept.
 */
static char failure[1024];

/* Not called: no route declares a body. */
unsigned
schema_property_kinds(
    const struct gantry_schema *schema, const char *name, unsigned *items)
{
	(void)schema;
	(void)name;
	(void)items;
	abort();
}

int
gantry_request_check(struct gantry_request *request,
    const struct gantry_schema *schema, const struct gantry_json_value *value)
{
	(void)request;
	(void)schema;
	(void)value;
	abort();
}

/* Not called: no argument is NULL. */
void
request_null(const struct gantry_request *request, const char *function,
    const char *argument)
{
	(void)request;
	(void)function;
	(void)argument;
	abort();
}

int
gantry_response_raise(
    struct gantry_response *response, const struct gantry_http_error *error)
{
	(void)response;
	snprintf(failure, sizeof(failure), "%s", error->status);
	return -1;
}

int
gantry_response_fail(struct gantry_response *response, const char *status,
    const char *format, ...)
{
	size_t length =
	    (size_t)snprintf(failure, sizeof(failure), "%s: ", status);
	va_list arguments;

	(void)response;
	va_start(arguments, format);
	vsnprintf(
	    failure + length, sizeof(failure) - length, format, arguments);
	va_end(arguments);
	return -1;
}

const struct gantry_http_error *
gantry_response_error(const struct gantry_response *response)
{
	(void)response;
	return NULL;
}

int
request_out_of_memory(struct gantry_request *request)
{
	return gantry_response_fail(
	    request->response, GANTRY_500, "out of memory");
}

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

/* What the callbacks got. */
struct seen {
	struct gantry_buffer bytes;
	bool in_part;
};

static int
begin_part(void *argument, const struct gantry_part *part)
{
	struct seen *seen = argument;
	const char *filename = part->filename;

	require(!seen->in_part, "a part ends before the next");
	seen->in_part = true;
	require(
	    utf8_is_valid(part->name, strlen(part->name)), "a name is UTF-8");
	require(*part->type != '\0', "a part has a type");
	if (filename != NULL)
		require(strpbrk(filename, "/\\") == NULL &&
			strcmp(filename, ".") != 0 &&
			strcmp(filename, "..") != 0 &&
			utf8_is_valid(filename, strlen(filename)),
		    "a filename is valid");
	gantry_buffer_printf(&seen->bytes, "<%s,%s,%s>", part->name,
	    filename != NULL ? filename : "", part->type);
	return 0;
}

static int
add_data(void *argument, const char *data, size_t length)
{
	struct seen *seen = argument;

	require(seen->in_part, "data belongs to a part");
	require(length > 0, "data is not empty");
	return gantry_buffer_add(&seen->bytes, data, length);
}

static int
end_part(void *argument)
{
	struct seen *seen = argument;

	require(seen->in_part, "a part begins before it ends");
	seen->in_part = false;
	return gantry_buffer_puts(&seen->bytes, "|");
}

/* Read a body in chunks.  Return the result of the parser. */
static int
walk(const char *type, const char *body, size_t length, size_t chunk,
    struct seen *seen)
{
	const struct gantry_multipart multipart = {
		.argument = seen,
		.begin = begin_part,
		.data = add_data,
		.end = end_part,
		.parts_max = 8,
		.part_size_max = 256,
		.headers_max = 512,
	};
	struct test_body posted;
	int result;

	failure[0] = '\0';
	test_body_begin(&posted, type, body, length);
	posted.chunk = chunk;
	result = gantry_request_multipart(&posted.request, &multipart);
	require(
	    (result == -1) == (failure[0] != '\0'), "a rejection has a reason");
	require(failure[0] == '\0' || strncmp(failure, "400 ", 4) == 0 ||
		strncmp(failure, "413 ", 4) == 0,
	    "a refusal is the client's");
	require(result == -1 || !seen->in_part, "a part has its end");
	test_body_end(&posted);
	return result;
}

static void
check_body(const char *type, const char *body, size_t length, size_t chunk)
{
	struct seen whole = { 0 }, pieces = { 0 };
	char reason[sizeof(failure)];
	int result = walk(type, body, length, 0, &whole);

	strcpy(reason, failure);
	require(walk(type, body, length, chunk, &pieces) == result &&
		strcmp(reason, failure) == 0,
	    "chunks make no difference");
	/* With a limit exceeded, the data may differ. */
	if (result == 0)
		require(whole.bytes.length == pieces.bytes.length &&
			(whole.bytes.length == 0 ||
			    memcmp(whole.bytes.data, pieces.bytes.data,
				whole.bytes.length) == 0),
		    "chunks make no difference to the parts");
	gantry_buffer_clear(&whole.bytes);
	gantry_buffer_clear(&pieces.bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = size > 0 ? memchr(text + 1, '\n', size - 1) : NULL;
	char type[256];

	if (end == NULL || end - text > 200)
		return 0;
	snprintf(type, sizeof(type), "multipart/form-data;%.*s",
	    (int)(end - text - 1), text + 1);
	check_body(type, end + 1, size - (size_t)(end + 1 - text), data[0]);
	return 0;
}
