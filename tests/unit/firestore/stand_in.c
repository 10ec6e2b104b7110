/*
 * Methods that make up their answers.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "firestore/grpc/grpc_answer.h"
#include "firestore/rpc/rpc.h"
#include "firestore/stand_in.h"

#define TIME "2024-02-29T12:34:56.789012345Z"

struct rpc_service {
	int nothing;
};

bool stand_in_is_available = true;

static int
send_text(struct rpc_call *call, const struct gantry_buffer *text)
{
	if (gantry_buffer_failed(text))
		return -1;
	return call->send(
	    call->argument, (struct bytes){ text->data, text->length });
}

/* Append a document; LETTERS is the length of a field. */
static void
add_document(struct gantry_buffer *json, const struct rpc_call *call,
    const char *name, int letters)
{
	gantry_buffer_printf(json,
	    "{\"name\":\"%s\",\"fields\":{\"token\":{\"stringValue\":\"%.*s\"},"
	    "\"deadline\":{\"integerValue\":\"%lld\"},"
	    "\"text\":{\"stringValue\":\"%0*d\"}},"
	    "\"createTime\":\"" TIME "\",\"updateTime\":\"" TIME "\"}",
	    name, (int)call->token.length, call->token.data,
	    (long long)call->deadline_ms, letters, 0);
}

static bool
ends_with(const char *name, const char *end)
{
	const size_t length = strlen(name);

	return length >= strlen(end) &&
	    strcmp(name + length - strlen(end), end) == 0;
}

static enum rpc_code
get_document(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	const char *name =
	    json_string_value(json_object_get(call->request, "name"));
	struct gantry_buffer json = { 0 };

	(void)service;
	if (name == NULL || ends_with(name, "/missing")) {
		gantry_buffer_printf(message, "Document \"%s\" not found.",
		    name != NULL ? name : "");
		return RPC_NOT_FOUND;
	}
	if (ends_with(name, "/denied")) {
		gantry_buffer_puts(
		    message, "100 % d\xc3\xa9ni\xc3\xa9:\nno\x7f");
		return RPC_PERMISSION_DENIED;
	}
	if (ends_with(name, "/wrong"))
		gantry_buffer_puts(&json, "{\"name\":1}");
	else
		add_document(&json, call, name, 1);
	send_text(call, &json);
	gantry_buffer_clear(&json);
	return RPC_OK;
}

static enum rpc_code
batch_get(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	const json_t *names = json_object_get(call->request, "documents");
	struct gantry_buffer json = { 0 };
	const char *name;
	size_t i;

	(void)service;
	(void)message;
	for (i = 0; i < json_array_size(names); i++) {
		name = json_string_value(json_array_get(names, i));
		gantry_buffer_reset(&json);
		if (ends_with(name, "/missing")) {
			gantry_buffer_printf(
			    &json, "{\"missing\":\"%s\"", name);
		} else {
			gantry_buffer_puts(&json, "{\"found\":");
			add_document(&json, call, name, 1);
		}
		gantry_buffer_puts(&json, ",\"readTime\":\"" TIME "\"}");
		if (send_text(call, &json) == -1)
			break;
	}
	gantry_buffer_clear(&json);
	return RPC_OK;
}

/* Send COUNT documents of the collection ID below PARENT. */
static void
send_documents(
    struct rpc_call *call, const char *parent, const char *id, int count)
{
	const int letters = strcmp(id, "small") == 0 ? 1 : 1000;
	struct gantry_buffer json = { 0 };
	char name[256];
	int i;

	for (i = 0; i < count; i++) {
		gantry_buffer_reset(&json);
		gantry_buffer_puts(&json, "{\"document\":");
		snprintf(name, sizeof(name), "%s/%s/d%d", parent, id, i);
		add_document(&json, call, name, letters);
		gantry_buffer_puts(&json, ",\"readTime\":\"" TIME "\"}");
		if (send_text(call, &json) == -1)
			break;
	}
	gantry_buffer_clear(&json);
}

static enum rpc_code
run_query(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	const json_t *query = json_object_get(call->request, "structuredQuery");
	const char *parent =
	    json_string_value(json_object_get(call->request, "parent"));
	const char *id = json_string_value(json_object_get(
	    json_array_get(json_object_get(query, "from"), 0), "collectionId"));

	(void)service;
	if (parent == NULL || id == NULL) {
		gantry_buffer_puts(message, "a query has a parent and a from");
		return RPC_INVALID_ARGUMENT;
	}
	send_documents(call, parent, id,
	    (int)json_integer_value(json_object_get(query, "limit")));
	if (strcmp(id, "fails") != 0)
		return RPC_OK;
	gantry_buffer_puts(message, "the query takes too long");
	return RPC_DEADLINE_EXCEEDED;
}

static enum rpc_code
run_aggregation(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	static const char text[] =
	    "{\"result\":{\"aggregateFields\":{\"aggregate_0\":"
	    "{\"integerValue\":\"42\"}}},\"readTime\":\"" TIME "\"}";

	(void)service;
	(void)message;
	call->send(call->argument, (struct bytes){ text, strlen(text) });
	return RPC_OK;
}

static enum rpc_code
commit(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	(void)service;
	(void)call;
	gantry_buffer_puts(message, "This database is read only.");
	return RPC_PERMISSION_DENIED;
}

static enum rpc_code
rollback(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	(void)service;
	(void)call;
	(void)message;
	return RPC_OK;
}

const struct rpc_method rpc_methods[] = {
	{ "GetDocument", false, get_document },
	{ "BatchGetDocuments", true, batch_get },
	{ "RunQuery", true, run_query },
	{ "RunAggregationQuery", true, run_aggregation },
	{ "Commit", false, commit },
	{ "Rollback", false, rollback },
	{ NULL, false, NULL },
};

const struct rpc_method *
rpc_find(struct bytes name)
{
	const struct rpc_method *method = rpc_methods;

	while (method->name != NULL && !bytes_is_equal(name, method->name))
		method++;
	return method->name != NULL ? method : NULL;
}

const char *
rpc_code_name(enum rpc_code code)
{
	return code == RPC_DEADLINE_EXCEEDED ? "DEADLINE_EXCEEDED" : "OTHER";
}

static int
stand_in(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static struct rpc_service service;
	static const char text[] = "not gRPC\n";
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};

	if (grpc_is_request(environ))
		return grpc_answer(environ, start_response,
		    stand_in_is_available ? &service : NULL);
	return gantry_write(
	    start_response(environ, "200 OK", headers), text, strlen(text));
}

const struct gantry_application stand_in_application = {
	.name = "stand-in",
	.help = "makes up answers of Firestore",
	.call = stand_in,
};
