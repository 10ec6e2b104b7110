#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/tables/groups.h"
#include "data/tables/document_rows.h"
#include "data/tables/view_sql.h"

/* Get the id of the collection that DOCUMENT is in. */
static struct bytes
collection_id(const struct firestore_document *document)
{
	const char *end = document->path + document->path_length;
	const char *begin;

	while (end > document->path && end[-1] != '/')
		end--;
	if (end > document->path)
		end--;
	begin = end;
	while (begin > document->path && begin[-1] != '/')
		begin--;
	return (struct bytes){ begin, (size_t)(end - begin) };
}

/* Does SQL name ID?  A longer name that contains it does no harm. */
static bool
is_named(const char *sql, const char *id)
{
	const size_t length = strlen(id);

	for (; *sql != '\0'; sql++)
		if (strncasecmp(sql, id, length) == 0)
			return true;
	return false;
}

static struct group *
add_group(struct groups *groups, struct bytes id, struct gantry_error *error)
{
	size_t capacity = groups->capacity * 2 + 16;
	struct group *items;
	char *copy = malloc(id.length + 1);

	if (copy != NULL && groups->count == groups->capacity) {
		items = realloc(groups->items, capacity * sizeof(*items));
		if (items != NULL) {
			groups->items = items;
			groups->capacity = capacity;
		}
	}
	if (copy == NULL || groups->count == groups->capacity) {
		free(copy);
		gantry_error_memory(error);
		return NULL;
	}
	memcpy(copy, id.data, id.length);
	copy[id.length] = '\0';
	groups->items[groups->count] = (struct group){
		.id = copy,
		.length = id.length,
		.is_wanted = groups->sql == NULL || is_named(groups->sql, copy),
	};
	return &groups->items[groups->count++];
}

static struct group *
find_group(struct groups *groups, struct bytes id, struct gantry_error *error)
{
	struct group *group;
	size_t i, at;

	for (i = 0; i < groups->count; i++) {
		at = (groups->last + i) % groups->count;
		group = &groups->items[at];
		if (group->length != id.length ||
		    memcmp(group->id, id.data, id.length) != 0)
			continue;
		groups->last = at;
		return group;
	}
	groups->last = groups->count;
	return add_group(groups, id, error);
}

static int
read_all(struct groups *groups, struct documents *documents,
    struct progress *progress, struct gantry_error *error)
{
	struct firestore_document document;
	struct group *group;
	int result;

	while ((result = documents_next(documents, &document, error)) == 1) {
		group = find_group(groups, collection_id(&document), error);
		if (group == NULL)
			return -1;
		if (group->is_wanted &&
		    columns_add(&group->columns,
			(struct json_part){
			    document.fields, document.fields_length },
			error) == -1)
			return -1;
		progress_show(progress, 0, 0, documents_seen(documents));
	}
	return result;
}

int
groups_find(struct groups *groups, struct db *db, struct progress *progress,
    struct gantry_error *error)
{
	static const struct documents_choice all;
	struct documents *documents = documents_open(db, &all, error);
	int result = -1;

	if (documents != NULL)
		result = read_all(groups, documents, progress, error);
	documents_close(documents);
	return result;
}

/* SQLite takes the names "a" and "A" for the same. */
static bool
is_taken(const struct groups *groups, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (groups->items[i].is_wanted &&
		    strcasecmp(groups->items[i].id, groups->items[index].id) ==
			0)
			return true;
	return false;
}

static int
add_view(const struct groups *groups, size_t index,
    const struct plain_style *style, struct gantry_buffer *sql,
    struct gantry_error *error)
{
	const struct group *group = &groups->items[index];
	const struct bytes id = { group->id, group->length };

	if (is_taken(groups, index))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "another collection group has the name %s but for the case "
		    "of letters, which SQL does not tell apart",
		    bytes_show(id).text);
	return view_sql_add(sql, id, &group->columns, style, error);
}

int
groups_add_views(const struct groups *groups, const struct plain_style *style,
    struct gantry_buffer *sql, struct gantry_error *error)
{
	size_t i, length;

	for (i = 0; i < groups->count; i++) {
		if (!groups->items[i].is_wanted)
			continue;
		length = sql->length;
		if (add_view(groups, i, style, sql, error) == 0)
			continue;
		if (error->code == GANTRY_ERROR_MEMORY)
			return -1;
		sql->length = length;
		printable_line(
		    stderr, "gantry-cache: warning: no view: %s", error->text);
		gantry_buffer_puts(sql, "-- No view: ");
		printable_add(sql, error->text, strlen(error->text));
		gantry_buffer_putc(sql, '\n');
	}
	return gantry_buffer_failed(sql) ? gantry_error_memory(error) : 0;
}

void
groups_clear(struct groups *groups)
{
	size_t i;

	for (i = 0; i < groups->count; i++) {
		columns_clear(&groups->items[i].columns);
		free(groups->items[i].id);
	}
	free(groups->items);
}
