/*
 * What reflection sends: the part of google/protobuf/descriptor.proto that
 * describes the messages here.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field google_file_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "package", 2, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "dependency", 3, .kind = PROTO_STRING, .rule = PROTO_REPEATED },
	{ "messageType", 4, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_descriptor_proto },
	{ "enumType", 5, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_enum_descriptor_proto },
	{ "service", 6, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_service_descriptor_proto },
	{ "syntax", 12, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ .name = NULL },
};

const struct proto_message google_file_descriptor_proto = {
	.name = "FileDescriptorProto",
	.fields = google_file_descriptor_proto_fields
};

static const struct proto_field google_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "field", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_field_descriptor_proto },
	{ "nestedType", 3, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_descriptor_proto },
	{ "enumType", 4, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_enum_descriptor_proto },
	{ "oneofDecl", 8, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_oneof_descriptor_proto },
	{ "options", 7, .kind = PROTO_MESSAGE, .rule = PROTO_OPTIONAL,
	    .message = &google_message_options },
	{ .name = NULL },
};

const struct proto_message google_descriptor_proto = {
	.name = "DescriptorProto", .fields = google_descriptor_proto_fields
};

static const struct proto_field google_field_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "number", 3, .kind = PROTO_INT32, .rule = PROTO_OPTIONAL },
	{ "label", 4, .kind = PROTO_ENUM, .rule = PROTO_OPTIONAL,
	    .choices = &google_field_descriptor_proto_label },
	{ "type", 5, .kind = PROTO_ENUM, .rule = PROTO_OPTIONAL,
	    .choices = &google_field_descriptor_proto_type },
	{ "typeName", 6, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "oneofIndex", 9, .kind = PROTO_INT32, .rule = PROTO_OPTIONAL },
	{ "jsonName", 10, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "proto3Optional", 17, .kind = PROTO_BOOL, .rule = PROTO_OPTIONAL },
	{ .name = NULL },
};

const struct proto_message google_field_descriptor_proto = {
	.name = "FieldDescriptorProto",
	.fields = google_field_descriptor_proto_fields
};

static const struct proto_field google_oneof_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ .name = NULL },
};

const struct proto_message google_oneof_descriptor_proto = {
	.name = "OneofDescriptorProto",
	.fields = google_oneof_descriptor_proto_fields
};

static const struct proto_field google_enum_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "value", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_enum_value_descriptor_proto },
	{ .name = NULL },
};

const struct proto_message google_enum_descriptor_proto = {
	.name = "EnumDescriptorProto",
	.fields = google_enum_descriptor_proto_fields
};

static const struct proto_field google_enum_value_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "number", 2, .kind = PROTO_INT32, .rule = PROTO_OPTIONAL },
	{ .name = NULL },
};

const struct proto_message google_enum_value_descriptor_proto = {
	.name = "EnumValueDescriptorProto",
	.fields = google_enum_value_descriptor_proto_fields
};

static const struct proto_field google_service_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "method", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_method_descriptor_proto },
	{ .name = NULL },
};

const struct proto_message google_service_descriptor_proto = {
	.name = "ServiceDescriptorProto",
	.fields = google_service_descriptor_proto_fields
};

static const struct proto_field google_method_descriptor_proto_fields[] = {
	{ "name", 1, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "inputType", 2, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "outputType", 3, .kind = PROTO_STRING, .rule = PROTO_OPTIONAL },
	{ "clientStreaming", 5, .kind = PROTO_BOOL, .rule = PROTO_OPTIONAL },
	{ "serverStreaming", 6, .kind = PROTO_BOOL, .rule = PROTO_OPTIONAL },
	{ .name = NULL },
};

const struct proto_message google_method_descriptor_proto = {
	.name = "MethodDescriptorProto",
	.fields = google_method_descriptor_proto_fields
};

static const struct proto_field google_message_options_fields[] = {
	{ "mapEntry", 7, .kind = PROTO_BOOL, .rule = PROTO_OPTIONAL },
	{ .name = NULL },
};

const struct proto_message google_message_options = { .name = "MessageOptions",
	.fields = google_message_options_fields };

static const struct proto_choice
    google_field_descriptor_proto_type_choices[] = {
	    { "TYPE_DOUBLE", 1 },
	    { "TYPE_FLOAT", 2 },
	    { "TYPE_INT64", 3 },
	    { "TYPE_UINT64", 4 },
	    { "TYPE_INT32", 5 },
	    { "TYPE_FIXED64", 6 },
	    { "TYPE_FIXED32", 7 },
	    { "TYPE_BOOL", 8 },
	    { "TYPE_STRING", 9 },
	    { "TYPE_GROUP", 10 },
	    { "TYPE_MESSAGE", 11 },
	    { "TYPE_BYTES", 12 },
	    { "TYPE_UINT32", 13 },
	    { "TYPE_ENUM", 14 },
	    { "TYPE_SFIXED32", 15 },
	    { "TYPE_SFIXED64", 16 },
	    { "TYPE_SINT32", 17 },
	    { "TYPE_SINT64", 18 },
	    { NULL, 0 },
    };

const struct proto_enum google_field_descriptor_proto_type = {
	"FieldDescriptorProto.Type", google_field_descriptor_proto_type_choices
};

static const struct proto_choice
    google_field_descriptor_proto_label_choices[] = {
	    { "LABEL_OPTIONAL", 1 },
	    { "LABEL_REPEATED", 3 },
	    { "LABEL_REQUIRED", 2 },
	    { NULL, 0 },
    };

const struct proto_enum google_field_descriptor_proto_label = {
	"FieldDescriptorProto.Label",
	google_field_descriptor_proto_label_choices
};
