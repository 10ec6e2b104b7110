/*
 * The table of the methods, and the names of codes.
 */
#include <string.h>
#include <strings.h>

#include "firestore/rpc/methods.h"

#define READ_ONLY                                                         \
	"Missing or insufficient permissions: this database can only be " \
	"read."

static const struct {
	const char *name;
	int status; /* of HTTP */
} codes[] = {
	[RPC_OK] = { "OK", 200 },
	[RPC_CANCELLED] = { "CANCELLED", 499 },
	[RPC_UNKNOWN] = { "UNKNOWN", 500 },
	[RPC_INVALID_ARGUMENT] = { "INVALID_ARGUMENT", 400 },
	[RPC_DEADLINE_EXCEEDED] = { "DEADLINE_EXCEEDED", 504 },
	[RPC_NOT_FOUND] = { "NOT_FOUND", 404 },
	[RPC_ALREADY_EXISTS] = { "ALREADY_EXISTS", 409 },
	[RPC_PERMISSION_DENIED] = { "PERMISSION_DENIED", 403 },
	[RPC_RESOURCE_EXHAUSTED] = { "RESOURCE_EXHAUSTED", 429 },
	[RPC_FAILED_PRECONDITION] = { "FAILED_PRECONDITION", 400 },
	[RPC_ABORTED] = { "ABORTED", 409 },
	[RPC_OUT_OF_RANGE] = { "OUT_OF_RANGE", 400 },
	[RPC_UNIMPLEMENTED] = { "UNIMPLEMENTED", 501 },
	[RPC_INTERNAL] = { "INTERNAL", 500 },
	[RPC_UNAVAILABLE] = { "UNAVAILABLE", 503 },
	[RPC_DATA_LOSS] = { "DATA_LOSS", 500 },
	[RPC_UNAUTHENTICATED] = { "UNAUTHENTICATED", 401 },
};

const char *
rpc_code_name(enum rpc_code code)
{
	return codes[code].name;
}

int
rpc_code_status(enum rpc_code code)
{
	return codes[code].status;
}

#define METHOD(name, body)                                        \
	static enum rpc_code name(struct rpc_service *service,    \
	    struct rpc_call *call, struct gantry_buffer *message) \
	{                                                         \
		return run_call(service, call, message, body);    \
	}

METHOD(get_document, method_get_document)
METHOD(batch_get_documents, method_batch_get_documents)
METHOD(list_documents, method_list_documents)
METHOD(list_collection_ids, method_list_collection_ids)
METHOD(run_query, method_run_query)
METHOD(run_aggregation_query, method_run_aggregation_query)
METHOD(partition_query, method_partition_query)
METHOD(begin_transaction, method_begin_transaction)
METHOD(commit, method_commit)
METHOD(rollback, method_rollback)

/* SDKs give up at this error; they would try again after others. */
static enum rpc_code
refuse_to_write(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	(void)service;
	(void)call;
	gantry_buffer_puts(message, READ_ONLY);
	return RPC_PERMISSION_DENIED;
}

static enum rpc_code
refuse(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message)
{
	(void)service;
	(void)call;
	gantry_buffer_puts(message, "This server does not have the method.");
	return RPC_UNIMPLEMENTED;
}

const struct rpc_method rpc_methods[] = {
	{ "GetDocument", false, get_document },
	{ "BatchGetDocuments", true, batch_get_documents },
	{ "ListDocuments", false, list_documents },
	{ "ListCollectionIds", false, list_collection_ids },
	{ "RunQuery", true, run_query },
	{ "RunAggregationQuery", true, run_aggregation_query },
	{ "PartitionQuery", false, partition_query },
	{ "BeginTransaction", false, begin_transaction },
	{ "Commit", false, commit },
	{ "Rollback", false, rollback },
	{ "CreateDocument", false, refuse_to_write },
	{ "UpdateDocument", false, refuse_to_write },
	{ "DeleteDocument", false, refuse_to_write },
	{ "BatchWrite", false, refuse_to_write },
	{ "Write", true, refuse_to_write },
	{ "Listen", true, refuse },
	{ "ExecutePipeline", true, refuse },
	{ NULL, false, NULL },
};

const struct rpc_method *
rpc_find(struct bytes name)
{
	const struct rpc_method *method;

	for (method = rpc_methods; method->name != NULL; method++)
		if (bytes_is_equal(name, method->name))
			return method;
	return NULL;
}

struct bytes
rpc_bearer(const char *authorization)
{
	static const char scheme[] = "Bearer ";

	if (authorization == NULL ||
	    strncasecmp(authorization, scheme, strlen(scheme)) != 0)
		return (struct bytes){ "", 0 };
	authorization += strlen(scheme);
	authorization += strspn(authorization, " ");
	return (struct bytes){ authorization, strlen(authorization) };
}
