/*
 * Requests, answers and the service: google/firestore/v1/firestore.proto.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field firestore_get_document_request_fields[] = {
	{ "name", 1, .kind = PROTO_STRING },
	{ "mask", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_mask },
	{ "transaction", 3, .kind = PROTO_BYTES,
	    .oneof = "consistency_selector" },
	{ "readTime", 5, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "consistency_selector" },
	{ .name = NULL },
};

const struct proto_message firestore_get_document_request = {
	.name = "GetDocumentRequest",
	.fields = firestore_get_document_request_fields
};

static const struct proto_field firestore_list_documents_request_fields[] = {
	{ "parent", 1, .kind = PROTO_STRING },
	{ "collectionId", 2, .kind = PROTO_STRING },
	{ "pageSize", 3, .kind = PROTO_INT32 },
	{ "pageToken", 4, .kind = PROTO_STRING },
	{ "orderBy", 6, .kind = PROTO_STRING },
	{ "mask", 7, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_mask },
	{ "transaction", 8, .kind = PROTO_BYTES,
	    .oneof = "consistency_selector" },
	{ "readTime", 10, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "consistency_selector" },
	{ "showMissing", 12, .kind = PROTO_BOOL },
	{ .name = NULL },
};

const struct proto_message firestore_list_documents_request = {
	.name = "ListDocumentsRequest",
	.fields = firestore_list_documents_request_fields
};

static const struct proto_field firestore_list_documents_response_fields[] = {
	{ "documents", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_document },
	{ "nextPageToken", 2, .kind = PROTO_STRING },
	{ .name = NULL },
};

const struct proto_message firestore_list_documents_response = {
	.name = "ListDocumentsResponse",
	.fields = firestore_list_documents_response_fields
};

static const struct proto_field firestore_create_document_request_fields[] = {
	{ "parent", 1, .kind = PROTO_STRING },
	{ "collectionId", 2, .kind = PROTO_STRING },
	{ "documentId", 3, .kind = PROTO_STRING },
	{ "document", 4, .kind = PROTO_MESSAGE,
	    .message = &firestore_document },
	{ "mask", 5, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_mask },
	{ .name = NULL },
};

const struct proto_message firestore_create_document_request = {
	.name = "CreateDocumentRequest",
	.fields = firestore_create_document_request_fields
};

static const struct proto_field firestore_update_document_request_fields[] = {
	{ "document", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_document },
	{ "updateMask", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_mask },
	{ "mask", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_mask },
	{ "currentDocument", 4, .kind = PROTO_MESSAGE,
	    .message = &firestore_precondition },
	{ .name = NULL },
};

const struct proto_message firestore_update_document_request = {
	.name = "UpdateDocumentRequest",
	.fields = firestore_update_document_request_fields
};

static const struct proto_field firestore_delete_document_request_fields[] = {
	{ "name", 1, .kind = PROTO_STRING },
	{ "currentDocument", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_precondition },
	{ .name = NULL },
};

const struct proto_message firestore_delete_document_request = {
	.name = "DeleteDocumentRequest",
	.fields = firestore_delete_document_request_fields
};

static const struct proto_field
    firestore_batch_get_documents_request_fields[] = {
	    { "database", 1, .kind = PROTO_STRING },
	    { "documents", 2, .kind = PROTO_STRING, .rule = PROTO_REPEATED },
	    { "mask", 3, .kind = PROTO_MESSAGE,
		.message = &firestore_document_mask },
	    { "transaction", 4, .kind = PROTO_BYTES,
		.oneof = "consistency_selector" },
	    { "newTransaction", 5, .kind = PROTO_MESSAGE,
		.message = &firestore_transaction_options,
		.oneof = "consistency_selector" },
	    { "readTime", 7, .kind = PROTO_MESSAGE,
		.message = &google_timestamp, .oneof = "consistency_selector" },
	    { .name = NULL },
    };

const struct proto_message firestore_batch_get_documents_request = {
	.name = "BatchGetDocumentsRequest",
	.fields = firestore_batch_get_documents_request_fields
};

static const struct proto_field
    firestore_batch_get_documents_response_fields[] = {
	    { "found", 1, .kind = PROTO_MESSAGE, .message = &firestore_document,
		.oneof = "result" },
	    { "missing", 2, .kind = PROTO_STRING, .oneof = "result" },
	    { "transaction", 3, .kind = PROTO_BYTES },
	    { "readTime", 4, .kind = PROTO_MESSAGE,
		.message = &google_timestamp },
	    { .name = NULL },
    };

const struct proto_message firestore_batch_get_documents_response = {
	.name = "BatchGetDocumentsResponse",
	.fields = firestore_batch_get_documents_response_fields
};

static const struct proto_field firestore_begin_transaction_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "options", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_transaction_options },
	{ .name = NULL },
};

const struct proto_message firestore_begin_transaction_request = {
	.name = "BeginTransactionRequest",
	.fields = firestore_begin_transaction_request_fields
};

static const struct proto_field
    firestore_begin_transaction_response_fields[] = {
	    { "transaction", 1, .kind = PROTO_BYTES },
	    { .name = NULL },
    };

const struct proto_message firestore_begin_transaction_response = {
	.name = "BeginTransactionResponse",
	.fields = firestore_begin_transaction_response_fields
};

static const struct proto_field firestore_commit_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "writes", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_write },
	{ "transaction", 3, .kind = PROTO_BYTES },
	{ .name = NULL },
};

const struct proto_message firestore_commit_request = { .name = "CommitRequest",
	.fields = firestore_commit_request_fields };

static const struct proto_field firestore_commit_response_fields[] = {
	{ "writeResults", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_write_result },
	{ "commitTime", 2, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp },
	{ .name = NULL },
};

const struct proto_message firestore_commit_response = {
	.name = "CommitResponse", .fields = firestore_commit_response_fields
};

static const struct proto_field firestore_rollback_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "transaction", 2, .kind = PROTO_BYTES },
	{ .name = NULL },
};

const struct proto_message firestore_rollback_request = {
	.name = "RollbackRequest", .fields = firestore_rollback_request_fields
};

static const struct proto_field firestore_run_query_request_fields[] = {
	{ "parent", 1, .kind = PROTO_STRING },
	{ "structuredQuery", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query, .oneof = "query_type" },
	{ "transaction", 5, .kind = PROTO_BYTES,
	    .oneof = "consistency_selector" },
	{ "newTransaction", 6, .kind = PROTO_MESSAGE,
	    .message = &firestore_transaction_options,
	    .oneof = "consistency_selector" },
	{ "readTime", 7, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "consistency_selector" },
	{ "explainOptions", 10, .kind = PROTO_MESSAGE,
	    .message = &firestore_explain_options },
	{ .name = NULL },
};

const struct proto_message firestore_run_query_request = {
	.name = "RunQueryRequest", .fields = firestore_run_query_request_fields
};

static const struct proto_field firestore_run_query_response_fields[] = {
	{ "transaction", 2, .kind = PROTO_BYTES },
	{ "document", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_document },
	{ "readTime", 3, .kind = PROTO_MESSAGE, .message = &google_timestamp },
	{ "skippedResults", 4, .kind = PROTO_INT32 },
	{ "done", 6, .kind = PROTO_BOOL, .oneof = "continuation_selector" },
	{ "explainMetrics", 11, .kind = PROTO_MESSAGE,
	    .message = &firestore_explain_metrics },
	{ .name = NULL },
};

const struct proto_message firestore_run_query_response = {
	.name = "RunQueryResponse",
	.fields = firestore_run_query_response_fields
};

static const struct proto_field firestore_execute_pipeline_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "structuredPipeline", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_pipeline,
	    .oneof = "pipeline_type" },
	{ "transaction", 5, .kind = PROTO_BYTES,
	    .oneof = "consistency_selector" },
	{ "newTransaction", 6, .kind = PROTO_MESSAGE,
	    .message = &firestore_transaction_options,
	    .oneof = "consistency_selector" },
	{ "readTime", 7, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "consistency_selector" },
	{ .name = NULL },
};

const struct proto_message firestore_execute_pipeline_request = {
	.name = "ExecutePipelineRequest",
	.fields = firestore_execute_pipeline_request_fields
};

static const struct proto_field firestore_execute_pipeline_response_fields[] = {
	{ "transaction", 1, .kind = PROTO_BYTES },
	{ "results", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_document },
	{ "executionTime", 3, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp },
	{ "explainStats", 4, .kind = PROTO_MESSAGE,
	    .message = &firestore_explain_stats },
	{ .name = NULL },
};

const struct proto_message firestore_execute_pipeline_response = {
	.name = "ExecutePipelineResponse",
	.fields = firestore_execute_pipeline_response_fields
};

static const struct proto_field
    firestore_run_aggregation_query_request_fields[] = {
	    { "parent", 1, .kind = PROTO_STRING },
	    { "structuredAggregationQuery", 2, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_aggregation_query,
		.oneof = "query_type" },
	    { "transaction", 4, .kind = PROTO_BYTES,
		.oneof = "consistency_selector" },
	    { "newTransaction", 5, .kind = PROTO_MESSAGE,
		.message = &firestore_transaction_options,
		.oneof = "consistency_selector" },
	    { "readTime", 6, .kind = PROTO_MESSAGE,
		.message = &google_timestamp, .oneof = "consistency_selector" },
	    { "explainOptions", 8, .kind = PROTO_MESSAGE,
		.message = &firestore_explain_options },
	    { .name = NULL },
    };

const struct proto_message firestore_run_aggregation_query_request = {
	.name = "RunAggregationQueryRequest",
	.fields = firestore_run_aggregation_query_request_fields
};

static const struct proto_field
    firestore_run_aggregation_query_response_fields[] = {
	    { "result", 1, .kind = PROTO_MESSAGE,
		.message = &firestore_aggregation_result },
	    { "transaction", 2, .kind = PROTO_BYTES },
	    { "readTime", 3, .kind = PROTO_MESSAGE,
		.message = &google_timestamp },
	    { "explainMetrics", 10, .kind = PROTO_MESSAGE,
		.message = &firestore_explain_metrics },
	    { .name = NULL },
    };

const struct proto_message firestore_run_aggregation_query_response = {
	.name = "RunAggregationQueryResponse",
	.fields = firestore_run_aggregation_query_response_fields
};

static const struct proto_field firestore_partition_query_request_fields[] = {
	{ "parent", 1, .kind = PROTO_STRING },
	{ "structuredQuery", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query, .oneof = "query_type" },
	{ "partitionCount", 3, .kind = PROTO_INT64 },
	{ "pageToken", 4, .kind = PROTO_STRING },
	{ "pageSize", 5, .kind = PROTO_INT32 },
	{ "readTime", 6, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "consistency_selector" },
	{ .name = NULL },
};

const struct proto_message firestore_partition_query_request = {
	.name = "PartitionQueryRequest",
	.fields = firestore_partition_query_request_fields
};

static const struct proto_field firestore_partition_query_response_fields[] = {
	{ "partitions", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_cursor },
	{ "nextPageToken", 2, .kind = PROTO_STRING },
	{ .name = NULL },
};

const struct proto_message firestore_partition_query_response = {
	.name = "PartitionQueryResponse",
	.fields = firestore_partition_query_response_fields
};

static const struct proto_field firestore_write_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "streamId", 2, .kind = PROTO_STRING },
	{ "writes", 3, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_write },
	{ "streamToken", 4, .kind = PROTO_BYTES },
	{ "labels", 5, .kind = PROTO_STRING, .rule = PROTO_MAP },
	{ .name = NULL },
};

const struct proto_message firestore_write_request = { .name = "WriteRequest",
	.fields = firestore_write_request_fields };

static const struct proto_field firestore_write_response_fields[] = {
	{ "streamId", 1, .kind = PROTO_STRING },
	{ "streamToken", 2, .kind = PROTO_BYTES },
	{ "writeResults", 3, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_write_result },
	{ "commitTime", 4, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp },
	{ .name = NULL },
};

const struct proto_message firestore_write_response = { .name = "WriteResponse",
	.fields = firestore_write_response_fields };

static const struct proto_field firestore_listen_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "addTarget", 2, .kind = PROTO_MESSAGE, .message = &firestore_target,
	    .oneof = "target_change" },
	{ "removeTarget", 3, .kind = PROTO_INT32, .oneof = "target_change" },
	{ "labels", 4, .kind = PROTO_STRING, .rule = PROTO_MAP },
	{ .name = NULL },
};

const struct proto_message firestore_listen_request = { .name = "ListenRequest",
	.fields = firestore_listen_request_fields };

static const struct proto_field firestore_listen_response_fields[] = {
	{ "targetChange", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_target_change, .oneof = "response_type" },
	{ "documentChange", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_change, .oneof = "response_type" },
	{ "documentDelete", 4, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_delete, .oneof = "response_type" },
	{ "documentRemove", 6, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_remove, .oneof = "response_type" },
	{ "filter", 5, .kind = PROTO_MESSAGE,
	    .message = &firestore_existence_filter, .oneof = "response_type" },
	{ .name = NULL },
};

const struct proto_message firestore_listen_response = {
	.name = "ListenResponse", .fields = firestore_listen_response_fields
};

static const struct proto_field firestore_target_fields[] = {
	{ "query", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_target_query_target, .oneof = "target_type" },
	{ "documents", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_target_documents_target,
	    .oneof = "target_type" },
	{ "resumeToken", 4, .kind = PROTO_BYTES, .oneof = "resume_type" },
	{ "readTime", 11, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "resume_type" },
	{ "targetId", 5, .kind = PROTO_INT32 },
	{ "once", 6, .kind = PROTO_BOOL },
	{ "expectedCount", 12, .kind = PROTO_MESSAGE,
	    .message = &google_int32_value },
	{ .name = NULL },
};

const struct proto_message firestore_target = { .name = "Target",
	.fields = firestore_target_fields };

static const struct proto_field firestore_target_documents_target_fields[] = {
	{ "documents", 2, .kind = PROTO_STRING, .rule = PROTO_REPEATED },
	{ .name = NULL },
};

const struct proto_message firestore_target_documents_target = {
	.name = "Target.DocumentsTarget",
	.fields = firestore_target_documents_target_fields
};

static const struct proto_field firestore_target_query_target_fields[] = {
	{ "parent", 1, .kind = PROTO_STRING },
	{ "structuredQuery", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query, .oneof = "query_type" },
	{ .name = NULL },
};

const struct proto_message firestore_target_query_target = {
	.name = "Target.QueryTarget",
	.fields = firestore_target_query_target_fields
};

static const struct proto_field firestore_target_change_fields[] = {
	{ "targetChangeType", 1, .kind = PROTO_ENUM,
	    .choices = &firestore_target_change_target_change_type },
	{ "targetIds", 2, .kind = PROTO_INT32, .rule = PROTO_REPEATED },
	{ "cause", 3, .kind = PROTO_MESSAGE, .message = &google_rpc_status },
	{ "resumeToken", 4, .kind = PROTO_BYTES },
	{ "readTime", 6, .kind = PROTO_MESSAGE, .message = &google_timestamp },
	{ .name = NULL },
};

const struct proto_message firestore_target_change = { .name = "TargetChange",
	.fields = firestore_target_change_fields };

static const struct proto_choice
    firestore_target_change_target_change_type_choices[] = {
	    { "NO_CHANGE", 0 },
	    { "ADD", 1 },
	    { "REMOVE", 2 },
	    { "CURRENT", 3 },
	    { "RESET", 4 },
	    { NULL, 0 },
    };

const struct proto_enum firestore_target_change_target_change_type = {
	"TargetChange.TargetChangeType",
	firestore_target_change_target_change_type_choices
};

static const struct proto_field
    firestore_list_collection_ids_request_fields[] = {
	    { "parent", 1, .kind = PROTO_STRING },
	    { "pageSize", 2, .kind = PROTO_INT32 },
	    { "pageToken", 3, .kind = PROTO_STRING },
	    { "readTime", 4, .kind = PROTO_MESSAGE,
		.message = &google_timestamp, .oneof = "consistency_selector" },
	    { .name = NULL },
    };

const struct proto_message firestore_list_collection_ids_request = {
	.name = "ListCollectionIdsRequest",
	.fields = firestore_list_collection_ids_request_fields
};

static const struct proto_field
    firestore_list_collection_ids_response_fields[] = {
	    { "collectionIds", 1, .kind = PROTO_STRING,
		.rule = PROTO_REPEATED },
	    { "nextPageToken", 2, .kind = PROTO_STRING },
	    { .name = NULL },
    };

const struct proto_message firestore_list_collection_ids_response = {
	.name = "ListCollectionIdsResponse",
	.fields = firestore_list_collection_ids_response_fields
};

static const struct proto_field firestore_batch_write_request_fields[] = {
	{ "database", 1, .kind = PROTO_STRING },
	{ "writes", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_write },
	{ "labels", 3, .kind = PROTO_STRING, .rule = PROTO_MAP },
	{ .name = NULL },
};

const struct proto_message firestore_batch_write_request = {
	.name = "BatchWriteRequest",
	.fields = firestore_batch_write_request_fields
};

static const struct proto_field firestore_batch_write_response_fields[] = {
	{ "writeResults", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_write_result },
	{ "status", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_rpc_status },
	{ .name = NULL },
};

const struct proto_message firestore_batch_write_response = {
	.name = "BatchWriteResponse",
	.fields = firestore_batch_write_response_fields
};
