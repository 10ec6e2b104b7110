/*
 * Documents and their values, and what requests say of them:
 * google/firestore/v1/document.proto and common.proto.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field firestore_document_fields[] = {
	{ "name", 1, .kind = PROTO_STRING },
	{ "fields", 2, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &firestore_value },
	{ "createTime", 3, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp },
	{ "updateTime", 4, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp },
	{ .name = NULL },
};

const struct proto_message firestore_document = { .name = "Document",
	.fields = firestore_document_fields };

static const struct proto_field firestore_value_fields[] = {
	{ "nullValue", 11, .kind = PROTO_ENUM, .choices = &google_null_value,
	    .oneof = "value_type" },
	{ "booleanValue", 1, .kind = PROTO_BOOL, .oneof = "value_type" },
	{ "integerValue", 2, .kind = PROTO_INT64, .oneof = "value_type" },
	{ "doubleValue", 3, .kind = PROTO_DOUBLE, .oneof = "value_type" },
	{ "timestampValue", 10, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp, .oneof = "value_type" },
	{ "stringValue", 17, .kind = PROTO_STRING, .oneof = "value_type" },
	{ "bytesValue", 18, .kind = PROTO_BYTES, .oneof = "value_type" },
	{ "referenceValue", 5, .kind = PROTO_STRING, .oneof = "value_type" },
	{ "geoPointValue", 8, .kind = PROTO_MESSAGE,
	    .message = &google_type_lat_lng, .oneof = "value_type" },
	{ "arrayValue", 9, .kind = PROTO_MESSAGE,
	    .message = &firestore_array_value, .oneof = "value_type" },
	{ "mapValue", 6, .kind = PROTO_MESSAGE, .message = &firestore_map_value,
	    .oneof = "value_type" },
	{ "fieldReferenceValue", 19, .kind = PROTO_STRING,
	    .oneof = "value_type" },
	{ "variableReferenceValue", 22, .kind = PROTO_STRING,
	    .oneof = "value_type" },
	{ "functionValue", 20, .kind = PROTO_MESSAGE,
	    .message = &firestore_function, .oneof = "value_type" },
	{ "pipelineValue", 21, .kind = PROTO_MESSAGE,
	    .message = &firestore_pipeline, .oneof = "value_type" },
	{ .name = NULL },
};

const struct proto_message firestore_value = { .name = "Value",
	.fields = firestore_value_fields };

static const struct proto_field firestore_array_value_fields[] = {
	{ "values", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_array_value = { .name = "ArrayValue",
	.fields = firestore_array_value_fields };

static const struct proto_field firestore_map_value_fields[] = {
	{ "fields", 1, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_map_value = { .name = "MapValue",
	.fields = firestore_map_value_fields };

static const struct proto_field firestore_function_fields[] = {
	{ "name", 1, .kind = PROTO_STRING },
	{ "args", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_value },
	{ "options", 3, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_function = { .name = "Function",
	.fields = firestore_function_fields };

static const struct proto_field firestore_pipeline_fields[] = {
	{ "stages", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_pipeline_stage },
	{ .name = NULL },
};

const struct proto_message firestore_pipeline = { .name = "Pipeline",
	.fields = firestore_pipeline_fields };

static const struct proto_field firestore_pipeline_stage_fields[] = {
	{ "name", 1, .kind = PROTO_STRING },
	{ "args", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_value },
	{ "options", 3, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_pipeline_stage = {
	.name = "Pipeline.Stage", .fields = firestore_pipeline_stage_fields
};

static const struct proto_field firestore_document_mask_fields[] = {
	{ "fieldPaths", 1, .kind = PROTO_STRING, .rule = PROTO_REPEATED },
	{ .name = NULL },
};

const struct proto_message firestore_document_mask = { .name = "DocumentMask",
	.fields = firestore_document_mask_fields };

static const struct proto_field firestore_precondition_fields[] = {
	{ "exists", 1, .kind = PROTO_BOOL, .oneof = "condition_type" },
	{ "updateTime", 2, .kind = PROTO_MESSAGE, .message = &google_timestamp,
	    .oneof = "condition_type" },
	{ .name = NULL },
};

const struct proto_message firestore_precondition = { .name = "Precondition",
	.fields = firestore_precondition_fields };

static const struct proto_field firestore_transaction_options_fields[] = {
	{ "readOnly", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_transaction_options_read_only,
	    .oneof = "mode" },
	{ "readWrite", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_transaction_options_read_write,
	    .oneof = "mode" },
	{ .name = NULL },
};

const struct proto_message firestore_transaction_options = {
	.name = "TransactionOptions",
	.fields = firestore_transaction_options_fields
};

static const struct proto_field
    firestore_transaction_options_read_write_fields[] = {
	    { "retryTransaction", 1, .kind = PROTO_BYTES },
	    { .name = NULL },
    };

const struct proto_message firestore_transaction_options_read_write = {
	.name = "TransactionOptions.ReadWrite",
	.fields = firestore_transaction_options_read_write_fields
};

static const struct proto_field
    firestore_transaction_options_read_only_fields[] = {
	    { "readTime", 2, .kind = PROTO_MESSAGE,
		.message = &google_timestamp, .oneof = "consistency_selector" },
	    { .name = NULL },
    };

const struct proto_message firestore_transaction_options_read_only = {
	.name = "TransactionOptions.ReadOnly",
	.fields = firestore_transaction_options_read_only_fields
};

static const struct proto_field firestore_aggregation_result_fields[] = {
	{ "aggregateFields", 2, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_aggregation_result = {
	.name = "AggregationResult",
	.fields = firestore_aggregation_result_fields
};
