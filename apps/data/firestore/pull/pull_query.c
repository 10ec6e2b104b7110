/*
 * Writes the query without a kind, which official clients also use to delete a
 * collection with everything below it, and the query of a collection group by a
 * field.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/nul_text.h"
#include "data/firestore/pull/pull_query.h"

/* The smallest id. */
#define FIRST_ID "__id-9223372036854775808__"

void
pull_query_name(struct gantry_buffer *body, const struct pull_caller *caller,
    const char *path)
{
	struct gantry_buffer name = { 0 };

	gantry_buffer_printf(&name, "%s/", caller->target->name);
	nul_text_decode(&name, path);
	if (gantry_buffer_failed(&name))
		body->failed = true;
	else
		gantry_json_string(body, name.data, name.length);
	gantry_buffer_clear(&name);
}

static void
write_reference(struct gantry_buffer *body, const struct pull_caller *caller,
    const char *path)
{
	gantry_buffer_puts(body, "{\"referenceValue\":");
	pull_query_name(body, caller, path);
	gantry_buffer_putc(body, '}');
}

static void
write_bound(struct gantry_buffer *body, const struct pull_caller *caller,
    const char *operation, const struct gantry_buffer *path)
{
	gantry_buffer_printf(body,
	    "{\"fieldFilter\":{\"field\":{\"fieldPath\":\"__name__\"},"
	    "\"op\":\"%s\",\"value\":",
	    operation);
	if (gantry_buffer_failed(path))
		body->failed = true;
	else
		write_reference(body, caller, path->data);
	gantry_buffer_puts(body, "}}");
}

/*
 * From the first possible document of COLLECTION up to the first possible
 * document of the next possible collection, whose id is longer by a NUL.
 */
static void
write_bounds(struct gantry_buffer *body, const struct pull_caller *caller,
    const char *collection)
{
	struct gantry_buffer path = { 0 };

	gantry_buffer_puts(body,
	    ",\"where\":{\"compositeFilter\":{\"op\":\"AND\",\"filters\":[");
	gantry_buffer_printf(&path, "%s/%s%c", collection, FIRST_ID, '\0');
	write_bound(body, caller, "GREATER_THAN_OR_EQUAL", &path);
	gantry_buffer_reset(&path);
	gantry_buffer_puts(&path, collection);
	nul_text_add(&path, (struct bytes){ "", 1 });
	gantry_buffer_puts(&path, "/" FIRST_ID);
	gantry_buffer_putc(&path, '\0');
	gantry_buffer_putc(body, ',');
	write_bound(body, caller, "LESS_THAN", &path);
	gantry_buffer_puts(body, "]}}");
	gantry_buffer_clear(&path);
}

void
pull_query_end(struct gantry_buffer *body, const struct pull_caller *caller)
{
	if (caller->read_time != NULL) {
		gantry_buffer_puts(body, ",\"readTime\":");
		gantry_json_text(body, caller->read_time);
	}
	gantry_buffer_putc(body, '}');
}

static void
write_field(struct gantry_buffer *body, const struct spool_part *part)
{
	gantry_buffer_puts(body, "{\"field\":{\"fieldPath\":");
	gantry_json_text(body, part->field->text);
	gantry_buffer_puts(body, "},");
}

/*
 * Documents whose value equals the last one of the earlier pull are read again:
 * others may have got that value later.
 */
static void
write_since(struct gantry_buffer *body, const struct spool_part *part)
{
	gantry_buffer_puts(
	    body, "{\"structuredQuery\":{\"from\":[{\"collectionId\":");
	nul_text_add_json(body, part->collection);
	gantry_buffer_puts(
	    body, ",\"allDescendants\":true}],\"where\":{\"fieldFilter\":");
	write_field(body, part);
	gantry_buffer_printf(body,
	    "\"op\":\"GREATER_THAN_OR_EQUAL\",\"value\":%s}}", part->from);
	gantry_buffer_puts(body, ",\"orderBy\":[");
	write_field(body, part);
	gantry_buffer_puts(body,
	    "\"direction\":\"ASCENDING\"},"
	    "{\"field\":{\"fieldPath\":\"__name__\"},"
	    "\"direction\":\"ASCENDING\"}]");
	if (part->cursor[0] != '\0')
		gantry_buffer_printf(body,
		    ",\"startAt\":{\"values\":%s,\"before\":false}",
		    part->cursor);
}

int
pull_query_add_cursor(struct gantry_buffer *cursor,
    const struct spool_part *part, const json_t *document)
{
	const json_t *value =
	    field_path_find(part->field, json_object_get(document, "fields"));
	const json_t *name = json_object_get(document, "name");
	char *text = value == NULL ? NULL : json_dumps(value, JSON_COMPACT);

	if (text == NULL || !json_is_string(name)) {
		free(text);
		return -1;
	}
	gantry_buffer_printf(cursor, "[%s,{\"referenceValue\":", text);
	gantry_json_string(
	    cursor, json_string_value(name), json_string_length(name));
	gantry_buffer_puts(cursor, "}]");
	free(text);
	return 0;
}

/* Append the order by names, and begin after the part's cursor. */
static void
write_order(struct gantry_buffer *body, const struct pull_caller *caller,
    const struct spool_part *part)
{
	gantry_buffer_puts(body,
	    ",\"orderBy\":[{\"field\":{\"fieldPath\":\"__name__\"},"
	    "\"direction\":\"ASCENDING\"}]");
	if (part->cursor[0] != '\0') {
		gantry_buffer_puts(body, ",\"startAt\":{\"values\":[");
		write_reference(body, caller, part->cursor);
		gantry_buffer_puts(body, "],\"before\":false}");
	}
}

static void
write_kindless(struct gantry_buffer *body, const struct pull_caller *caller,
    const struct spool_part *part)
{
	gantry_buffer_puts(
	    body, "{\"structuredQuery\":{\"from\":[{\"allDescendants\":true}]");
	write_bounds(body, caller, part->collection);
	write_order(body, caller, part);
}

static void
write_group(struct gantry_buffer *body, const struct pull_caller *caller,
    const struct spool_part *part)
{
	gantry_buffer_puts(
	    body, "{\"structuredQuery\":{\"from\":[{\"collectionId\":");
	nul_text_add_json(body, part->collection);
	gantry_buffer_puts(body, ",\"allDescendants\":true}]");
	write_order(body, caller, part);
}

void
pull_query_write(struct gantry_buffer *body, const struct pull_caller *caller,
    const struct spool_part *part, unsigned limit)
{
	if (part->from != NULL)
		write_since(body, part);
	else if (part->is_group)
		write_group(body, caller, part);
	else
		write_kindless(body, caller, part);
	gantry_buffer_printf(body, ",\"limit\":%u}", limit);
	pull_query_end(body, caller);
}
