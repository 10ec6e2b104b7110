/*
 * Recognizes formats by the members of the first object.
 */
#include <string.h>

#include "data/firestore/formats/bundle.h"
#include "data/firestore/formats/csv_rows.h"
#include "data/firestore/formats/records.h"
#include "data/firestore/formats/shapes.h"
#include "data/firestore/members.h"

static const json_t *
member(const json_t *object, const char *name)
{
	return json_object_get(object, name);
}

static bool
begins_with(const json_t *value, const char *prefix)
{
	const char *text = json_string_value(value);

	return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

bool
shape_is_bundle(
    const struct sample *sample, const struct formats_options *options)
{
	(void)options;
	return sample->count == 0 && bundle_is(sample->beginning);
}

bool
shape_is_bigquery_csv(
    const struct sample *sample, const struct formats_options *options)
{
	return shape_is_csv(sample, options) &&
	    csv_rows_has_column(sample->beginning, "document_name") &&
	    csv_rows_has_column(sample->beginning, "operation");
}

bool
shape_is_csv(const struct sample *sample, const struct formats_options *options)
{
	(void)options;
	return sample->count == 0 && csv_rows_is(sample->beginning);
}

/* Is VALUE a document of the REST API? */
static bool
is_rest_document(const json_t *value)
{
	return begins_with(member(value, "name"), "projects/") ||
	    (json_is_object(member(value, "fields")) &&
		(json_is_string(member(value, "path")) ||
		    json_is_string(member(value, "name"))));
}

bool
shape_is_event(
    const struct sample *sample, const struct formats_options *options)
{
	const json_t *record = sample->record;
	const json_t *data = member(record, "data");
	const json_t *event = json_is_object(data) ? data : record;

	(void)options;
	return is_rest_document(member(event, "value")) ||
	    is_rest_document(member(event, "oldValue"));
}

bool
shape_is_rest(
    const struct sample *sample, const struct formats_options *options)
{
	static const char *const names[] = { "gantry-cache", "nextPageToken",
		"next_page_token", "readTime", "read_time", "transaction",
		"done", "skippedResults", "skipped_results", "found", "missing",
		"explainMetrics", NULL };
	const json_t *record = sample->record;
	const json_t *list = member(record, "documents");
	size_t i;

	(void)options;
	if (record == NULL || json_object_size(record) == 0)
		return true;
	if (is_rest_document(record) ||
	    is_rest_document(member(record, "document")) ||
	    json_is_object(member(record, "error")) ||
	    (json_object_size(record) == 1 &&
		json_is_string(member(record, "path"))))
		return true;
	if (json_is_array(list) &&
	    (json_array_size(list) == 0 ||
		is_rest_document(json_array_get(list, 0))))
		return true;
	for (i = 0; names[i] != NULL && member(record, "data") == NULL; i++)
		if (member(record, names[i]) != NULL)
			return true;
	return false;
}

bool
shape_is_bigquery(
    const struct sample *sample, const struct formats_options *options)
{
	(void)options;
	return json_is_string(member(sample->record, "document_name")) &&
	    (member(sample->record, "data") != NULL ||
		member(sample->record, "operation") != NULL);
}

bool
shape_is_backfire(
    const struct sample *sample, const struct formats_options *options)
{
	(void)options;
	return json_is_string(member(sample->record, "path")) &&
	    json_is_object(member(sample->record, "data")) &&
	    member(sample->record, "id") == NULL;
}

bool
shape_is_leveldb(
    const struct sample *sample, const struct formats_options *options)
{
	(void)options;
	return json_is_string(member(member(sample->record, "_key"), "path"));
}

bool
shape_is_root(
    const struct sample *sample, const struct formats_options *options)
{
	(void)options;
	return !sample->is_array &&
	    json_is_object(member(sample->record, "__collections__"));
}

bool
shape_is_root_collection(
    const struct sample *sample, const struct formats_options *options)
{
	const char *name;
	json_t *value;

	(void)options;
	if (sample->is_array)
		return false;
	json_object_foreach(members_of(sample->record), name,
	    value) if (json_is_object(member(value,
			   "__collections__"))) return true;
	return false;
}

bool
shape_is_mongo(
    const struct sample *sample, const struct formats_options *options)
{
	const json_t *id = member(sample->record, "_id");

	(void)options;
	return json_is_string(member(id, "$oid")) ||
	    member(id, "$numberLong") != NULL ||
	    member(id, "$numberInt") != NULL;
}

bool
shape_is_id_data(
    const struct sample *sample, const struct formats_options *options)
{
	return json_is_object(member(sample->record, "data")) &&
	    record_find_id(sample->record, options) != NULL &&
	    (sample->is_array || sample->count > 1 ||
		json_object_size(sample->record) == 2);
}

/* What the members of an object at the top are. */
struct kinds {
	size_t collections; /* objects of objects */
	size_t lists; /* arrays of objects */
	size_t flat; /* objects of other values */
	size_t empty; /* objects or arrays */
	size_t others;
	const char *other; /* the name of the first of these */
};

static bool
are_objects(const json_t *value)
{
	const char *name;
	json_t *inner;
	size_t i;

	json_object_foreach(members_of(value), name,
	    inner) if (!json_is_object(inner)) return false;
	json_array_foreach(
	    value, i, inner) if (!json_is_object(inner)) return false;
	return true;
}

static struct kinds
count_kinds(const struct sample *sample)
{
	struct kinds kinds = { 0 };
	const char *name;
	json_t *value;

	if (sample->is_array || sample->record == NULL)
		return kinds;
	json_object_foreach(members_of(sample->record), name, value)
	{
		if (json_object_size(value) + json_array_size(value) == 0 &&
		    (json_is_object(value) || json_is_array(value)))
			kinds.empty++;
		else if (json_is_object(value))
			*(are_objects(value) ? &kinds.collections
					     : &kinds.flat) += 1;
		else if (json_is_array(value) && are_objects(value))
			kinds.lists++;
		else if (kinds.others++ == 0)
			kinds.other = name;
	}
	return kinds;
}

bool
shape_is_collections(
    const struct sample *sample, const struct formats_options *options)
{
	const struct kinds kinds = count_kinds(sample);

	(void)options;
	return kinds.others == 0 && kinds.collections > kinds.flat;
}

bool
shape_is_lists(
    const struct sample *sample, const struct formats_options *options)
{
	const struct kinds kinds = count_kinds(sample);

	(void)options;
	return kinds.others + kinds.flat == 0 && kinds.lists > 0;
}

bool
shape_is_documents(
    const struct sample *sample, const struct formats_options *options)
{
	const struct kinds kinds = count_kinds(sample);

	(void)options;
	return kinds.others + kinds.lists == 0 && kinds.flat > 0 &&
	    sample->count == 1;
}

bool
shape_is_objects(
    const struct sample *sample, const struct formats_options *options)
{
	return sample->record != NULL &&
	    record_find_id(sample->record, options) != NULL &&
	    (sample->is_array || sample->count > 1 ||
		options->collection != NULL);
}

bool
shape_always(const struct sample *sample)
{
	(void)sample;
	return true;
}

bool
shape_lacks_path(const struct sample *sample)
{
	return !json_is_string(member(sample->record, "path")) &&
	    !json_is_string(member(sample->record, "ref")) &&
	    !json_is_string(member(sample->record, "collection"));
}

bool
shape_lacks_column(const struct sample *sample)
{
	return !csv_rows_has_column(sample->beginning, "__path__");
}

static struct bytes_shown
show(const char *name)
{
	return bytes_show((struct bytes){ name, strlen(name) });
}

int
shape_explain(
    const struct sample *sample, const char *path, struct gantry_error *error)
{
	const struct kinds kinds = count_kinds(sample);
	void *iterator = json_object_iter(members_of(sample->record));
	const char *first = json_object_iter_key(iterator);

	if (kinds.collections + kinds.lists > 0 && kinds.other != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected collections in each member, found the member "
		    "%s; the nearest format is %s: remove that member",
		    path, show(kinds.other).text,
		    kinds.lists > kinds.collections
			? "lists"
			: "firestore-export-import");
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: expected a document of the REST API or an answer with "
	    "documents, found an object with the member %s; the nearest format "
	    "is objects: give --format objects, --collection ID and --id-field "
	    "NAME, the member that is the id of each",
	    path, show(first != NULL ? first : "").text);
}
