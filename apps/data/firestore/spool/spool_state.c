/*
 * Keeps how far a pull has got, and writes and reads the lines that record it.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/nul_text.h"
#include "data/firestore/spool/spool_state.h"

/* Write TEXT, which is as in nul_text.h, as the member NAME. */
static void
write_text(struct gantry_json_writer *json, const char *name, const char *text)
{
	struct gantry_buffer decoded = { 0 };

	nul_text_decode(&decoded, text);
	if (gantry_buffer_failed(&decoded))
		json->failed = true;
	else
		gantry_json_put_string(
		    json, name, decoded.data, decoded.length);
	gantry_buffer_clear(&decoded);
}

static void
write_list(
    struct gantry_json_writer *json, const char *name, const char *const *items)
{
	gantry_json_begin_array(json, name);
	for (; items != NULL && *items != NULL; items++)
		write_text(json, NULL, *items);
	gantry_json_end(json);
}

static void
write_since(struct gantry_json_writer *json, const struct spool_since *since)
{
	size_t i;

	gantry_json_begin_object(json, "since");
	gantry_json_put_text(json, "field", since->field);
	gantry_json_put_text(json, "base", since->base);
	gantry_json_begin_array(json, "groups");
	for (i = 0; i < since->count; i++) {
		gantry_json_begin_object(json, NULL);
		write_text(json, "collection", since->groups[i].collection);
		gantry_json_put_text(json, "from", since->groups[i].from);
		gantry_json_end(json);
	}
	gantry_json_end(json);
	gantry_json_end(json);
}

void
spool_write_header(
    struct gantry_buffer *line, const struct spool_source *source)
{
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, line);
	gantry_json_begin_object(&json, NULL);
	gantry_json_put_integer(&json, "pull", 1);
	gantry_json_put_text(&json, "project", source->project);
	gantry_json_put_text(&json, "database", source->database);
	gantry_json_put_boolean(&json, "chosen", source->are_chosen);
	gantry_json_put_text(&json, "readTime", source->read_time);
	write_list(&json, "collections", source->collections);
	if (source->groups != NULL)
		write_list(&json, "groups", source->groups);
	if (source->since != NULL)
		write_since(&json, source->since);
	gantry_json_end(&json);
	gantry_buffer_putc(line, '\n');
}

void
spool_write_checkpoint(struct gantry_buffer *line, const struct spool *spool,
    size_t part, const struct spool_step *step)
{
	const struct spool_part *current = spool->parts[part];
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, line);
	gantry_json_begin_object(&json, NULL);
	gantry_json_begin_object(&json, "checkpoint");
	gantry_json_put_text(&json, "readTime", spool->read_time);
	gantry_json_put_integer(&json, "part", (int64_t)part);
	write_text(&json, "collection", current->collection);
	gantry_json_put_boolean(&json, "listed", step->is_listed);
	write_text(&json, "cursor",
	    step->cursor != NULL ? step->cursor : current->cursor);
	gantry_json_put_boolean(&json, "done", step->is_done);
	write_list(&json, "found", step->found);
	gantry_json_end(&json);
	gantry_json_end(&json);
	gantry_buffer_putc(line, '\n');
}

static void
free_part(struct spool_part *part)
{
	if (part == NULL)
		return;
	free(part->collection);
	free(part->cursor);
	free(part->from);
	free(part);
}

static int
add_part(struct spool *spool, const char *collection, bool is_listed,
    struct gantry_error *error)
{
	struct spool_part *part, **more;

	/* The capacity doubles when the count is a power of two. */
	if ((spool->count & (spool->count - 1)) == 0) {
		more = realloc(spool->parts,
		    (spool->count > 0 ? 2 * spool->count : 1) * sizeof(*more));
		if (more == NULL)
			return gantry_error_memory(error);
		spool->parts = more;
	}
	part = calloc(1, sizeof(*part));
	if (part == NULL)
		return gantry_error_memory(error);
	part->collection = strdup(collection);
	part->cursor = strdup("");
	part->is_listed = is_listed;
	if (part->collection == NULL || part->cursor == NULL) {
		free_part(part);
		return gantry_error_memory(error);
	}
	spool->parts[spool->count++] = part;
	return 0;
}

static int
add_parts(struct spool *spool, const char *const *collections, bool is_listed,
    struct gantry_error *error)
{
	if (collections == NULL)
		return 0;
	for (; *collections != NULL; collections++)
		if (add_part(spool, *collections, is_listed, error) == -1)
			return -1;
	return 0;
}

static int
start_since(struct spool *spool, const struct spool_since *since,
    struct gantry_error *error)
{
	struct spool_part *part;
	size_t i;

	spool->base = strdup(since->base);
	if (spool->base == NULL)
		return gantry_error_memory(error);
	if (field_path_read(&spool->field, since->field, error) == -1)
		return -1;
	for (i = 0; i < since->count; i++) {
		if (add_part(
			spool, since->groups[i].collection, false, error) == -1)
			return -1;
		part = spool->parts[spool->count - 1];
		part->field = &spool->field;
		part->from = strdup(since->groups[i].from);
		if (part->from == NULL)
			return gantry_error_memory(error);
	}
	return 0;
}

int
spool_start(struct spool *spool, const struct spool_source *source,
    struct gantry_error *error)
{
	size_t i;

	spool->project = strdup(source->project);
	spool->database = strdup(source->database);
	spool->read_time = strdup(source->read_time);
	spool->are_chosen = source->are_chosen;
	if (spool->project == NULL || spool->database == NULL ||
	    spool->read_time == NULL)
		return gantry_error_memory(error);
	if (add_parts(spool, source->collections, false, error) == -1)
		return -1;
	spool->collection_count = spool->count;
	if (add_parts(spool, source->groups, false, error) == -1)
		return -1;
	spool->group_count = spool->count - spool->collection_count;
	for (i = spool->collection_count; i < spool->count; i++)
		spool->parts[i]->is_group = true;
	return source->since == NULL ? 0
				     : start_since(spool, source->since, error);
}

int
spool_step(struct spool *spool, size_t part, const struct spool_step *step,
    struct gantry_error *error)
{
	struct spool_part *current = spool->parts[part];
	char *cursor;

	if (step->cursor != NULL) {
		cursor = strdup(step->cursor);
		if (cursor == NULL)
			return gantry_error_memory(error);
		free(current->cursor);
		current->cursor = cursor;
	}
	current->is_listed = step->is_listed;
	current->is_done = step->is_done;
	return add_parts(spool, step->found, true, error);
}

void
spool_forget(struct spool *spool)
{
	size_t i;

	for (i = 0; i < spool->count; i++)
		free_part(spool->parts[i]);
	free(spool->parts);
	free(spool->project);
	free(spool->database);
	free(spool->read_time);
	free(spool->base);
	field_path_clear(&spool->field);
	spool->parts = NULL;
	spool->project = spool->database = spool->read_time = NULL;
	spool->base = NULL;
	spool->count = spool->collection_count = spool->group_count = 0;
	spool->documents = spool->rejected = 0;
}

/* Get STRING as in nul_text.h, to be freed; NULL when it is not a string. */
static char *
dup_text(const json_t *string)
{
	if (!json_is_string(string))
		return NULL;
	return nul_text_dup((struct bytes){
	    json_string_value(string), json_string_length(string) });
}

static void
free_list(char **list)
{
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++)
		free(list[i]);
	free(list);
}

/*
 * Get the strings of ARRAY, ended by NULL, to be freed with free_list; NULL
 * when it has others.
 */
static char **
dup_list(const json_t *array)
{
	char **list = NULL;
	size_t i, count = json_array_size(array);

	if (json_is_array(array))
		list = calloc(count + 1, sizeof(*list));
	for (i = 0; list != NULL && i < count; i++) {
		list[i] = dup_text(json_array_get(array, i));
		if (list[i] == NULL) {
			free_list(list);
			list = NULL;
		}
	}
	return list;
}

static int
reject_line(const json_t *object, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    object == NULL ? "not JSON" : "not a line that a pull wrote");
}

/*
 * Read OBJECT, which may be NULL, into SINCE.  SINCE borrows from it, except
 * for the groups, which free_groups frees.  Returns -1 when it is malformed.
 */
static int
read_since(struct spool_since *since, const json_t *object)
{
	const json_t *group;
	const json_t *array = json_object_get(object, "groups");
	size_t i, count = json_array_size(array);
	struct spool_group *groups;

	if (object == NULL)
		return 0;
	groups = calloc(count + 1, sizeof(*groups));
	since->groups = groups;
	since->count = count;
	if (groups == NULL || !json_is_array(array) ||
	    json_unpack((json_t *)object, "{s:s,s:s}", "field", &since->field,
		"base", &since->base) == -1)
		return -1;
	for (i = 0; i < count; i++) {
		group = json_array_get(array, i);
		groups[i].from =
		    json_string_value(json_object_get(group, "from"));
		groups[i].collection =
		    dup_text(json_object_get(group, "collection"));
		if (groups[i].from == NULL || groups[i].collection == NULL)
			return -1;
	}
	return 0;
}

static void
free_groups(const struct spool_since *since)
{
	size_t i;

	for (i = 0; since->groups != NULL && i < since->count; i++)
		free((char *)since->groups[i].collection);
	free((void *)since->groups);
}

int
spool_read_header(
    struct spool *spool, struct bytes line, struct gantry_error *error)
{
	json_t *object =
	    json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);
	const json_t *given = json_object_get(object, "since");
	struct spool_since since = { 0 };
	const json_t *given_groups = json_object_get(object, "groups");
	char **list = dup_list(json_object_get(object, "collections"));
	char **groups = dup_list(given_groups);
	struct spool_source source = {
		.collections = (const char *const *)list,
		.groups = (const char *const *)groups,
		.since = given != NULL ? &since : NULL,
	};
	int version = 0, chosen = 0, result = -1;

	if (list == NULL || (groups == NULL && given_groups != NULL) ||
	    read_since(&since, given) == -1 ||
	    json_unpack(object, "{s:i,s:s,s:s,s:b,s:s}", "pull", &version,
		"project", &source.project, "database", &source.database,
		"chosen", &chosen, "readTime", &source.read_time) == -1 ||
	    version != 1) {
		reject_line(object, error);
	} else {
		source.are_chosen = chosen != 0;
		result = spool_start(spool, &source, error);
	}
	free_groups(&since);
	free_list(list);
	free_list(groups);
	json_decref(object);
	return result;
}

int
spool_read_checkpoint(
    struct spool *spool, struct bytes line, struct gantry_error *error)
{
	json_t *object =
	    json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);
	json_t *inner = json_object_get(object, "checkpoint");
	char **list = dup_list(json_object_get(inner, "found"));
	char *cursor = dup_text(json_object_get(inner, "cursor"));
	struct spool_step step = {
		.cursor = cursor,
		.found = (const char *const *)list,
	};
	int listed = 0, done = 0, result = -1;
	json_int_t part = -1;

	if (list == NULL || cursor == NULL ||
	    json_unpack(inner, "{s:I,s:b,s:b}", "part", &part, "listed",
		&listed, "done", &done) == -1 ||
	    part < 0 || (uintmax_t)part >= spool->count) {
		reject_line(object, error);
	} else {
		step.is_listed = listed != 0;
		step.is_done = done != 0;
		result = spool_step(spool, (size_t)part, &step, error);
	}
	free_list(list);
	free(cursor);
	json_decref(object);
	return result;
}
