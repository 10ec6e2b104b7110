/*
 * The query is written as JSON.  It begins behind the values of the last
 * document.
 */
#include <jansson.h>
#include <string.h>
#include <strings.h>

#include <gantry/json.h>

#include "data/firestore/json/json_parse.h"
#include "data/query/language/read_query.h"
#include "firestore/rpc/pages.h"

#define ORDERS_MAX 100

struct order {
	struct bytes field;
	bool is_falling;
};

struct orders {
	struct order items[ORDERS_MAX + 1];
	size_t count;
	bool has_name;
};

static struct bytes
trim(struct bytes text)
{
	while (text.length > 0 && *text.data == ' ') {
		text.data++;
		text.length--;
	}
	while (text.length > 0 && text.data[text.length - 1] == ' ')
		text.length--;
	return text;
}

/* The length of TEXT up to MARK, which is not within backquotes. */
static size_t
find_mark(struct bytes text, char mark)
{
	bool is_quoted = false;
	size_t i;

	for (i = 0; i < text.length; i++) {
		if (text.data[i] == '`')
			is_quoted = !is_quoted;
		else if (text.data[i] == '\\' && is_quoted)
			i++;
		else if (text.data[i] == mark && !is_quoted)
			break;
	}
	return i < text.length ? i : text.length;
}

/* Read CLAUSE, "field", "field asc" or "field desc". */
static int
read_clause(struct run *run, struct bytes clause, struct orders *orders)
{
	struct bytes field = clause, direction;
	bool is_falling;

	field.length = find_mark(clause, ' ');
	direction = trim((struct bytes){
	    clause.data + field.length, clause.length - field.length });
	is_falling = direction.length == 4 &&
	    strncasecmp(direction.data, "desc", 4) == 0;
	if (field.length == 0 || orders->count == ORDERS_MAX ||
	    (direction.length > 0 && !is_falling &&
		(direction.length != 3 ||
		    strncasecmp(direction.data, "asc", 3) != 0)))
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "Invalid order by clause %s.", bytes_show(clause).text);
	if (bytes_is_equal(field, "__name__"))
		orders->has_name = true;
	orders->items[orders->count++] = (struct order){ field, is_falling };
	return 0;
}

static int
read_orders(struct run *run, struct bytes text, struct orders *orders)
{
	static const struct bytes name = { "__name__", 8 };
	struct bytes clause;
	size_t length;
	bool is_falling = false;

	while (text.length > 0) {
		length = find_mark(text, ',');
		clause = trim((struct bytes){ text.data, length });
		if (read_clause(run, clause, orders) == -1)
			return -1;
		/* Nothing may follow a comma but a clause. */
		if (length < text.length && ++length == text.length)
			return run_fail(run, RPC_INVALID_ARGUMENT,
			    "Invalid order by clause %s.",
			    bytes_show(text).text);
		text.data += length;
		text.length -= length;
	}
	if (orders->count > 0)
		is_falling = orders->items[orders->count - 1].is_falling;
	if (!orders->has_name)
		orders->items[orders->count++] =
		    (struct order){ name, is_falling };
	return 0;
}

static void
add_orders(struct gantry_buffer *json, const struct orders *orders)
{
	size_t i;

	gantry_buffer_puts(json, ",\"orderBy\":[");
	for (i = 0; i < orders->count; i++) {
		gantry_buffer_puts(json,
		    i == 0 ? "{\"field\":{\"fieldPath\":"
			   : ",{\"field\":{\"fieldPath\":");
		gantry_json_string(json, orders->items[i].field.data,
		    orders->items[i].field.length);
		gantry_buffer_puts(json,
		    orders->items[i].is_falling ? "},\"direction\":2}"
						: "},\"direction\":1}");
	}
	gantry_buffer_putc(json, ']');
}

/* Append the value of FIELD in DOCUMENT.  Returns 0 or -1. */
static int
add_value(struct run *run, struct bytes text,
    const struct store_document *document, struct gantry_buffer *json)
{
	struct field_path_names field;
	struct gantry_error error;
	struct value value;

	if (field_read(&field, &run->arena, text, &error) == -1)
		return run_fail_with(run, &error);
	if (!field_find(&field, document->fields, &value))
		return run_fail(
		    run, RPC_INVALID_ARGUMENT, "invalid page token");
	value_add_json(json, &value);
	return 0;
}

/* Cut FRONT and the slash behind it off PATH, if it begins with them. */
static bool
cut_front(struct bytes *path, struct bytes front)
{
	if (path->length <= front.length ||
	    memcmp(path->data, front.data, front.length) != 0 ||
	    path->data[front.length] != '/')
		return false;
	path->data += front.length + 1;
	path->length -= front.length + 1;
	return true;
}

/* Can PATH be that of a document in LIST? */
static bool
is_listed(const struct list_query *list, struct bytes path)
{
	struct bytes collection = list->collection;
	const char *slash;

	if (list->parent.length > 0 && !cut_front(&path, list->parent))
		return false;
	slash = memchr(path.data, '/', path.length);
	if (slash == NULL)
		return false;
	if (collection.length == 0)
		collection =
		    (struct bytes){ path.data, (size_t)(slash - path.data) };
	return cut_front(&path, collection) &&
	    memchr(path.data, '/', path.length) == NULL;
}

/*
 * Get the last document of the page before.  Anyone can make a token, so it may
 * name any document, and where the next page begins would tell its values.
 */
static int
find_last(struct run *run, const struct list_query *list,
    struct store_document *document)
{
	struct gantry_error error;
	int found = 0;

	if (is_listed(list, list->after))
		found = store_find(
		    run->service->store, list->after, document, &error);
	if (found == -1)
		return run_fail_with(run, &error);
	return found == 1
	    ? 0
	    : run_fail(run, RPC_INVALID_ARGUMENT, "invalid page token");
}

/* Append the place behind the last document. */
static int
add_cursor(struct run *run, const struct orders *orders,
    const struct list_query *list, struct gantry_buffer *json)
{
	struct store_document document;
	size_t i;

	if (find_last(run, list, &document) == -1)
		return -1;
	gantry_buffer_puts(json, ",\"startAt\":{\"values\":[");
	for (i = 0; i < orders->count; i++) {
		if (i > 0)
			gantry_buffer_putc(json, ',');
		if (bytes_is_equal(orders->items[i].field, "__name__")) {
			gantry_buffer_puts(json, "{\"referenceValue\":");
			run_write_name(run, list->after, json);
			gantry_buffer_putc(json, '}');
		} else if (add_value(run, orders->items[i].field, &document,
			       json) == -1) {
			return -1;
		}
	}
	gantry_buffer_puts(json, "]}");
	return 0;
}

static int
write_query(
    struct run *run, const struct list_query *list, struct gantry_buffer *json)
{
	struct orders orders = { .count = 0 };

	if (read_orders(run, list->order, &orders) == -1)
		return -1;
	gantry_buffer_puts(json, "{\"from\":[{\"collectionId\":");
	gantry_json_string(
	    json, list->collection.data, list->collection.length);
	gantry_buffer_printf(json, "}],\"limit\":%d", (int)list->limit);
	add_orders(json, &orders);
	if (list->after.length > 0 &&
	    add_cursor(run, &orders, list, json) == -1)
		return -1;
	gantry_buffer_putc(json, '}');
	return gantry_buffer_failed(json)
	    ? run_fail(run, RPC_INTERNAL, "Internal error.")
	    : 0;
}

int
list_query_read(
    struct run *run, const struct list_query *list, struct query *query)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	json_t *json = NULL;
	int result = write_query(run, list, &text);

	if (result == 0) {
		json = json_parse(
		    (struct bytes){ text.data, text.length }, NULL, &error);
		if (json == NULL ||
		    query_read(query, list->parent, json, &error) == -1)
			result = run_fail_with(run, &error);
	}
	json_decref(json);
	gantry_buffer_clear(&text);
	return result;
}
