/*
 * How far a pull is: in memory, and as the lines that bring it back there.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/spool/spool_state.h"

static int
out_of_memory(struct gantry_error *error)
{
	return gantry_error_memory(error);
}

static void
write_member(struct gantry_buffer *line, const char *name, const char *value)
{
	gantry_buffer_printf(line, ",\"%s\":", name);
	gantry_json_text(line, value);
}

static void
write_flag(struct gantry_buffer *line, const char *name, bool value)
{
	gantry_buffer_printf(
	    line, ",\"%s\":%s", name, value ? "true" : "false");
}

static void
write_list(
    struct gantry_buffer *line, const char *name, const char *const *items)
{
	size_t i;

	gantry_buffer_printf(line, ",\"%s\":[", name);
	for (i = 0; items != NULL && items[i] != NULL; i++) {
		if (i > 0)
			gantry_buffer_putc(line, ',');
		gantry_json_text(line, items[i]);
	}
	gantry_buffer_putc(line, ']');
}

static void
write_since(struct gantry_buffer *line, const struct spool_since *since)
{
	size_t i;

	gantry_buffer_puts(line, ",\"since\":{\"field\":");
	gantry_json_text(line, since->field);
	write_member(line, "base", since->base);
	gantry_buffer_puts(line, ",\"groups\":[");
	for (i = 0; i < since->count; i++) {
		if (i > 0)
			gantry_buffer_putc(line, ',');
		gantry_buffer_puts(line, "{\"collection\":");
		gantry_json_text(line, since->groups[i].collection);
		write_member(line, "from", since->groups[i].from);
		gantry_buffer_putc(line, '}');
	}
	gantry_buffer_puts(line, "]}");
}

void
spool_write_header(
    struct gantry_buffer *line, const struct spool_source *source)
{
	gantry_buffer_puts(line, "{\"pull\":1");
	write_member(line, "project", source->project);
	write_member(line, "database", source->database);
	write_flag(line, "chosen", source->are_chosen);
	write_member(line, "readTime", source->read_time);
	write_list(line, "collections", source->collections);
	if (source->since != NULL)
		write_since(line, source->since);
	gantry_buffer_puts(line, "}\n");
}

void
spool_write_checkpoint(struct gantry_buffer *line, const struct spool *spool,
    size_t part, const struct spool_step *step)
{
	const struct spool_part *current = spool->parts[part];

	gantry_buffer_puts(line, "{\"checkpoint\":{\"readTime\":");
	gantry_json_text(line, spool->read_time);
	gantry_buffer_printf(line, ",\"part\":%zu", part);
	write_member(line, "collection", current->collection);
	write_flag(line, "listed", step->is_listed);
	write_member(line, "cursor",
	    step->cursor != NULL ? step->cursor : current->cursor);
	write_flag(line, "done", step->is_done);
	write_list(line, "found", step->found);
	gantry_buffer_puts(line, "}}\n");
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

	/* The room doubles whenever the count is a power of two. */
	if ((spool->count & (spool->count - 1)) == 0) {
		more = realloc(spool->parts,
		    (spool->count > 0 ? 2 * spool->count : 1) * sizeof(*more));
		if (more == NULL)
			return out_of_memory(error);
		spool->parts = more;
	}
	part = calloc(1, sizeof(*part));
	if (part == NULL)
		return out_of_memory(error);
	part->collection = strdup(collection);
	part->cursor = strdup("");
	part->is_listed = is_listed;
	if (part->collection == NULL || part->cursor == NULL) {
		free_part(part);
		return out_of_memory(error);
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
		return out_of_memory(error);
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
			return out_of_memory(error);
	}
	return 0;
}

int
spool_start(struct spool *spool, const struct spool_source *source,
    struct gantry_error *error)
{
	spool->project = strdup(source->project);
	spool->database = strdup(source->database);
	spool->read_time = strdup(source->read_time);
	spool->are_chosen = source->are_chosen;
	if (spool->project == NULL || spool->database == NULL ||
	    spool->read_time == NULL)
		return out_of_memory(error);
	if (add_parts(spool, source->collections, false, error) == -1)
		return -1;
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
			return out_of_memory(error);
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
	spool->count = 0;
	spool->documents = 0;
}

/* The strings of ARRAY, ended by NULL, to be freed; NULL when it is none. */
static const char **
dup_list(const json_t *array)
{
	const char **list = NULL;
	size_t i, count = json_array_size(array);

	if (json_is_array(array))
		list = calloc(count + 1, sizeof(*list));
	for (i = 0; list != NULL && i < count; i++) {
		list[i] = json_string_value(json_array_get(array, i));
		if (list[i] == NULL) {
			free(list);
			list = NULL;
		}
	}
	return list;
}

static int
refuse(const json_t *object, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    object == NULL ? "this is no JSON"
			   : "this is not a line that a pull wrote");
}

/*
 * Read OBJECT, which may be NULL, into SINCE, which borrows from it but for the
 * groups, to be freed.  Returns -1 when it is malformed.
 */
static int
read_since(struct spool_since *since, const json_t *object)
{
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
	for (i = 0; i < count; i++)
		if (json_unpack(json_array_get(array, i), "{s:s,s:s}",
			"collection", &groups[i].collection, "from",
			&groups[i].from) == -1)
			return -1;
	return 0;
}

int
spool_read_header(
    struct spool *spool, struct bytes line, struct gantry_error *error)
{
	json_t *object = json_loadb(line.data, line.length, 0, NULL);
	const json_t *given = json_object_get(object, "since");
	struct spool_since since = { 0 };
	const char **list = dup_list(json_object_get(object, "collections"));
	struct spool_source source = {
		.collections = list,
		.since = given != NULL ? &since : NULL,
	};
	int version = 0, chosen = 0, result = -1;

	if (list == NULL || read_since(&since, given) == -1 ||
	    json_unpack(object, "{s:i,s:s,s:s,s:b,s:s}", "pull", &version,
		"project", &source.project, "database", &source.database,
		"chosen", &chosen, "readTime", &source.read_time) == -1 ||
	    version != 1) {
		refuse(object, error);
	} else {
		source.are_chosen = chosen != 0;
		result = spool_start(spool, &source, error);
	}
	free((void *)since.groups);
	free(list);
	json_decref(object);
	return result;
}

int
spool_read_checkpoint(
    struct spool *spool, struct bytes line, struct gantry_error *error)
{
	json_t *object = json_loadb(line.data, line.length, 0, NULL);
	json_t *inner = json_object_get(object, "checkpoint");
	const char **list = dup_list(json_object_get(inner, "found"));
	struct spool_step step = { .found = list };
	int listed = 0, done = 0, result = -1;
	json_int_t part = -1;

	if (list == NULL ||
	    json_unpack(inner, "{s:I,s:b,s:s,s:b}", "part", &part, "listed",
		&listed, "cursor", &step.cursor, "done", &done) == -1 ||
	    part < 0 || (uintmax_t)part >= spool->count) {
		refuse(object, error);
	} else {
		step.is_listed = listed != 0;
		step.is_done = done != 0;
		result = spool_step(spool, (size_t)part, &step, error);
	}
	free(list);
	json_decref(object);
	return result;
}
