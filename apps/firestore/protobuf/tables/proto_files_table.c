/*
 * The files that reflection tells of.  All of google.firestore.v1 is in one.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_method firestore_service_methods[] = {
	{ "GetDocument", &firestore_get_document_request, &firestore_document,
	    false, false },
	{ "ListDocuments", &firestore_list_documents_request,
	    &firestore_list_documents_response, false, false },
	{ "UpdateDocument", &firestore_update_document_request,
	    &firestore_document, false, false },
	{ "DeleteDocument", &firestore_delete_document_request, &google_empty,
	    false, false },
	{ "BatchGetDocuments", &firestore_batch_get_documents_request,
	    &firestore_batch_get_documents_response, false, true },
	{ "BeginTransaction", &firestore_begin_transaction_request,
	    &firestore_begin_transaction_response, false, false },
	{ "Commit", &firestore_commit_request, &firestore_commit_response,
	    false, false },
	{ "Rollback", &firestore_rollback_request, &google_empty, false,
	    false },
	{ "RunQuery", &firestore_run_query_request,
	    &firestore_run_query_response, false, true },
	{ "ExecutePipeline", &firestore_execute_pipeline_request,
	    &firestore_execute_pipeline_response, false, true },
	{ "RunAggregationQuery", &firestore_run_aggregation_query_request,
	    &firestore_run_aggregation_query_response, false, true },
	{ "PartitionQuery", &firestore_partition_query_request,
	    &firestore_partition_query_response, false, false },
	{ "Write", &firestore_write_request, &firestore_write_response, true,
	    true },
	{ "Listen", &firestore_listen_request, &firestore_listen_response, true,
	    true },
	{ "ListCollectionIds", &firestore_list_collection_ids_request,
	    &firestore_list_collection_ids_response, false, false },
	{ "BatchWrite", &firestore_batch_write_request,
	    &firestore_batch_write_response, false, false },
	{ "CreateDocument", &firestore_create_document_request,
	    &firestore_document, false, false },
	{ NULL, NULL, NULL, false, false },
};

static const struct proto_service firestore_service = { "Firestore",
	firestore_service_methods };

static const struct proto_method health_service_methods[] = {
	{ "Check", &health_health_check_request, &health_health_check_response,
	    false, false },
	{ "Watch", &health_health_check_request, &health_health_check_response,
	    false, true },
	{ NULL, NULL, NULL, false, false },
};

static const struct proto_service health_service = { "Health",
	health_service_methods };

static const struct proto_method reflection_service_methods[] = {
	{ "ServerReflectionInfo", &reflection_server_reflection_request,
	    &reflection_server_reflection_response, true, true },
	{ NULL, NULL, NULL, false, false },
};

static const struct proto_service reflection_service = { "ServerReflection",
	reflection_service_methods };

static const struct proto_message *const timestamp_messages[] = {
	&google_timestamp,
	NULL,
};

static const struct proto_message *const duration_messages[] = {
	&google_duration,
	NULL,
};

static const struct proto_message *const struct_messages[] = {
	&google_struct,
	&google_value,
	&google_list_value,
	NULL,
};

static const struct proto_enum *const struct_enums[] = {
	&google_null_value,
	NULL,
};

static const struct proto_message *const any_messages[] = {
	&google_any,
	NULL,
};

static const struct proto_message *const empty_messages[] = {
	&google_empty,
	NULL,
};

static const struct proto_message *const wrappers_messages[] = {
	&google_double_value,
	&google_int64_value,
	&google_int32_value,
	NULL,
};

static const struct proto_message *const rpc_status_messages[] = {
	&google_rpc_status,
	NULL,
};

static const char *const rpc_status_imports[] = {
	"google/protobuf/any.proto",
	NULL,
};

static const struct proto_message *const type_latlng_messages[] = {
	&google_type_lat_lng,
	NULL,
};

static const struct proto_message *const firestore_v1_firestore_messages[] = {
	&firestore_aggregation_result,
	&firestore_document,
	&firestore_value,
	&firestore_array_value,
	&firestore_map_value,
	&firestore_function,
	&firestore_pipeline,
	&firestore_pipeline_stage,
	&firestore_bit_sequence,
	&firestore_bloom_filter,
	&firestore_document_mask,
	&firestore_precondition,
	&firestore_transaction_options,
	&firestore_transaction_options_read_write,
	&firestore_transaction_options_read_only,
	&firestore_explain_stats,
	&firestore_get_document_request,
	&firestore_list_documents_request,
	&firestore_list_documents_response,
	&firestore_create_document_request,
	&firestore_update_document_request,
	&firestore_delete_document_request,
	&firestore_batch_get_documents_request,
	&firestore_batch_get_documents_response,
	&firestore_begin_transaction_request,
	&firestore_begin_transaction_response,
	&firestore_commit_request,
	&firestore_commit_response,
	&firestore_rollback_request,
	&firestore_run_query_request,
	&firestore_run_query_response,
	&firestore_execute_pipeline_request,
	&firestore_execute_pipeline_response,
	&firestore_run_aggregation_query_request,
	&firestore_run_aggregation_query_response,
	&firestore_partition_query_request,
	&firestore_partition_query_response,
	&firestore_write_request,
	&firestore_write_response,
	&firestore_listen_request,
	&firestore_listen_response,
	&firestore_target,
	&firestore_target_documents_target,
	&firestore_target_query_target,
	&firestore_target_change,
	&firestore_list_collection_ids_request,
	&firestore_list_collection_ids_response,
	&firestore_batch_write_request,
	&firestore_batch_write_response,
	&firestore_structured_pipeline,
	&firestore_structured_query,
	&firestore_structured_query_collection_selector,
	&firestore_structured_query_filter,
	&firestore_structured_query_composite_filter,
	&firestore_structured_query_field_filter,
	&firestore_structured_query_unary_filter,
	&firestore_structured_query_order,
	&firestore_structured_query_field_reference,
	&firestore_structured_query_projection,
	&firestore_structured_query_find_nearest,
	&firestore_structured_aggregation_query,
	&firestore_structured_aggregation_query_aggregation,
	&firestore_structured_aggregation_query_aggregation_count,
	&firestore_structured_aggregation_query_aggregation_sum,
	&firestore_structured_aggregation_query_aggregation_avg,
	&firestore_cursor,
	&firestore_explain_options,
	&firestore_explain_metrics,
	&firestore_plan_summary,
	&firestore_execution_stats,
	&firestore_write,
	&firestore_document_transform,
	&firestore_document_transform_field_transform,
	&firestore_write_result,
	&firestore_document_change,
	&firestore_document_delete,
	&firestore_document_remove,
	&firestore_existence_filter,
	NULL,
};

static const struct proto_enum *const firestore_v1_firestore_enums[] = {
	&firestore_target_change_target_change_type,
	&firestore_structured_query_composite_filter_operator,
	&firestore_structured_query_field_filter_operator,
	&firestore_structured_query_unary_filter_operator,
	&firestore_structured_query_direction,
	&firestore_structured_query_find_nearest_distance_measure,
	&firestore_document_transform_field_transform_server_value,
	NULL,
};

static const char *const firestore_v1_firestore_imports[] = {
	"google/protobuf/any.proto",
	"google/protobuf/duration.proto",
	"google/protobuf/empty.proto",
	"google/protobuf/struct.proto",
	"google/protobuf/timestamp.proto",
	"google/protobuf/wrappers.proto",
	"google/rpc/status.proto",
	"google/type/latlng.proto",
	NULL,
};

static const struct proto_message *const health_v1_health_messages[] = {
	&health_health_check_request,
	&health_health_check_response,
	NULL,
};

static const struct proto_enum *const health_v1_health_enums[] = {
	&health_health_check_response_serving_status,
	NULL,
};

static const struct proto_message *const reflection_v1_reflection_messages[] = {
	&reflection_server_reflection_request,
	&reflection_extension_request,
	&reflection_server_reflection_response,
	&reflection_file_descriptor_response,
	&reflection_extension_number_response,
	&reflection_list_service_response,
	&reflection_service_response,
	&reflection_error_response,
	NULL,
};

static const struct proto_enum *const no_enums[] = { NULL };
static const char *const no_imports[] = { NULL };

const struct proto_file proto_files[] = {
	{ "google/protobuf/timestamp.proto", "google.protobuf",
	    timestamp_messages, no_enums, no_imports, NULL },
	{ "google/protobuf/duration.proto", "google.protobuf",
	    duration_messages, no_enums, no_imports, NULL },
	{ "google/protobuf/struct.proto", "google.protobuf", struct_messages,
	    struct_enums, no_imports, NULL },
	{ "google/protobuf/any.proto", "google.protobuf", any_messages,
	    no_enums, no_imports, NULL },
	{ "google/protobuf/empty.proto", "google.protobuf", empty_messages,
	    no_enums, no_imports, NULL },
	{ "google/protobuf/wrappers.proto", "google.protobuf",
	    wrappers_messages, no_enums, no_imports, NULL },
	{ "google/rpc/status.proto", "google.rpc", rpc_status_messages,
	    no_enums, rpc_status_imports, NULL },
	{ "google/type/latlng.proto", "google.type", type_latlng_messages,
	    no_enums, no_imports, NULL },
	{ "google/firestore/v1/firestore.proto", "google.firestore.v1",
	    firestore_v1_firestore_messages, firestore_v1_firestore_enums,
	    firestore_v1_firestore_imports, &firestore_service },
	{ "grpc/health/v1/health.proto", "grpc.health.v1",
	    health_v1_health_messages, health_v1_health_enums, no_imports,
	    &health_service },
	{ "grpc/reflection/v1/reflection.proto", "grpc.reflection.v1",
	    reflection_v1_reflection_messages, no_enums, no_imports,
	    &reflection_service },
	{ "grpc/reflection/v1alpha/reflection.proto", "grpc.reflection.v1alpha",
	    reflection_v1_reflection_messages, no_enums, no_imports,
	    &reflection_service },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
