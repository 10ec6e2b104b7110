/*
 * Schemas that routes declare as text, in the place of the document where they
 * are: "#" there is the whole document, so references are written anew.
 */
#include <string.h>

#include "base/arena.h"
#include "base/text/percent.h"
#include "openapi/schema.h"
#include "web/types/json_scalar.h"

/* What a fragment may hold as it is (RFC 3986 section 3.5). */
#define FRAGMENT PERCENT_PATH "?"

void
schema_put_token(struct gantry_buffer *place, const char *name)
{
	gantry_buffer_putc(place, '/');
	for (; *name != '\0'; name++) {
		if (*name == '~')
			gantry_buffer_puts(place, "~0");
		else if (*name == '/')
			gantry_buffer_puts(place, "~1");
		else
			percent_encode_bytes(place, name, 1, FRAGMENT);
	}
}

/* What is written, and where. */
struct place {
	const struct gantry_json_value *root;
	const char *pointer; /* of it, in the document: "#/paths/..." */
};

/* Append the pointer to the schema whose anchor is NAME, below VALUE. */
static bool
find_anchor(struct gantry_buffer *pointer,
    const struct gantry_json_value *value, const char *name)
{
	const struct gantry_json_value *item = value->items;
	const size_t length = pointer->length;
	const char *anchor =
	    gantry_json_get_text(gantry_json_member(value, "$anchor"));
	size_t index = 0;

	if (anchor == NULL)
		anchor = gantry_json_get_text(
		    gantry_json_member(value, "$dynamicAnchor"));
	if (anchor != NULL && strcmp(anchor, name) == 0)
		return true;
	for (; item != NULL; item = item->next, index++) {
		if (item->name != NULL)
			schema_put_token(pointer, item->name);
		else
			gantry_buffer_printf(pointer, "/%zu", index);
		if (find_anchor(pointer, item, name))
			return true;
		pointer->length = length;
	}
	return false;
}

/* REFERENCE, of a schema at PLACE, as one of the document. */
static void
put_reference(struct gantry_json_writer *json, const struct place *place,
    const char *name, const char *reference)
{
	struct gantry_buffer text = { 0 };

	gantry_buffer_puts(&text, place->pointer);
	if (reference[1] == '/' || reference[1] == '\0')
		gantry_buffer_puts(&text, reference + 1);
	else
		find_anchor(&text, place->root, reference + 1);
	gantry_json_put_string(json, name, text.data, text.length);
	gantry_buffer_clear(&text);
}

static bool
is_reference(const struct gantry_json_value *value)
{
	return value->name != NULL && value->kind == GANTRY_JSON_STRING &&
	    *value->string == '#' &&
	    (strcmp(value->name, "$ref") == 0 ||
		strcmp(value->name, "$dynamicRef") == 0);
}

/*
 * Has OWNER other members than the reference?  Tools that put what is referred
 * to in its place lose them, also if they are the "$defs" that it leads to; in
 * an "allOf" of one they stay.
 */
static bool
is_beside_others(const struct gantry_json_value *owner)
{
	return owner->items->next != NULL &&
	    gantry_json_member(owner, "allOf") == NULL;
}

static void
put_member(struct gantry_json_writer *json, const struct place *place,
    const struct gantry_json_value *owner,
    const struct gantry_json_value *reference)
{
	const bool is_wrapped = is_beside_others(owner);

	if (is_wrapped) {
		gantry_json_begin_array(json, "allOf");
		gantry_json_begin_object(json, NULL);
	}
	put_reference(json, place, "$ref", reference->string);
	if (is_wrapped) {
		gantry_json_end(json);
		gantry_json_end(json);
	}
}

/* Levels are bounded by the parser. */
static void
put(struct gantry_json_writer *json, const struct place *place,
    const char *name, const struct gantry_json_value *value)
{
	const struct gantry_json_value *item = value->items;

	if (value->kind != GANTRY_JSON_OBJECT &&
	    value->kind != GANTRY_JSON_ARRAY) {
		gantry_json_put_value(json, name, value);
		return;
	}
	if (value->kind == GANTRY_JSON_OBJECT)
		gantry_json_begin_object(json, name);
	else
		gantry_json_begin_array(json, name);
	for (; item != NULL; item = item->next)
		if (is_reference(item))
			put_member(json, place, value, item);
		else
			put(json, place, item->name, item);
	gantry_json_end(json);
}

/* Needs TEXT no other references?  With an $id, its own ones are relative. */
static bool
is_ready(const struct gantry_json_value *root, const char *text)
{
	return root == NULL || gantry_json_member(root, "$id") != NULL ||
	    (strstr(text, "\"$ref\"") == NULL &&
		strstr(text, "\"$dynamicRef\"") == NULL);
}

void
schema_put_text(struct gantry_json_writer *json, const char *name,
    const char *text, const char *pointer)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_json_writer writer;
	struct place place = { .pointer = pointer };
	struct arena arena;

	arena_init(&arena);
	place.root = json_parse_kept(&arena, text, strlen(text), NULL);
	if (!is_ready(place.root, text)) {
		/* By itself, since the writer counts levels. */
		gantry_json_writer_init(&writer, &buffer);
		put(&writer, &place, NULL, place.root);
		gantry_buffer_putc(&buffer, '\0');
		text = gantry_buffer_failed(&buffer) ? "true" : buffer.data;
	}
	gantry_json_put_raw(json, name, text);
	gantry_buffer_clear(&buffer);
	arena_clear(&arena);
}
