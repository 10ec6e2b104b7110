/*
 * Walks down a tree of collections and documents, one member at a time.
 */
#include <string.h>

#include "data/firestore/formats/collection_tree.h"
#include "data/firestore/formats/records.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/rest/rest_name.h"

/* Firestore's own limit to collections in documents. */
#define DEPTH_MAX 100

/* The names of members that hold the collections of a document. */
#define COLLECTIONS "\"__collections__\""
#define SUBS	    "\"subCollection\""

/* Called at the value of the member whose name is in READING->name. */
typedef int read_member(
    struct reading *reading, unsigned depth, struct gantry_error *error);

static int read_collection(
    struct reading *reading, unsigned depth, struct gantry_error *error);

static int
failed(
    struct reading *reading, struct gantry_error *error, const char *expected)
{
	return json_text_failed(reading->text, error, expected);
}

/* Peek a byte; anything else than WANTED is an error. */
static int
expect(struct reading *reading, char wanted, const char *what,
    struct gantry_error *error)
{
	int next = json_text_peek(reading->text, error);

	if (next == -1)
		return -1;
	if (next != wanted)
		return failed(reading, error, what);
	return 0;
}

/* Decode the name of a member, in JSON, into READING->name. */
static int
decode_name(struct reading *reading, const struct json_piece *name,
    struct gantry_error *error)
{
	struct gantry_buffer text = { 0 };
	const json_t *element;
	json_t *array = NULL;

	gantry_buffer_putc(&text, '[');
	gantry_buffer_add(&text, name->bytes.data, name->bytes.length);
	gantry_buffer_putc(&text, ']');
	if (gantry_buffer_failed(&text))
		gantry_error_memory(error);
	else
		array = json_parse(
		    (struct bytes){ text.data, text.length }, NULL, error);
	gantry_buffer_clear(&text);
	if (array == NULL)
		return json_text_prefix(reading->text, name, error);
	element = json_array_get(array, 0);
	gantry_buffer_reset(&reading->name);
	gantry_buffer_add(&reading->name, json_string_value(element),
	    json_string_length(element));
	json_decref(array);
	return gantry_buffer_failed(&reading->name) ? gantry_error_memory(error)
						    : 0;
}

/*
 * After a member or before the first: skip to the next name.  Returns 1 before
 * a name, 0 after the '}', or -1.
 */
static int
next_name(struct reading *reading, bool is_first, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	int next = json_text_peek(text, error);

	if (next == ',' && !is_first) {
		json_text_skip(text);
		next = json_text_peek(text, error);
	} else if (next == '}') {
		json_text_skip(text);
		return 0;
	} else if (!is_first) {
		return next == -1 ? -1 : failed(reading, error, "',' or '}'");
	}
	if (next == '"')
		return 1;
	return next == -1 ? -1 : failed(reading, error, "the name of a member");
}

/* Read the members after the first one, unless IS_FIRST. */
static int
read_more(struct reading *reading, unsigned depth, read_member *read,
    bool is_first, struct gantry_error *error)
{
	struct json_piece name = { .depth = 0 };
	int result;

	while ((result = next_name(reading, is_first, error)) == 1) {
		is_first = false;
		if (json_text_read_name(reading->text, &name, error) == -1 ||
		    decode_name(reading, &name, error) == -1 ||
		    read(reading, depth, error) == -1) {
			result = -1;
			break;
		}
	}
	json_piece_clear(&name);
	return result;
}

/* Read the members of the object whose '{' was peeked. */
static int
read_members(struct reading *reading, unsigned depth, read_member *read,
    struct gantry_error *error)
{
	json_text_skip(reading->text);
	return read_more(reading, depth, read, true, error);
}

/* The document in PIECE is complete: type its fields and pass it on. */
static int
finish_document(struct reading *reading, struct json_piece *piece,
    struct gantry_error *error)
{
	struct firestore_document out;
	json_t *object = json_text_parse(reading->text, piece, error);
	int result;

	if (object == NULL)
		return reading_reject(reading, piece, error);
	result = reading_document(reading, object, &out, error);
	json_decref(object);
	if (result == 1)
		return reading_visit(reading, &out, error);
	json_text_prefix(reading->text, piece, error);
	return reading_reject(reading, piece, error);
}

/* Read the value of a member of a document into PIECE. */
static int
read_field(struct reading *reading, struct json_piece *piece,
    const struct json_piece *name, struct gantry_error *error)
{
	if (piece->bytes.length > 1)
		gantry_buffer_putc(&piece->bytes, ',');
	gantry_buffer_add(&piece->bytes, name->bytes.data, name->bytes.length);
	gantry_buffer_putc(&piece->bytes, ':');
	if (json_text_peek(reading->text, error) == -1)
		return -1;
	return json_text_read_value(reading->text, piece, error) == -1 ? -1 : 0;
}

static bool
is_member(const struct json_piece *name, const char *wanted)
{
	return name->bytes.length == strlen(wanted) &&
	    memcmp(name->bytes.data, wanted, name->bytes.length) == 0;
}

/*
 * At the value of the member subCollection, an object.  It is a field unless
 * its names are paths.
 */
static int
read_subs(struct reading *reading, struct json_piece *piece, unsigned depth,
    struct gantry_error *error)
{
	struct json_piece name = { .depth = 0 };
	int next, result = -1;

	json_text_skip(reading->text);
	next = json_text_peek(reading->text, error);
	if (next == '"' &&
	    (json_text_read_name(reading->text, &name, error) == -1 ||
		decode_name(reading, &name, error) == -1))
		next = -1;
	if (next == '"' &&
	    memchr(reading->name.data, '/', reading->name.length) != NULL) {
		result = read_collection(reading, depth, error);
		if (result == 0)
			result = read_more(
			    reading, depth, read_collection, false, error);
	} else if (next != -1) {
		gantry_buffer_puts(&piece->bytes,
		    piece->bytes.length > 1 ? "," SUBS ":{" : SUBS ":{");
		if (next == '"') {
			gantry_buffer_add(
			    &piece->bytes, name.bytes.data, name.bytes.length);
			gantry_buffer_putc(&piece->bytes, ':');
		}
		result = json_text_read_rest(reading->text, piece, error);
	}
	json_piece_clear(&name);
	return result == -1 ? -1 : 0;
}

/* At the value of a member that may hold collections: 1 if it was read. */
static int
read_nested(struct reading *reading, struct json_piece *piece,
    const struct json_piece *name, unsigned depth, struct gantry_error *error)
{
	const size_t length = reading->path.length;
	int next, result;

	if (!is_member(name, COLLECTIONS) && !is_member(name, SUBS))
		return 0;
	next = json_text_peek(reading->text, error);
	if (next != '{')
		return next == -1 ? -1 : 0;
	result = is_member(name, SUBS)
	    ? read_subs(reading, piece, depth + 1, error)
	    : read_members(reading, depth + 1, read_collection, error);
	reading->path.length = length;
	return result == 0 ? 1 : -1;
}

/* Read the document whose '{' was peeked, at the path. */
static int
read_document(
    struct reading *reading, unsigned depth, struct gantry_error *error)
{
	struct json_piece piece = { .depth = 0 }, name = { .depth = 0 };
	bool is_first = true;
	int result = -1;

	json_text_begin(reading->text, &piece);
	gantry_buffer_putc(&piece.bytes, '{');
	json_text_skip(reading->text);
	while ((result = next_name(reading, is_first, error)) == 1) {
		is_first = false;
		if (json_text_read_name(reading->text, &name, error) == -1) {
			result = -1;
			break;
		}
		result = read_nested(reading, &piece, &name, depth, error);
		if (result == 0)
			result = read_field(reading, &piece, &name, error);
		if (result == -1)
			break;
	}
	gantry_buffer_putc(&piece.bytes, '}');
	if (result == 0 && gantry_buffer_failed(&piece.bytes))
		result = gantry_error_memory(error);
	else if (result == 0)
		result = finish_document(reading, &piece, error);
	json_piece_clear(&piece);
	json_piece_clear(&name);
	return result;
}

/* A value that cannot be a document, for the reason in ERROR. */
static int
reject_value(struct reading *reading, struct gantry_error *error)
{
	const struct gantry_error reason = *error;
	int result;

	json_text_begin(reading->text, &reading->piece);
	if (json_text_peek(reading->text, error) == -1 ||
	    json_text_read_value(reading->text, &reading->piece, error) == -1)
		return -1;
	*error = reason;
	json_text_prefix(reading->text, &reading->piece, error);
	result = reading_reject(reading, &reading->piece, error);
	return result;
}

/* A member of a collection: its name is the id. */
static int
read_id(struct reading *reading, unsigned depth, struct gantry_error *error)
{
	const struct bytes id = { reading->name.data, reading->name.length };
	const size_t length = reading->path.length;
	int next, result;

	next = json_text_peek(reading->text, error);
	if (next == -1)
		return -1;
	if (reading_add_id(reading, id, error) == -1)
		return reject_value(reading, error);
	if (next == '{') {
		result = read_document(reading, depth, error);
	} else {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected the fields of the document %s, an object",
		    bytes_show((struct bytes){
				   reading->path.data, reading->path.length })
			.text);
		result = reject_value(reading, error);
	}
	reading->path.length = length;
	return result;
}

/* An element of a collection that is an array. */
static int
read_element(
    struct reading *reading, size_t collection, struct gantry_error *error)
{
	struct firestore_document out;
	json_t *object;
	const char *member;
	int result;

	if (json_text_read_object(
		reading->text, &reading->piece, NULL, error) == -1)
		return -1;
	object = json_text_parse(reading->text, &reading->piece, error);
	if (object == NULL)
		return reading_reject(reading, &reading->piece, error);
	member = record_find_id(object, reading->options);
	result = member != NULL ? 0
				: gantry_error_set(error, GANTRY_ERROR_INPUT,
				      "expected an id in the member id or _id; "
				      "--id-field names another");
	if (result == 0) {
		gantry_buffer_reset(&reading->name);
		gantry_buffer_add(
		    &reading->name, reading->path.data, collection);
		gantry_buffer_putc(&reading->name, '\0');
		result = gantry_buffer_failed(&reading->name)
		    ? gantry_error_memory(error)
		    : reading_set_path(reading, reading->name.data,
			  json_object_get(object, member), member, error);
	}
	if (result == 0)
		result = reading_document(reading, object, &out, error);
	json_decref(object);
	if (result == 1)
		return reading_visit(reading, &out, error);
	json_text_prefix(reading->text, &reading->piece, error);
	return reading_reject(reading, &reading->piece, error);
}

/* The array whose '[' was peeked. */
static int
read_elements(struct reading *reading, struct gantry_error *error)
{
	struct gantry_buffer collection = { 0 };
	int next, result = 0;

	gantry_buffer_add(
	    &collection, reading->path.data, reading->path.length);
	do {
		json_text_skip(reading->text);
		next = json_text_peek(reading->text, error);
		if (next == ']')
			break;
		result = next == '{' ? 0
		    : next == -1     ? -1
				     : failed(reading, error, "an object");
		if (result == 0)
			result =
			    read_element(reading, collection.length, error);
		gantry_buffer_reset(&reading->path);
		gantry_buffer_add(
		    &reading->path, collection.data, collection.length);
		next = result == 0 ? json_text_peek(reading->text, error) : -1;
	} while (next == ',');
	if (next == ']')
		json_text_skip(reading->text);
	else if (next != -1)
		result = failed(reading, error, "',' or ']'");
	else
		result = -1;
	gantry_buffer_clear(&collection);
	return result;
}

/* Set the path to that of the collection in READING->name. */
static int
set_collection(struct reading *reading, struct gantry_error *error)
{
	const struct bytes name = { reading->name.data, reading->name.length };
	struct gantry_buffer *path = &reading->path;

	/* Some tools write the whole path of a collection in a document. */
	if (path->length == 0 ||
	    (name.length > path->length &&
		memcmp(name.data, path->data, path->length) == 0 &&
		name.data[path->length] == '/'))
		gantry_buffer_reset(path);
	else
		gantry_buffer_putc(path, '/');
	gantry_buffer_add(path, name.data, name.length);
	if (gantry_buffer_failed(path))
		return gantry_error_memory(error);
	return rest_collection_check(
	    (struct bytes){ path->data, path->length }, error);
}

/* A member that holds a collection, whose name it is. */
static int
read_collection(
    struct reading *reading, unsigned depth, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	struct gantry_buffer parent = { 0 };
	int next, result;

	gantry_buffer_add(&parent, reading->path.data, reading->path.length);
	next = json_text_peek(text, error);
	if (next == -1)
		result = -1;
	else if (depth > DEPTH_MAX)
		result = failed(
		    reading, error, "collections nested at most 100 deep");
	else if (set_collection(reading, error) == -1)
		result = gantry_error_prefix(error, "%s: line %llu",
		    text->source.name, (unsigned long long)text->line);
	else if (next == '{')
		result = read_members(reading, depth, read_id, error);
	else if (next == '[')
		result = read_elements(reading, error);
	else
		result = failed(reading, error,
		    "a collection, an object of documents by their ids or an "
		    "array of them");
	gantry_buffer_reset(&reading->path);
	gantry_buffer_add(&reading->path, parent.data, parent.length);
	gantry_buffer_clear(&parent);
	return result;
}

static int
read_root_member(
    struct reading *reading, unsigned depth, struct gantry_error *error)
{
	if (!bytes_is_equal(
		(struct bytes){ reading->name.data, reading->name.length },
		"__collections__"))
		return failed(reading, error,
		    "only the member __collections__ beside each other; an "
		    "export of one document is not complete without its path");
	if (expect(reading, '{', "an object of collections", error) == -1)
		return -1;
	return read_members(reading, depth, read_collection, error);
}

/* Read all objects at the top. */
static int
read_top(struct reading *reading, read_member *read, struct gantry_error *error)
{
	const char *collection = reading->options->collection;
	int next, result = 0;

	while (result == 0) {
		next = json_text_peek(reading->text, error);
		if (next == -1)
			return -1;
		if (next == JSON_TEXT_END)
			break;
		if (next != '{')
			return failed(reading, error, "an object");
		gantry_buffer_reset(&reading->path);
		if (read == read_id)
			gantry_buffer_puts(&reading->path, collection);
		result = read_members(reading, 1, read, error);
	}
	return result;
}

int
tree_read_collections(struct reading *reading, struct gantry_error *error)
{
	return read_top(reading, read_collection, error);
}

int
tree_read_root(struct reading *reading, struct gantry_error *error)
{
	return read_top(reading, read_root_member, error);
}

int
tree_read_documents(struct reading *reading, struct gantry_error *error)
{
	return read_top(reading, read_id, error);
}
