#ifndef FORMATS_TYPED_H
#define FORMATS_TYPED_H

#include <jansson.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Making REST values from the JSON of other tools.  The conventions of a tool
 * say which objects are times, points, references or bytes.  What no convention
 * covers stays what it is in JSON.
 */

/* Conventions; several can hold. */
enum typed_convention {
	/*
	 * The objects of Google's client libraries, as JSON.stringify writes
	 * them: {"_seconds","_nanoseconds"}, {"seconds","nanoseconds"},
	 * {"_latitude","_longitude"}, {"_path":{"segments":[...]}},
	 * {"type":"Buffer","data":[...]}, {"_values":[...]} for vectors, and
	 * objects whose "type" begins with "firestore/".
	 */
	TYPED_CLIENT = 1,
	/* {"__datatype__":"timestamp","value":...} and its like. */
	TYPED_DATATYPE = 2,
	/* MongoDB's Extended JSON: {"$date":...}, {"$numberLong":"1"} ... */
	TYPED_MONGO = 4,
	/*
	 * Texts that are times become times, {"latitude","longitude"} points.
	 */
	TYPED_INFERRED = 8,
};

/* Values that stayed what they are, but look like others. */
struct typed_counts {
	uint64_t times; /* texts that are times of RFC 3339 */
	uint64_t points; /* maps of a latitude and a longitude */
	uint64_t references; /* paths of references, without a project */
	uint64_t numbers; /* cells of a table that are numbers */
};

struct typed {
	unsigned conventions;
	const char *project; /* of references that have none; NULL: unknown */
	const char *database;
	const char *const *left_out; /* members of a document; may be NULL */
	struct typed_counts counts;
};

/*
 * Append the members of OBJECT as the fields of a document.  Returns 0, or -1
 * with ERROR naming the field and what was expected.
 */
int typed_fields_add(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);

/*
 * For typed.c: the objects that a convention gives a type.  Each function
 * appends such a value without the braces around it.  Returns 1, or 0 when
 * OBJECT is not one, or -1 with ERROR when it is a malformed one.
 */

int typed_add_client(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);
int typed_add_datatype(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);
int typed_add_mongo(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);

/* {"latitude","longitude"}, which is counted unless types are inferred. */
int typed_add_inferred(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);

#endif
