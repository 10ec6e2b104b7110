/*
 * Writes, and what a listener hears of them: google/firestore/v1/write.proto.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field firestore_bit_sequence_fields[] = {
	{ "bitmap", 1, .kind = PROTO_BYTES },
	{ "padding", 2, .kind = PROTO_INT32 },
	{ .name = NULL },
};

const struct proto_message firestore_bit_sequence = { .name = "BitSequence",
	.fields = firestore_bit_sequence_fields };

static const struct proto_field firestore_bloom_filter_fields[] = {
	{ "bits", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_bit_sequence },
	{ "hashCount", 2, .kind = PROTO_INT32 },
	{ .name = NULL },
};

const struct proto_message firestore_bloom_filter = { .name = "BloomFilter",
	.fields = firestore_bloom_filter_fields };

static const struct proto_field firestore_write_fields[] = {
	{ "update", 1, .kind = PROTO_MESSAGE, .message = &firestore_document,
	    .oneof = "operation" },
	{ "delete", 2, .kind = PROTO_STRING, .oneof = "operation" },
	/* Declared by the SDK for the web, whose transactions end with it. */
	{ "verify", 5, .kind = PROTO_STRING, .oneof = "operation" },
	{ "transform", 6, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_transform, .oneof = "operation" },
	{ "updateMask", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_document_mask },
	{ "updateTransforms", 7, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_document_transform_field_transform },
	{ "currentDocument", 4, .kind = PROTO_MESSAGE,
	    .message = &firestore_precondition },
	{ .name = NULL },
};

const struct proto_message firestore_write = { .name = "Write",
	.fields = firestore_write_fields };

static const struct proto_field firestore_document_transform_fields[] = {
	{ "document", 1, .kind = PROTO_STRING },
	{ "fieldTransforms", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_document_transform_field_transform },
	{ .name = NULL },
};

const struct proto_message firestore_document_transform = {
	.name = "DocumentTransform",
	.fields = firestore_document_transform_fields
};

static const struct proto_field
    firestore_document_transform_field_transform_fields[] = {
	    { "fieldPath", 1, .kind = PROTO_STRING },
	    { "setToServerValue", 2, .kind = PROTO_ENUM,
		.choices =
		    &firestore_document_transform_field_transform_server_value,
		.oneof = "transform_type" },
	    { "increment", 3, .kind = PROTO_MESSAGE,
		.message = &firestore_value, .oneof = "transform_type" },
	    { "maximum", 4, .kind = PROTO_MESSAGE, .message = &firestore_value,
		.oneof = "transform_type" },
	    { "minimum", 5, .kind = PROTO_MESSAGE, .message = &firestore_value,
		.oneof = "transform_type" },
	    { "appendMissingElements", 6, .kind = PROTO_MESSAGE,
		.message = &firestore_array_value, .oneof = "transform_type" },
	    { "removeAllFromArray", 7, .kind = PROTO_MESSAGE,
		.message = &firestore_array_value, .oneof = "transform_type" },
	    { .name = NULL },
    };

const struct proto_message firestore_document_transform_field_transform = {
	.name = "DocumentTransform.FieldTransform",
	.fields = firestore_document_transform_field_transform_fields
};

static const struct proto_choice
    firestore_document_transform_field_transform_server_value_choices[] = {
	    { "SERVER_VALUE_UNSPECIFIED", 0 },
	    { "REQUEST_TIME", 1 },
	    { NULL, 0 },
    };

const struct proto_enum
    firestore_document_transform_field_transform_server_value = {
	    "DocumentTransform.FieldTransform.ServerValue",
	    firestore_document_transform_field_transform_server_value_choices
    };

static const struct proto_field firestore_write_result_fields[] = {
	{ "updateTime", 1, .kind = PROTO_MESSAGE,
	    .message = &google_timestamp },
	{ "transformResults", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_write_result = { .name = "WriteResult",
	.fields = firestore_write_result_fields };

static const struct proto_field firestore_document_change_fields[] = {
	{ "document", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_document },
	{ "targetIds", 5, .kind = PROTO_INT32, .rule = PROTO_REPEATED },
	{ "removedTargetIds", 6, .kind = PROTO_INT32, .rule = PROTO_REPEATED },
	{ .name = NULL },
};

const struct proto_message firestore_document_change = {
	.name = "DocumentChange", .fields = firestore_document_change_fields
};

static const struct proto_field firestore_document_delete_fields[] = {
	{ "document", 1, .kind = PROTO_STRING },
	{ "removedTargetIds", 6, .kind = PROTO_INT32, .rule = PROTO_REPEATED },
	{ "readTime", 4, .kind = PROTO_MESSAGE, .message = &google_timestamp },
	{ .name = NULL },
};

const struct proto_message firestore_document_delete = {
	.name = "DocumentDelete", .fields = firestore_document_delete_fields
};

static const struct proto_field firestore_document_remove_fields[] = {
	{ "document", 1, .kind = PROTO_STRING },
	{ "removedTargetIds", 2, .kind = PROTO_INT32, .rule = PROTO_REPEATED },
	{ "readTime", 4, .kind = PROTO_MESSAGE, .message = &google_timestamp },
	{ .name = NULL },
};

const struct proto_message firestore_document_remove = {
	.name = "DocumentRemove", .fields = firestore_document_remove_fields
};

static const struct proto_field firestore_existence_filter_fields[] = {
	{ "targetId", 1, .kind = PROTO_INT32 },
	{ "count", 2, .kind = PROTO_INT32 },
	{ "unchangedNames", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_bloom_filter },
	{ .name = NULL },
};

const struct proto_message firestore_existence_filter = {
	.name = "ExistenceFilter", .fields = firestore_existence_filter_fields
};
