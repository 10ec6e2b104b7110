/*
 * Makes the queries of a pull that continues an earlier one from its documents.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/bytes.h"
#include "data/firestore/nul_names.h"
#include "data/firestore/nul_text.h"
#include "data/firestore/spool/since.h"

/* Make the text with which the JSON of the field's innermost name begins. */
static int
make_needle(struct firestore_since *since, struct gantry_error *error)
{
	const struct paths *names = &since->field.names;
	struct gantry_buffer needle = { 0 };

	gantry_json_text(&needle, names->items[names->count - 1]);
	gantry_buffer_puts(&needle, ":{");
	gantry_buffer_putc(&needle, '\0');
	since->needle = needle.data;
	return gantry_buffer_failed(&needle) ? gantry_error_memory(error) : 0;
}

int
firestore_since_begin(struct firestore_since *since, const char *field,
    struct gantry_error *error)
{
	*since = (struct firestore_since){ 0 };
	if (field_path_read(&since->field, field, error) == -1)
		return -1;
	return make_needle(since, error);
}

/* Find the place of ID among the groups.  Returns whether it is there. */
static bool
find_group(const struct firestore_since *since, const char *id, size_t *at)
{
	size_t low = 0, high = since->group_count, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(since->groups[middle].collection, id);
		if (order == 0) {
			*at = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*at = low;
	return false;
}

static struct since_group *
get_group(
    struct firestore_since *since, const char *id, struct gantry_error *error)
{
	struct since_group *more, *group;
	char *copy;
	size_t at;

	if (find_group(since, id, &at))
		return &since->groups[at];
	copy = strdup(id);
	more = copy == NULL
	    ? NULL
	    : realloc(since->groups, (since->group_count + 1) * sizeof(*more));
	if (more == NULL) {
		free(copy);
		gantry_error_memory(error);
		return NULL;
	}
	since->groups = more;
	group = &more[at];
	memmove(group + 1, group, (since->group_count++ - at) * sizeof(*group));
	*group = (struct since_group){ .collection = copy };
	return group;
}

bool
firestore_since_has_root(const struct firestore_since *since, const char *id)
{
	size_t i;

	for (i = since->roots.count; i-- > 0;)
		if (strcmp(since->roots.items[i], id) == 0)
			return true;
	return false;
}

/* Keep ID of the working memory as nul_text.h has it. */
static int
set_id(
    struct firestore_since *since, struct bytes id, struct gantry_error *error)
{
	gantry_buffer_reset(&since->id);
	nul_text_add(&since->id, id);
	if (gantry_buffer_putc(&since->id, '\0') == -1)
		return gantry_error_memory(error);
	return 0;
}

static int
add_root(struct firestore_since *since, struct bytes path,
    struct gantry_error *error)
{
	const char *slash = memchr(path.data, '/', path.length);

	if (slash != NULL)
		path.length = (size_t)(slash - path.data);
	if (set_id(since, path, error) == -1)
		return -1;
	if (firestore_since_has_root(since, since->id.data))
		return 0;
	return paths_add(&since->roots, since->id.data, error);
}

/* Get the id of the collection of the document at PATH. */
static struct bytes
collection_of(struct bytes path)
{
	const char *end = memrchr(path.data, '/', path.length), *start = end;

	if (end == NULL)
		return (struct bytes){ path.data, 0 };
	while (start > path.data && start[-1] != '/')
		start--;
	return (struct bytes){ start, (size_t)(end - start) };
}

static int
update_mark(struct firestore_since *since, struct since_group *group,
    const struct firestore_document *document, struct gantry_error *error)
{
	json_t *fields;
	const json_t *value;
	enum high_water_mark_kind kind;
	int result = 0;

	/* Most collections lack the field: do not parse those documents. */
	if (strstr(document->fields, since->needle) == NULL)
		return 0;
	fields = nul_names_load(
	    (struct bytes){ document->fields, document->fields_length }, 0,
	    NULL);
	value = field_path_find(&since->field, fields);
	kind = high_water_mark_kind_of(value);
	if (kind != HIGH_WATER_MARK_KINDS) {
		since->kinds[kind] = true;
		result = high_water_mark_update(
		    &group->marks[kind], kind, value, error);
	}
	json_decref(fields);
	return result;
}

int
firestore_since_add(struct firestore_since *since,
    const struct firestore_document *document, struct gantry_error *error)
{
	const struct bytes path = { document->path, document->path_length };
	struct since_group *group;

	if (add_root(since, path, error) == -1 ||
	    set_id(since, collection_of(path), error) == -1)
		return -1;
	group = get_group(since, since->id.data, error);
	if (group == NULL)
		return -1;
	return update_mark(since, group, document, error);
}

static int
add_query(struct firestore_since *since, struct since_group *group,
    enum high_water_mark_kind kind, struct gantry_error *error)
{
	struct spool_group *query = &since->queries[since->query_count];
	struct high_water_mark *mark = &group->marks[kind];
	struct gantry_buffer from = { 0 };

	if (kind == HIGH_WATER_MARK_TIMESTAMP && mark->is_set &&
	    since->read_time != 0 && mark->integer > since->read_time)
		mark->integer = since->read_time;
	high_water_mark_write(&from, mark, kind);
	gantry_buffer_putc(&from, '\0');
	query->collection = group->collection;
	query->from = from.data;
	since->query_count++;
	return gantry_buffer_failed(&from) ? gantry_error_memory(error) : 0;
}

int
firestore_since_end(struct firestore_since *since, struct gantry_error *error)
{
	size_t i;
	int kind;

	if (!since->kinds[HIGH_WATER_MARK_NUMBER] &&
	    !since->kinds[HIGH_WATER_MARK_TIMESTAMP] &&
	    !since->kinds[HIGH_WATER_MARK_STRING])
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no document has a timestamp, number or string in the field "
		    "%.80s of --since; name another field, or do a full pull, "
		    "without --since, after documents have it",
		    since->field.text);
	since->queries = calloc(since->group_count * HIGH_WATER_MARK_KINDS + 1,
	    sizeof(*since->queries));
	if (since->queries == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < since->group_count; i++)
		for (kind = 0; kind < HIGH_WATER_MARK_KINDS; kind++)
			if (since->kinds[kind] &&
			    add_query(since, &since->groups[i],
				(enum high_water_mark_kind)kind, error) == -1)
				return -1;
	return 0;
}

void
firestore_since_clear(struct firestore_since *since)
{
	size_t i;
	int kind;

	for (i = 0; i < since->query_count; i++)
		free((char *)since->queries[i].from);
	for (i = 0; i < since->group_count; i++) {
		free(since->groups[i].collection);
		for (kind = 0; kind < HIGH_WATER_MARK_KINDS; kind++)
			high_water_mark_clear(&since->groups[i].marks[kind]);
	}
	free(since->queries);
	free(since->groups);
	free(since->needle);
	gantry_buffer_clear(&since->id);
	paths_clear(&since->roots);
	field_path_clear(&since->field);
	*since = (struct firestore_since){ 0 };
}
