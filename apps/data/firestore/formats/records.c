/*
 * Makes documents of objects that hold one each.  A member that a format does
 * not have is an error, because it may hold data that would be lost.
 */
#include <string.h>

#include "data/firestore/formats/records.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/members.h"
#include "data/firestore/rest/rest_name.h"
#include "data/firestore/rest/rest_read.h"

static int
expected(struct gantry_error *error, const char *what)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "expected %s", what);
}

static bool
is_one_of(struct bytes name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (bytes_is_equal(name, *names))
			return true;
	return false;
}

/* Has RECORD no members but NAMES? */
static int
check_members(const json_t *record, const char *const *names, const char *what,
    struct gantry_error *error)
{
	struct bytes name;
	json_t *value;

	json_object_keylen_foreach(
	    members_of(record), name.data, name.length, value)
	{
		if (!is_one_of(name, names))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected %s as before, found an object with the "
			    "member %s",
			    what, bytes_show(name).text);
	}
	return 0;
}

/* Set the path to the text VALUE, a path or a whole name. */
static int
set_path(struct reading *reading, const json_t *value, const char *member,
    struct gantry_error *error)
{
	struct firestore_json_summary *summary = &reading->summary->json;
	struct rest_name name;

	gantry_buffer_reset(&reading->path);
	if (!json_is_string(value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected the path of a document as \"%s\"", member);
	if (rest_name_read(reading_bytes(value), &name, error) == -1)
		return -1;
	if (name.project.length > 0 &&
	    origin_check(&summary->origin, name.path, name.project,
		name.database, error) == -1)
		return -1;
	gantry_buffer_add(&reading->path, name.path.data, name.path.length);
	return gantry_buffer_failed(&reading->path) ? gantry_error_memory(error)
						    : 0;
}

int
record_backfire(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	static const char *const names[] = { "path", "data", "timestamps",
		"geopoints", "documents", "queries", NULL };
	const json_t *data = json_object_get(record, "data");

	if (check_members(record, names, "\"path\" and \"data\"", error) ==
		-1 ||
	    set_path(reading, json_object_get(record, "path"), "path", error) ==
		-1)
		return -1;
	if (!json_is_object(data))
		return expected(error, "an object as \"data\"");
	return reading_document(reading, data, out, error);
}

/*
 * The time of a row: RFC 3339, "2024-02-29 12:34:56.789 UTC", or seconds.
 * Returns 0 for what is neither; the order of the rows then decides.
 */
static int64_t
read_row_time(const json_t *value)
{
	struct bytes text = reading_bytes(value);
	int64_t microseconds = 0;
	char copy[48];
	double seconds;

	if (json_is_number(value))
		return (int64_t)(json_number_value(value) * 1e6);
	if (text.length < 10 || text.length >= sizeof(copy) - 1)
		return 0;
	memcpy(copy, text.data, text.length + 1);
	if (copy[10] == ' ')
		copy[10] = 'T';
	if (text.length > 4 && strcmp(copy + text.length - 4, " UTC") == 0)
		memcpy(copy + text.length - 4, "Z", 2);
	text = (struct bytes){ copy, strlen(copy) };
	if (rest_read_timestamp(text, &microseconds) == 0)
		return microseconds;
	if (rest_read_double(text, &seconds) == 0 && seconds < 1e12)
		return (int64_t)(seconds * 1e6);
	return 0;
}

static int
read_row_data(struct reading *reading, const json_t *data,
    struct firestore_document *out, struct gantry_error *error)
{
	json_t *parsed;
	int result;

	if (json_is_object(data))
		return reading_document(reading, data, out, error);
	if (!json_is_string(data))
		return expected(error, "the fields as JSON in \"data\"");
	parsed = json_parse(reading_bytes(data), NULL, error);
	if (parsed == NULL)
		return gantry_error_prefix(error, "member data");
	result = json_is_object(parsed)
	    ? reading_document(reading, parsed, out, error)
	    : expected(error, "an object as JSON in \"data\"");
	json_decref(parsed);
	return result;
}

/* A row of the extension "Stream Firestore to BigQuery". */
int
record_bigquery(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	const json_t *operation = json_object_get(record, "operation");
	const json_t *time = json_object_get(record, "timestamp");
	const char *verb = json_string_value(operation);

	if (set_path(reading, json_object_get(record, "document_name"),
		"document_name", error) == -1)
		return -1;
	reading->changed = read_row_time(time);
	reading->is_deleted = verb != NULL && strcmp(verb, "DELETE") == 0;
	if (!reading->is_deleted)
		return read_row_data(
		    reading, json_object_get(record, "data"), out, error);
	*out = (struct firestore_document){ .path = reading->path.data,
		.path_length = reading->path.length };
	return 1;
}

/* {"value":...,"oldValue":...}, perhaps in "data" of the event. */
int
record_event(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	const json_t *data = json_object_get(record, "data");
	const json_t *event = json_is_object(data) ? data : record;
	const json_t *value = json_object_get(event, "value");
	const json_t *old = json_object_get(event, "oldValue");
	const json_t *time = json_object_get(record, "time");
	const struct rest_name *name = &reading->rest.name;

	if (time == NULL)
		time = json_object_get(
		    json_object_get(record, "context"), "timestamp");
	reading->changed = read_row_time(time);
	reading->is_deleted = json_object_size(value) == 0;
	if (!reading->is_deleted) {
		if (rest_document_read(&reading->rest, value, out, error) == -1)
			return -1;
		if (reading->changed == 0)
			reading->changed = out->update_time;
	} else {
		if (set_path(reading, json_object_get(old, "name"),
			"oldValue.name", error) == -1)
			return -1;
		if (reading->changed == 0)
			reading->changed =
			    read_row_time(json_object_get(old, "updateTime"));
		*out = (struct firestore_document){ .path = reading->path.data,
			.path_length = reading->path.length };
	}
	if (!reading->is_deleted && name->project.length > 0 &&
	    origin_check(&reading->summary->json.origin, name->path,
		name->project, name->database, error) == -1)
		return -1;
	return 1;
}

/* What the Python package leveldb-export yields. */
int
record_leveldb(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	static const char *const key[] = { "_key", NULL };
	const json_t *path =
	    json_object_get(json_object_get(record, "_key"), "path");

	if (set_path(reading, path, "_key.path", error) == -1)
		return -1;
	reading->typed.left_out = key;
	return reading_document(reading, record, out, error);
}

const char *
record_find_id(const json_t *record, const struct formats_options *options)
{
	static const char *const names[] = { "id", "_id", "__id__", "docId",
		"doc_id", "documentId", "document_id", "uid", "key", NULL };
	const json_t *value;
	size_t i;

	if (options->id_field != NULL)
		return options->id_field;
	for (i = 0; names[i] != NULL; i++) {
		value = json_object_get(record, names[i]);
		if (json_is_string(value) || json_is_integer(value))
			return names[i];
	}
	return NULL;
}

static int
set_path_by_id(struct reading *reading, const json_t *record,
    const char *collection, struct gantry_error *error)
{
	const char *member = record_find_id(record, reading->options);

	if (member == NULL)
		return expected(error,
		    "an id in the member id or _id; --id-field names another");
	return reading_set_path(reading, collection,
	    json_object_get(record, member), member, error);
}

static int64_t
read_member_time(const json_t *record, const char *name, const char *other)
{
	const json_t *value = json_object_get(record, name);
	int64_t microseconds;

	if (value == NULL)
		value = json_object_get(record, other);
	if (!json_is_string(value) ||
	    rest_read_timestamp(reading_bytes(value), &microseconds) == -1)
		return 0;
	return microseconds;
}

/* {"id":"alice","data":{...}}, perhaps with a path or a collection. */
int
record_id_data(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	static const char *const names[] = { "id", "_id", "__id__", "docId",
		"doc_id", "documentId", "document_id", "uid", "key", "data",
		"path", "ref", "collection", "exists", "createTime",
		"updateTime", "readTime", "create_time", "update_time",
		"read_time", NULL };
	const json_t *path = json_object_get(record, "path");
	const json_t *data = json_object_get(record, "data");
	const char *collection =
	    json_string_value(json_object_get(record, "collection"));

	if (reading->options->id_field == NULL &&
	    check_members(record, names, "\"id\" and \"data\"", error) == -1)
		return -1;
	if (path == NULL)
		path = json_object_get(record, "ref");
	if (collection == NULL)
		collection = reading->options->collection;
	if ((json_is_string(path)
		    ? set_path(reading, path, "path", error)
		    : set_path_by_id(reading, record, collection, error)) == -1)
		return -1;
	if (!json_is_object(data))
		return expected(error, "an object as \"data\"");
	if (reading_document(reading, data, out, error) == -1)
		return -1;
	out->create_time =
	    read_member_time(record, "createTime", "create_time");
	out->update_time =
	    read_member_time(record, "updateTime", "update_time");
	return 1;
}

int
record_mongo(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	static const char *const inner[] = { "$oid", "$numberLong",
		"$numberInt", "$uuid", NULL };
	const char *member = reading->options->id_field;
	const json_t *id;
	size_t i;

	if (member == NULL)
		member = "_id";
	id = json_object_get(record, member);
	for (i = 0; json_is_object(id) && inner[i] != NULL; i++)
		if (json_object_get(id, inner[i]) != NULL)
			id = json_object_get(id, inner[i]);
	if (reading_set_path(
		reading, reading->options->collection, id, member, error) == -1)
		return -1;
	return reading_document(reading, record, out, error);
}

int
record_plain(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	if (set_path_by_id(
		reading, record, reading->options->collection, error) == -1)
		return -1;
	return reading_document(reading, record, out, error);
}

const char *const record_columns[] = { "__path__", "__parent__", "__id__",
	"__create_time__", "__update_time__", NULL };

/* A row of a table, whose cells are texts. */
int
record_csv(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	const json_t *path = json_object_get(record, "__path__");

	if (reading->options->id_field != NULL)
		path = NULL;
	if ((path != NULL ? set_path(reading, path, "__path__", error)
			  : set_path_by_id(reading, record,
				reading->options->collection, error)) == -1)
		return -1;
	reading->typed.left_out = record_columns;
	if (reading_document(reading, record, out, error) == -1)
		return -1;
	out->create_time = read_member_time(record, "__create_time__", "");
	out->update_time = read_member_time(record, "__update_time__", "");
	return 1;
}
