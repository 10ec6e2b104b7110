/*
 * A libFuzzer target for name-value pairs: the content of PARAMS records
 * becomes an environ, and a GET_VALUES record gets a response.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/environ/repair.h"
#include "gate/transport/fcgi_params.h"
#include "wire/record.h"
#include "wire/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

/* Return whether contract.h allows this name. */
static bool
is_name(const char *name)
{
	if (strncmp(name, "gantry.", 7) == 0)
		return true;
	return *name != '\0' &&
	    name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")] == '\0';
}

static void
check_environ(struct gantry_environ *environ)
{
	static const char *const required[] = { "REQUEST_METHOD", "SERVER_NAME",
		"SERVER_PORT", "SERVER_PROTOCOL" };
	struct gantry_variable variable;
	struct gantry_error error;
	size_t position = 0, i;
	int64_t length;

	if (environ_repair(environ, NULL, &length, &error) == -1) {
		require(error.text[0] != '\0', "a rejection has a reason");
		return;
	}
	require(length >= LENGTH_UNKNOWN, "a length is valid");
	while (gantry_environ_next(environ, &position, &variable)) {
		require(is_name(variable.name), "a name is valid");
		require(strcmp(gantry_environ_get(environ, variable.name),
			    variable.value) == 0,
		    "each variable is found");
	}
	require(gantry_environ_get(environ, "HTTP_PROXY") == NULL,
	    "HTTP_PROXY is removed");
	for (i = 0; i < sizeof(required) / sizeof(required[0]); i++)
		require(*environ_text(environ, required[i]) != '\0',
		    "required variables exist");
}

static void
check_params(const uint8_t *data, size_t size)
{
	struct fcgi_request request = { 0 };
	struct gantry_error error;

	request_init(&request.base, NULL, NULL);
	gantry_buffer_add(&request.params, data, size);
	if (fcgi_params_decode(&request, &error) == 0)
		check_environ(&request.base.environ);
	else
		require(error.text[0] != '\0', "a refusal has a reason");
	request_clear(&request.base);
	gantry_buffer_clear(&request.params);
}

static void
check_values(const uint8_t *data, size_t size)
{
	const struct values values = { 1, 2, 3 };
	uint8_t answer[VALUES_RESULT_MAX];
	struct record_header header;
	size_t length = values_answer(&values, data, size, answer);

	require(length >= RECORD_HEADER_SIZE && length <= sizeof(answer),
	    "a response fits the limit");
	record_header_decode(&header, answer, length);
	require(header.content_length == length - RECORD_HEADER_SIZE &&
		header.type == RECORD_GET_VALUES_RESULT,
	    "the output consists of records");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_params(data, size);
	check_values(data, size);
	return 0;
}
