/*
 * Queries, aggregations and pipelines: google/firestore/v1/query.proto and
 * others.
 */
#include "firestore/protobuf/tables/tables.h"

static const struct proto_field firestore_explain_stats_fields[] = {
	{ "data", 1, .kind = PROTO_MESSAGE, .message = &google_any },
	{ .name = NULL },
};

const struct proto_message firestore_explain_stats = { .name = "ExplainStats",
	.fields = firestore_explain_stats_fields };

static const struct proto_field firestore_structured_pipeline_fields[] = {
	{ "pipeline", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_pipeline },
	{ "options", 2, .kind = PROTO_MESSAGE, .rule = PROTO_MAP,
	    .message = &firestore_value },
	{ .name = NULL },
};

const struct proto_message firestore_structured_pipeline = {
	.name = "StructuredPipeline",
	.fields = firestore_structured_pipeline_fields
};

static const struct proto_field firestore_structured_query_fields[] = {
	{ "select", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_projection },
	{ "from", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_structured_query_collection_selector },
	{ "where", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_filter },
	{ "orderBy", 4, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_structured_query_order },
	{ "startAt", 7, .kind = PROTO_MESSAGE, .message = &firestore_cursor },
	{ "endAt", 8, .kind = PROTO_MESSAGE, .message = &firestore_cursor },
	{ "offset", 6, .kind = PROTO_INT32 },
	{ "limit", 5, .kind = PROTO_MESSAGE, .message = &google_int32_value },
	{ "findNearest", 9, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_find_nearest },
	{ .name = NULL },
};

const struct proto_message firestore_structured_query = {
	.name = "StructuredQuery", .fields = firestore_structured_query_fields
};

static const struct proto_field
    firestore_structured_query_collection_selector_fields[] = {
	    { "collectionId", 2, .kind = PROTO_STRING },
	    { "allDescendants", 3, .kind = PROTO_BOOL },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_collection_selector = {
	.name = "StructuredQuery.CollectionSelector",
	.fields = firestore_structured_query_collection_selector_fields
};

static const struct proto_field firestore_structured_query_filter_fields[] = {
	{ "compositeFilter", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_composite_filter,
	    .oneof = "filter_type" },
	{ "fieldFilter", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_field_filter,
	    .oneof = "filter_type" },
	{ "unaryFilter", 3, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_unary_filter,
	    .oneof = "filter_type" },
	{ .name = NULL },
};

const struct proto_message firestore_structured_query_filter = {
	.name = "StructuredQuery.Filter",
	.fields = firestore_structured_query_filter_fields
};

static const struct proto_field
    firestore_structured_query_composite_filter_fields[] = {
	    { "op", 1, .kind = PROTO_ENUM,
		.choices =
		    &firestore_structured_query_composite_filter_operator },
	    { "filters", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
		.message = &firestore_structured_query_filter },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_composite_filter = {
	.name = "StructuredQuery.CompositeFilter",
	.fields = firestore_structured_query_composite_filter_fields
};

static const struct proto_choice
    firestore_structured_query_composite_filter_operator_choices[] = {
	    { "OPERATOR_UNSPECIFIED", 0 },
	    { "AND", 1 },
	    { "OR", 2 },
	    { NULL, 0 },
    };

const struct proto_enum firestore_structured_query_composite_filter_operator = {
	"StructuredQuery.CompositeFilter.Operator",
	firestore_structured_query_composite_filter_operator_choices
};

static const struct proto_field
    firestore_structured_query_field_filter_fields[] = {
	    { "field", 1, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_query_field_reference },
	    { "op", 2, .kind = PROTO_ENUM,
		.choices = &firestore_structured_query_field_filter_operator },
	    { "value", 3, .kind = PROTO_MESSAGE, .message = &firestore_value },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_field_filter = {
	.name = "StructuredQuery.FieldFilter",
	.fields = firestore_structured_query_field_filter_fields
};

static const struct proto_choice
    firestore_structured_query_field_filter_operator_choices[] = {
	    { "OPERATOR_UNSPECIFIED", 0 },
	    { "LESS_THAN", 1 },
	    { "LESS_THAN_OR_EQUAL", 2 },
	    { "GREATER_THAN", 3 },
	    { "GREATER_THAN_OR_EQUAL", 4 },
	    { "EQUAL", 5 },
	    { "NOT_EQUAL", 6 },
	    { "ARRAY_CONTAINS", 7 },
	    { "IN", 8 },
	    { "ARRAY_CONTAINS_ANY", 9 },
	    { "NOT_IN", 10 },
	    { NULL, 0 },
    };

const struct proto_enum firestore_structured_query_field_filter_operator = {
	"StructuredQuery.FieldFilter.Operator",
	firestore_structured_query_field_filter_operator_choices
};

static const struct proto_field
    firestore_structured_query_unary_filter_fields[] = {
	    { "op", 1, .kind = PROTO_ENUM,
		.choices = &firestore_structured_query_unary_filter_operator },
	    { "field", 2, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_query_field_reference,
		.oneof = "operand_type" },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_unary_filter = {
	.name = "StructuredQuery.UnaryFilter",
	.fields = firestore_structured_query_unary_filter_fields
};

static const struct proto_choice
    firestore_structured_query_unary_filter_operator_choices[] = {
	    { "OPERATOR_UNSPECIFIED", 0 },
	    { "IS_NAN", 2 },
	    { "IS_NULL", 3 },
	    { "IS_NOT_NAN", 4 },
	    { "IS_NOT_NULL", 5 },
	    { NULL, 0 },
    };

const struct proto_enum firestore_structured_query_unary_filter_operator = {
	"StructuredQuery.UnaryFilter.Operator",
	firestore_structured_query_unary_filter_operator_choices
};

static const struct proto_field firestore_structured_query_order_fields[] = {
	{ "field", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_structured_query_field_reference },
	{ "direction", 2, .kind = PROTO_ENUM,
	    .choices = &firestore_structured_query_direction },
	{ .name = NULL },
};

const struct proto_message firestore_structured_query_order = {
	.name = "StructuredQuery.Order",
	.fields = firestore_structured_query_order_fields
};

static const struct proto_choice
    firestore_structured_query_direction_choices[] = {
	    { "DIRECTION_UNSPECIFIED", 0 },
	    { "ASCENDING", 1 },
	    { "DESCENDING", 2 },
	    { NULL, 0 },
    };

const struct proto_enum firestore_structured_query_direction = {
	"StructuredQuery.Direction",
	firestore_structured_query_direction_choices
};

static const struct proto_field
    firestore_structured_query_field_reference_fields[] = {
	    { "fieldPath", 2, .kind = PROTO_STRING },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_field_reference = {
	.name = "StructuredQuery.FieldReference",
	.fields = firestore_structured_query_field_reference_fields
};

static const struct proto_field
    firestore_structured_query_projection_fields[] = {
	    { "fields", 2, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
		.message = &firestore_structured_query_field_reference },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_projection = {
	.name = "StructuredQuery.Projection",
	.fields = firestore_structured_query_projection_fields
};

static const struct proto_field
    firestore_structured_query_find_nearest_fields[] = {
	    { "vectorField", 1, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_query_field_reference },
	    { "queryVector", 2, .kind = PROTO_MESSAGE,
		.message = &firestore_value },
	    { "distanceMeasure", 3, .kind = PROTO_ENUM,
		.choices =
		    &firestore_structured_query_find_nearest_distance_measure },
	    { "limit", 4, .kind = PROTO_MESSAGE,
		.message = &google_int32_value },
	    { "distanceResultField", 5, .kind = PROTO_STRING },
	    { "distanceThreshold", 6, .kind = PROTO_MESSAGE,
		.message = &google_double_value },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_query_find_nearest = {
	.name = "StructuredQuery.FindNearest",
	.fields = firestore_structured_query_find_nearest_fields
};

static const struct proto_choice
    firestore_structured_query_find_nearest_distance_measure_choices[] = {
	    { "DISTANCE_MEASURE_UNSPECIFIED", 0 },
	    { "EUCLIDEAN", 1 },
	    { "COSINE", 2 },
	    { "DOT_PRODUCT", 3 },
	    { NULL, 0 },
    };

const struct proto_enum
    firestore_structured_query_find_nearest_distance_measure = {
	    "StructuredQuery.FindNearest.DistanceMeasure",
	    firestore_structured_query_find_nearest_distance_measure_choices
    };

static const struct proto_field
    firestore_structured_aggregation_query_fields[] = {
	    { "structuredQuery", 1, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_query, .oneof = "query_type" },
	    { "aggregations", 3, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
		.message =
		    &firestore_structured_aggregation_query_aggregation },
	    { .name = NULL },
    };

const struct proto_message firestore_structured_aggregation_query = {
	.name = "StructuredAggregationQuery",
	.fields = firestore_structured_aggregation_query_fields
};

static const struct proto_field
    firestore_structured_aggregation_query_aggregation_fields[] = {
	    { "count", 1, .kind = PROTO_MESSAGE,
		.message =
		    &firestore_structured_aggregation_query_aggregation_count,
		.oneof = "operator" },
	    { "sum", 2, .kind = PROTO_MESSAGE,
		.message =
		    &firestore_structured_aggregation_query_aggregation_sum,
		.oneof = "operator" },
	    { "avg", 3, .kind = PROTO_MESSAGE,
		.message =
		    &firestore_structured_aggregation_query_aggregation_avg,
		.oneof = "operator" },
	    { "alias", 7, .kind = PROTO_STRING },
	    { .name = NULL },
    };

const struct proto_message
    firestore_structured_aggregation_query_aggregation = {
	    .name = "StructuredAggregationQuery.Aggregation",
	    .fields = firestore_structured_aggregation_query_aggregation_fields
    };

static const struct proto_field
    firestore_structured_aggregation_query_aggregation_count_fields[] = {
	    { "upTo", 1, .kind = PROTO_MESSAGE,
		.message = &google_int64_value },
	    { .name = NULL },
    };

const struct proto_message
    firestore_structured_aggregation_query_aggregation_count = {
	    .name = "StructuredAggregationQuery.Aggregation.Count",
	    .fields =
		firestore_structured_aggregation_query_aggregation_count_fields
    };

static const struct proto_field
    firestore_structured_aggregation_query_aggregation_sum_fields[] = {
	    { "field", 1, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_query_field_reference },
	    { .name = NULL },
    };

const struct proto_message
    firestore_structured_aggregation_query_aggregation_sum = {
	    .name = "StructuredAggregationQuery.Aggregation.Sum",
	    .fields =
		firestore_structured_aggregation_query_aggregation_sum_fields
    };

static const struct proto_field
    firestore_structured_aggregation_query_aggregation_avg_fields[] = {
	    { "field", 1, .kind = PROTO_MESSAGE,
		.message = &firestore_structured_query_field_reference },
	    { .name = NULL },
    };

const struct proto_message
    firestore_structured_aggregation_query_aggregation_avg = {
	    .name = "StructuredAggregationQuery.Aggregation.Avg",
	    .fields =
		firestore_structured_aggregation_query_aggregation_avg_fields
    };

static const struct proto_field firestore_cursor_fields[] = {
	{ "values", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &firestore_value },
	{ "before", 2, .kind = PROTO_BOOL },
	{ .name = NULL },
};

const struct proto_message firestore_cursor = { .name = "Cursor",
	.fields = firestore_cursor_fields };

static const struct proto_field firestore_explain_options_fields[] = {
	{ "analyze", 1, .kind = PROTO_BOOL },
	{ .name = NULL },
};

const struct proto_message firestore_explain_options = {
	.name = "ExplainOptions", .fields = firestore_explain_options_fields
};

static const struct proto_field firestore_explain_metrics_fields[] = {
	{ "planSummary", 1, .kind = PROTO_MESSAGE,
	    .message = &firestore_plan_summary },
	{ "executionStats", 2, .kind = PROTO_MESSAGE,
	    .message = &firestore_execution_stats },
	{ .name = NULL },
};

const struct proto_message firestore_explain_metrics = {
	.name = "ExplainMetrics", .fields = firestore_explain_metrics_fields
};

static const struct proto_field firestore_plan_summary_fields[] = {
	{ "indexesUsed", 1, .kind = PROTO_MESSAGE, .rule = PROTO_REPEATED,
	    .message = &google_struct },
	{ .name = NULL },
};

const struct proto_message firestore_plan_summary = { .name = "PlanSummary",
	.fields = firestore_plan_summary_fields };

static const struct proto_field firestore_execution_stats_fields[] = {
	{ "resultsReturned", 1, .kind = PROTO_INT64 },
	{ "executionDuration", 3, .kind = PROTO_MESSAGE,
	    .message = &google_duration },
	{ "readOperations", 4, .kind = PROTO_INT64 },
	{ "debugStats", 5, .kind = PROTO_MESSAGE, .message = &google_struct },
	{ .name = NULL },
};

const struct proto_message firestore_execution_stats = {
	.name = "ExecutionStats", .fields = firestore_execution_stats_fields
};
