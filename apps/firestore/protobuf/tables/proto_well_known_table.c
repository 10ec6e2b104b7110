/*
 * Messages of google.protobuf, google.rpc and google.type, with their own forms
 * in JSON.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field google_timestamp_fields[] = {
	{ "seconds", 1, .kind = PROTO_INT64 },
	{ "nanos", 2, .kind = PROTO_INT32 },
	{ .name = NULL },
};

const struct proto_message google_timestamp = { .name = "Timestamp",
	.fields = google_timestamp_fields,
	.form = PROTO_FORM_TIMESTAMP };

static const struct proto_field google_duration_fields[] = {
	{ "seconds", 1, .kind = PROTO_INT64 },
	{ "nanos", 2, .kind = PROTO_INT32 },
	{ .name = NULL },
};

const struct proto_message google_duration = { .name = "Duration",
	.fields = google_duration_fields,
	.form = PROTO_FORM_DURATION };

static const struct proto_field google_struct_fields[] = {
	{ "fields", 1, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &google_value },
	{ .name = NULL },
};

const struct proto_message google_struct = { .name = "Struct",
	.fields = google_struct_fields,
	.form = PROTO_FORM_WRAPPED };

static const struct proto_field google_value_fields[] = {
	{ "nullValue", 1, .kind = PROTO_ENUM, .choices = &google_null_value,
	    .oneof = "kind" },
	{ "numberValue", 2, .kind = PROTO_DOUBLE, .oneof = "kind" },
	{ "stringValue", 3, .kind = PROTO_STRING, .oneof = "kind" },
	{ "boolValue", 4, .kind = PROTO_BOOL, .oneof = "kind" },
	{ "structValue", 5, .kind = PROTO_MESSAGE, .message = &google_struct,
	    .oneof = "kind" },
	{ "listValue", 6, .kind = PROTO_MESSAGE, .message = &google_list_value,
	    .oneof = "kind" },
	{ .name = NULL },
};

const struct proto_message google_value = {
	.name = "Value", .fields = google_value_fields, .form = PROTO_FORM_VALUE
};

static const struct proto_field google_list_value_fields[] = {
	{ "values", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_value },
	{ .name = NULL },
};

const struct proto_message google_list_value = { .name = "ListValue",
	.fields = google_list_value_fields,
	.form = PROTO_FORM_WRAPPED };

static const struct proto_choice google_null_value_choices[] = {
	{ "NULL_VALUE", 0 },
	{ NULL, 0 },
};

const struct proto_enum google_null_value = { "NullValue",
	google_null_value_choices };

static const struct proto_field google_any_fields[] = {
	{ "typeUrl", 1, .kind = PROTO_STRING },
	{ "value", 2, .kind = PROTO_BYTES },
	{ .name = NULL },
};

const struct proto_message google_any = {
	.name = "Any", .fields = google_any_fields, .form = PROTO_FORM_ANY
};

static const struct proto_field google_empty_fields[] = {
	{ .name = NULL },
};

const struct proto_message google_empty = { .name = "Empty",
	.fields = google_empty_fields };

static const struct proto_field google_double_value_fields[] = {
	{ "value", 1, .kind = PROTO_DOUBLE },
	{ .name = NULL },
};

const struct proto_message google_double_value = { .name = "DoubleValue",
	.fields = google_double_value_fields,
	.form = PROTO_FORM_WRAPPED };

static const struct proto_field google_int64_value_fields[] = {
	{ "value", 1, .kind = PROTO_INT64 },
	{ .name = NULL },
};

const struct proto_message google_int64_value = { .name = "Int64Value",
	.fields = google_int64_value_fields,
	.form = PROTO_FORM_WRAPPED };

static const struct proto_field google_int32_value_fields[] = {
	{ "value", 1, .kind = PROTO_INT32 },
	{ .name = NULL },
};

const struct proto_message google_int32_value = { .name = "Int32Value",
	.fields = google_int32_value_fields,
	.form = PROTO_FORM_WRAPPED };

static const struct proto_field google_rpc_status_fields[] = {
	{ "code", 1, .kind = PROTO_INT32 },
	{ "message", 2, .kind = PROTO_STRING },
	{ "details", 3, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_any },
	{ .name = NULL },
};

const struct proto_message google_rpc_status = { .name = "Status",
	.fields = google_rpc_status_fields };

static const struct proto_field google_type_lat_lng_fields[] = {
	{ "latitude", 1, .kind = PROTO_DOUBLE },
	{ "longitude", 2, .kind = PROTO_DOUBLE },
	{ .name = NULL },
};

const struct proto_message google_type_lat_lng = { .name = "LatLng",
	.fields = google_type_lat_lng_fields };
