/*
 * The services that each server of gRPC may have: health and reflection.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field health_health_check_request_fields[] = {
	{ "service", 1, .kind = PROTO_STRING },
	{ .name = NULL },
};

const struct proto_message health_health_check_request = {
	.name = "HealthCheckRequest",
	.fields = health_health_check_request_fields
};

static const struct proto_field health_health_check_response_fields[] = {
	{ "status", 1, .kind = PROTO_ENUM,
	    .choices = &health_health_check_response_serving_status },
	{ .name = NULL },
};

const struct proto_message health_health_check_response = {
	.name = "HealthCheckResponse",
	.fields = health_health_check_response_fields
};

static const struct proto_choice
    health_health_check_response_serving_status_choices[] = {
	    { "UNKNOWN", 0 },
	    { "SERVING", 1 },
	    { "NOT_SERVING", 2 },
	    { "SERVICE_UNKNOWN", 3 },
	    { NULL, 0 },
    };

const struct proto_enum health_health_check_response_serving_status = {
	"HealthCheckResponse.ServingStatus",
	health_health_check_response_serving_status_choices
};

static const struct proto_field
    reflection_server_reflection_request_fields[] = {
	    { "host", 1, .kind = PROTO_STRING },
	    { "fileByFilename", 3, .kind = PROTO_STRING,
		.oneof = "message_request" },
	    { "fileContainingSymbol", 4, .kind = PROTO_STRING,
		.oneof = "message_request" },
	    { "fileContainingExtension", 5, .kind = PROTO_MESSAGE,
		.message = &reflection_extension_request,
		.oneof = "message_request" },
	    { "allExtensionNumbersOfType", 6, .kind = PROTO_STRING,
		.oneof = "message_request" },
	    { "listServices", 7, .kind = PROTO_STRING,
		.oneof = "message_request" },
	    { .name = NULL },
    };

const struct proto_message reflection_server_reflection_request = {
	.name = "ServerReflectionRequest",
	.fields = reflection_server_reflection_request_fields
};

static const struct proto_field reflection_extension_request_fields[] = {
	{ "containingType", 1, .kind = PROTO_STRING },
	{ "extensionNumber", 2, .kind = PROTO_INT32 },
	{ .name = NULL },
};

const struct proto_message reflection_extension_request = {
	.name = "ExtensionRequest",
	.fields = reflection_extension_request_fields
};

static const struct proto_field
    reflection_server_reflection_response_fields[] = {
	    { "validHost", 1, .kind = PROTO_STRING },
	    { "originalRequest", 2, .kind = PROTO_MESSAGE,
		.message = &reflection_server_reflection_request },
	    { "fileDescriptorResponse", 4, .kind = PROTO_MESSAGE,
		.message = &reflection_file_descriptor_response,
		.oneof = "message_response" },
	    { "allExtensionNumbersResponse", 5, .kind = PROTO_MESSAGE,
		.message = &reflection_extension_number_response,
		.oneof = "message_response" },
	    { "listServicesResponse", 6, .kind = PROTO_MESSAGE,
		.message = &reflection_list_service_response,
		.oneof = "message_response" },
	    { "errorResponse", 7, .kind = PROTO_MESSAGE,
		.message = &reflection_error_response,
		.oneof = "message_response" },
	    { .name = NULL },
    };

const struct proto_message reflection_server_reflection_response = {
	.name = "ServerReflectionResponse",
	.fields = reflection_server_reflection_response_fields
};

static const struct proto_field reflection_file_descriptor_response_fields[] = {
	{ "fileDescriptorProto", 1, .kind = PROTO_BYTES,
	    .rule = PROTO_REPEATED },
	{ .name = NULL },
};

const struct proto_message reflection_file_descriptor_response = {
	.name = "FileDescriptorResponse",
	.fields = reflection_file_descriptor_response_fields
};

static const struct proto_field
    reflection_extension_number_response_fields[] = {
	    { "baseTypeName", 1, .kind = PROTO_STRING },
	    { "extensionNumber", 2, .kind = PROTO_INT32,
		.rule = PROTO_REPEATED },
	    { .name = NULL },
    };

const struct proto_message reflection_extension_number_response = {
	.name = "ExtensionNumberResponse",
	.fields = reflection_extension_number_response_fields
};

static const struct proto_field reflection_list_service_response_fields[] = {
	{ "service", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &reflection_service_response },
	{ .name = NULL },
};

const struct proto_message reflection_list_service_response = {
	.name = "ListServiceResponse",
	.fields = reflection_list_service_response_fields
};

static const struct proto_field reflection_service_response_fields[] = {
	{ "name", 1, .kind = PROTO_STRING },
	{ .name = NULL },
};

const struct proto_message reflection_service_response = {
	.name = "ServiceResponse", .fields = reflection_service_response_fields
};

static const struct proto_field reflection_error_response_fields[] = {
	{ "errorCode", 1, .kind = PROTO_INT32 },
	{ "errorMessage", 2, .kind = PROTO_STRING },
	{ .name = NULL },
};

const struct proto_message reflection_error_response = {
	.name = "ErrorResponse", .fields = reflection_error_response_fields
};
