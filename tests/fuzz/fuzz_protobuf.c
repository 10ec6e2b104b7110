/*
 * A libFuzzer target for Protocol Buffers.  The first byte of an input chooses
 * a message and the direction: the rest is the message, or its JSON.
 *
 * Nothing may crash, leak or read out of bounds.  What is refused has a reason.
 * What is read becomes JSON that is written as a message again, which is read
 * as the same JSON.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "firestore/protobuf/codec.h"
#include "firestore/protobuf/tables/tables.h"
#include "require.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct proto_message *const messages[] = {
	&firestore_run_query_request,
	&firestore_value,
	&firestore_document,
	&firestore_batch_get_documents_request,
	&firestore_run_aggregation_query_request,
	&firestore_commit_request,
	&firestore_listen_response,
	&firestore_run_query_response,
	&firestore_execute_pipeline_request,
	&google_value,
	&reflection_server_reflection_response,
};

#define MESSAGES (sizeof(messages) / sizeof(messages[0]))

/* Doubles are written with all their digits. */
static char *
dump(const json_t *json)
{
	return json_dumps(json,
	    JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY |
		JSON_REAL_PRECISION(17));
}

/* Is what JSON becomes read as JSON again? */
static void
require_same(const struct proto_message *message, const json_t *json)
{
	struct gantry_buffer out = { 0 };
	struct gantry_error error = { .text = "" };
	char *before = dump(json), *after;
	json_t *again;

	require(before != NULL, "what is read can be dumped");
	require(proto_write(message, (struct bytes){ before, strlen(before) },
		    &out, &error) == 0,
	    "what is read can be written");
	again =
	    proto_read(message, (struct bytes){ out.data, out.length }, &error);
	require(again != NULL, "what is written can be read");
	after = dump(again);
	require(after != NULL && strcmp(before, after) == 0,
	    "a message comes back as it was");
	json_decref(again);
	free(before);
	free(after);
	gantry_buffer_clear(&out);
}

static void
read_message(const struct proto_message *message, struct bytes text)
{
	struct gantry_error error = { .text = "" };
	json_t *json = proto_read(message, text, &error);

	require(
	    json != NULL || error.text[0] != '\0', "a refusal has a reason");
	if (json != NULL)
		require_same(message, json);
	json_decref(json);
}

static void
write_message(const struct proto_message *message, struct bytes text)
{
	struct gantry_buffer out = { 0 };
	struct gantry_error error = { .text = "" };
	json_t *json;

	if (proto_write(message, text, &out, &error) == 0) {
		json = proto_read(
		    message, (struct bytes){ out.data, out.length }, &error);
		require(json != NULL || error.text[0] != '\0',
		    "a refusal has a reason");
		json_decref(json);
	} else {
		require(error.text[0] != '\0', "a refusal has a reason");
	}
	gantry_buffer_clear(&out);
}

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct proto_message *message;
	struct bytes text;

	if (size == 0)
		return 0;
	message = messages[(data[0] >> 1) % MESSAGES];
	text = (struct bytes){ (const char *)data + 1, size - 1 };
	if ((data[0] & 1) == 0)
		read_message(message, text);
	else
		write_message(message, text);
	return 0;
}
