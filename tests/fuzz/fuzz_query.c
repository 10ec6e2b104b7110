/*
 * A libFuzzer target for queries in JSON: a StructuredQuery, or an object with
 * "query" and the array "aggregations".  The first byte of an input chooses the
 * parent.
 *
 * Nothing may crash, leak or read out of bounds.  A query that is refused has a
 * reason, and one that is answered has the same answer from indexes and from a
 * scan of all documents.
 */
#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/build/builder.h"
#include "data/cache/cache.h"
#include "data/firestore/json/json_parse.h"
#include "data/query/answer/answering.h"
#include "data/query/answer/document_json.h"
#include "data/query/index/index_build.h"
#include "data/query/language/read_query.h"
#include "require.h"

#define DOCUMENTS 40
#define MEMORY	  ((size_t)1 << 20)

/* Each document has one of these as f, and another one as g. */
static const char *const values[] = {
	"{\"nullValue\":null}",
	"{\"booleanValue\":true}",
	"{\"doubleValue\":\"NaN\"}",
	"{\"integerValue\":\"1\"}",
	"{\"doubleValue\":1.5}",
	"{\"integerValue\":\"-9223372036854775808\"}",
	"{\"timestampValue\":\"2024-01-01T00:00:00Z\"}",
	"{\"stringValue\":\"a\"}",
	"{\"stringValue\":\"a\\u0000b\"}",
	"{\"bytesValue\":\"AA==\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/c/1\"}",
	"{\"geoPointValue\":{\"latitude\":1,\"longitude\":2}}",
	"{\"arrayValue\":{\"values\":[{\"integerValue\":\"1\"},"
	"{\"stringValue\":\"a\"}]}}",
	"{\"mapValue\":{\"fields\":{\"a\":{\"integerValue\":\"1\"}}}}",
	"{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	"\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":["
	"{\"doubleValue\":1},{\"doubleValue\":2}]}}}}}",
};

#define VALUES (sizeof(values) / sizeof(values[0]))

static const struct cache_projection *const no_projections[] = { NULL };
static const char *const parents[] = { "", "c/1", "c/2", "none/x" };
static struct store *stores[2]; /* with indexes, and with none */

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
add_document(struct cache_builder *builder, int number)
{
	struct gantry_error error;
	char path[64], fields[1024];
	const struct cache_document document = {
		.path = path,
		.path_length = number % 3 == 0
		    ? (size_t)snprintf(
			  path, sizeof(path), "c/%d/c/%d", number % 5, number)
		    : (size_t)snprintf(path, sizeof(path), "c/%d", number),
		.fields = fields,
		.fields_length = (size_t)snprintf(fields, sizeof(fields),
		    "{\"f\":%s,\"g\":%s}", values[number % VALUES],
		    values[number * 7 % VALUES]),
	};

	require(cache_builder_add(builder, &document, &error) == 0,
	    "a document is added");
}

static void
build(const char *path)
{
	const struct cache_builder_options options = {
		.path = path,
		.projections = no_projections,
	};
	const struct cache_source source = { "fuzz", "p", "d", 0, 0, NULL };
	struct gantry_error error;
	struct cache_builder *builder = cache_builder_new(&options, &error);
	int i;

	require(builder != NULL, "a cache is begun");
	for (i = 0; i < DOCUMENTS; i++)
		add_document(builder, i);
	require(cache_builder_publish(builder, &source, &error) == 0,
	    "a cache is built");
	cache_builder_free(builder);
}

/* Make the indexes, and open the cache. */
static struct store *
open_store(const char *path, bool has_indexes)
{
	struct index_choices choices = { .first = NULL };
	const struct index_options options = {
		.path = path,
		.choices = &choices,
	};
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error error;
	struct store *store;
	struct db *db;

	if (!has_indexes)
		index_choices_add(&choices, "nothing", true, &error);
	build(path);
	db = db_create(path, &error);
	require(db != NULL && index_build(db, &options, &error) == 0,
	    "a cache is indexed");
	db_close(db);
	index_choices_clear(&choices);
	db = cache_open(path, generation, &error);
	store = store_new(db, &error);
	require(store != NULL, "a cache is opened");
	unlink(path);
	return store;
}

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	const char *temporary = getenv("TMPDIR");
	char path[256];
	int i;

	(void)count;
	(void)arguments;
	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/query-%d-%d.db",
		    temporary != NULL ? temporary : "/tmp", (int)getpid(), i);
		stores[i] = open_store(path, i == 0);
	}
	return 0;
}

static int
add_row(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	const struct document_writer writer = {
		.origin = { { "p", 1 }, { "d", 1 } },
	};

	(void)error;
	document_write(&writer, document, argument);
	return 0;
}

static int
add_nearest(void *argument, const struct store_document *document,
    double distance, struct gantry_error *error)
{
	gantry_buffer_printf(argument, "%.17g", distance);
	return add_row(argument, document, error);
}

/* Append the answer of STORE to OUT. */
static int
answer(struct store *store, const json_t *json, const char *parent,
    struct gantry_buffer *out, struct gantry_error *error)
{
	const json_t *aggregations = json_object_get(json, "aggregations");
	const json_t *inner = json_object_get(json, "query");
	struct answering answering = {
		.store = store,
		.origin = { { "p", 1 }, { "d", 1 } },
		.limits.memory = MEMORY,
	};
	struct query_aggregations read;
	struct query query;
	int result;

	result = query_read(&query, (struct bytes){ parent, strlen(parent) },
	    inner != NULL ? inner : json, error);
	if (result == 0 && aggregations != NULL)
		result =
		    query_read_aggregations(&query, aggregations, &read, error);
	if (result == 0 && aggregations != NULL)
		result =
		    answer_aggregations(&answering, &query, &read, out, error);
	else if (result == 0 && query.nearest.distance != DISTANCE_NONE)
		result =
		    answer_nearest(&answering, &query, add_nearest, out, error);
	else if (result == 0)
		result = answer_query(&answering, &query, add_row, out, error);
	query_clear(&query);
	answering_clear(&answering);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gantry_buffer out[2] = { { 0 }, { 0 } };
	struct gantry_error error;
	json_t *json;
	int results[2], i;

	if (size == 0)
		return 0;
	json = json_parse(
	    (struct bytes){ (const char *)data + 1, size - 1 }, NULL, &error);
	for (i = 0; i < 2 && json != NULL; i++) {
		error.text[0] = '\0';
		results[i] = answer(
		    stores[i], json, parents[data[0] % 4], &out[i], &error);
		require(results[i] == 0 || error.text[0] != '\0',
		    "a refusal has a reason");
	}
	if (json != NULL) {
		require(results[0] == results[1],
		    "indexes and scans answer the same queries");
		require(results[0] == -1 ||
			(out[0].length == out[1].length &&
			    (out[0].length == 0 ||
				memcmp(out[0].data, out[1].data,
				    out[0].length) == 0)),
		    "indexes and scans give the same answer");
	}
	json_decref(json);
	gantry_buffer_clear(&out[0]);
	gantry_buffer_clear(&out[1]);
	return 0;
}
