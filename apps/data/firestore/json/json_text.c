/*
 * Splits chunks into objects by counting brackets outside of strings.  The
 * parser checks whether each object is JSON.
 */
#include <inttypes.h>
#include <string.h>

#include "data/firestore/foreign.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/json/json_text.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* Returns 1 when there are bytes in the chunk, or 0 at the end, or -1. */
static int
refill(struct json_text *text, struct gantry_error *error)
{
	struct bytes chunk;
	int status;

	if (text->at < text->end)
		return 1;
	text->offset += (uint64_t)(text->end - text->begin);
	text->begin = text->at = text->end = NULL;
	status = source_next(&text->source, &chunk, error);
	if (status != 1)
		return status;
	text->begin = text->at = chunk.data;
	text->end = chunk.data + chunk.length;
	return 1;
}

/* Does it begin as LevelDB's logs do: a checksum, a length, a type? */
static bool
is_of_export(struct bytes beginning)
{
	return beginning.length > 6 &&
	    (beginning.data[6] == 1 || beginning.data[6] == 2);
}

static int
check_beginning(const struct json_text *text, struct gantry_error *error)
{
	const struct bytes beginning = { text->at,
		(size_t)(text->end - text->at) };
	const char *foreign = foreign_find(beginning);

	if (foreign == NULL && is_of_export(beginning))
		foreign = "a file of an export; import its folder";
	if (foreign == NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: expected documents in JSON, found %s", text->source.name,
	    foreign);
}

int
json_text_open(
    struct json_text *text, const char *path, struct gantry_error *error)
{
	size_t mark = sizeof(byte_order_mark) - 1;

	text->line = 1;
	if (source_open(&text->source, path, error) == -1 ||
	    refill(text, error) == -1)
		return -1;
	if ((size_t)(text->end - text->at) >= mark &&
	    memcmp(text->at, byte_order_mark, mark) == 0)
		text->at += mark;
	return check_beginning(text, error);
}

void
json_text_close(struct json_text *text)
{
	source_close(&text->source);
}

int
json_text_peek(struct json_text *text, struct gantry_error *error)
{
	int status;

	while ((status = refill(text, error)) == 1) {
		for (; text->at < text->end; text->at++) {
			if (*text->at == '\n')
				text->line++;
			else if (*text->at != ' ' && *text->at != '\t' &&
			    *text->at != '\r')
				return (unsigned char)*text->at;
		}
	}
	return status == 0 ? JSON_TEXT_END : -1;
}

void
json_text_skip(struct json_text *text)
{
	text->at++;
}

static uint64_t
offset_of(const struct json_text *text)
{
	return text->offset + (uint64_t)(text->at - text->begin);
}

/* Skip a string, or the part of it in the chunk. */
static const char *
skip_string(struct json_piece *object, const char *p, const char *end)
{
	for (; p < end; p++) {
		if (object->escaped) {
			object->escaped = false;
		} else if (*p == '\\') {
			object->escaped = true;
		} else if (*p == '"') {
			object->in_string = false;
			return p + 1;
		}
	}
	return p;
}

static size_t
trim(const char *data, size_t length)
{
	while (length > 0 && strchr(" \t\r\n", data[length - 1]) != NULL &&
	    data[length - 1] != '\0')
		length--;
	return length;
}

/* Does the object so far end with the name MEMBER and a colon? */
static bool
ends_with_member(const struct json_piece *object, const char *member)
{
	const char *data = object->bytes.data;
	size_t length = trim(data, object->bytes.length);
	size_t size = strlen(member) + 2;

	if (object->bytes.failed || length == 0 || data[length - 1] != ':')
		return false;
	length = trim(data, length - 1);
	if (length <= size || data[length - 1] != '"' ||
	    data[length - size] != '"' ||
	    memcmp(data + length - size + 1, member, size - 2) != 0)
		return false;
	length = trim(data, length - size);
	return length > 0 &&
	    (data[length - 1] == '{' || data[length - 1] == ',');
}

enum step {
	STEP_ON,
	STEP_BRACKET, /* the next byte is the */
	STEP_WHOLE,
};

/* Advance until something other than brackets needs attention. */
static enum step
step(struct json_text *text, struct json_piece *object, bool stops)
{
	const char *p = text->at, *end = text->end;
	enum step outcome = STEP_ON;

	while (p < end && outcome == STEP_ON) {
		if (object->in_string) {
			p = skip_string(object, p, end);
			continue;
		}
		if (*p == '"') {
			object->in_string = true;
		} else if (*p == '\n') {
			text->line++;
		} else if (*p == '[' && object->depth == 1 && stops) {
			outcome = STEP_BRACKET;
			break;
		} else if (*p == '{' || *p == '[') {
			object->depth++;
		} else if (*p == '}' || *p == ']') {
			if (--object->depth == 0)
				outcome = STEP_WHOLE;
		}
		p++;
	}
	gantry_buffer_add(&object->bytes, text->at, (size_t)(p - text->at));
	text->at = p;
	return outcome;
}

void
json_text_begin(const struct json_text *text, struct json_piece *object)
{
	gantry_buffer_reset(&object->bytes);
	object->depth = 0;
	object->in_string = object->escaped = object->is_spliced = false;
	object->line = text->line;
	object->offset = offset_of(text);
}

static int
unfinished(const struct json_text *text, const struct json_piece *object,
    struct gantry_error *error)
{
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected a complete object, found the end of the text");
	return json_text_prefix(text, object, error);
}

static int
check_object(const struct json_text *text, const struct json_piece *object,
    struct gantry_error *error)
{
	if (gantry_buffer_failed(&object->bytes))
		return gantry_error_memory(error);
	if (object->bytes.length <= JSON_TEXT_OBJECT_MAX)
		return 0;
	gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "expected an object of at most %d bytes", JSON_TEXT_OBJECT_MAX);
	return json_text_prefix(text, object, error);
}

int
json_text_read_object(struct json_text *text, struct json_piece *object,
    const char *member, struct gantry_error *error)
{
	enum step outcome = STEP_ON;
	int status;

	if (object->depth == 0)
		json_text_begin(text, object);
	while (outcome != STEP_WHOLE) {
		status = refill(text, error);
		if (status == -1)
			return -1;
		if (status == 0)
			return unfinished(text, object, error);
		outcome = step(text, object, member != NULL);
		if (outcome == STEP_BRACKET) {
			if (ends_with_member(object, member))
				return 0;
			gantry_buffer_putc(&object->bytes, *text->at++);
			object->depth++;
		}
		if (check_object(text, object, error) == -1)
			return -1;
	}
	return 1;
}

/* Does a number, true, false or null end before CHARACTER? */
static bool
ends_scalar(char character)
{
	return character == '\0' || strchr(",]} \t\r\n", character) != NULL;
}

/* Append the string whose quote was peeked. */
static int
read_string(struct json_text *text, struct json_piece *value,
    struct gantry_error *error)
{
	const char *from;
	int status;

	value->in_string = true;
	gantry_buffer_putc(&value->bytes, *text->at++);
	while (value->in_string) {
		status = refill(text, error);
		if (status == -1)
			return -1;
		if (status == 0)
			return unfinished(text, value, error);
		from = text->at;
		text->at = skip_string(value, from, text->end);
		gantry_buffer_add(
		    &value->bytes, from, (size_t)(text->at - from));
		if (check_object(text, value, error) == -1)
			return -1;
	}
	return 1;
}

static int
read_scalar(struct json_text *text, struct json_piece *value,
    struct gantry_error *error)
{
	int status;

	while ((status = refill(text, error)) == 1) {
		if (ends_scalar(*text->at))
			return check_object(text, value, error) == 0 ? 1 : -1;
		if (value->bytes.length > JSON_TEXT_OBJECT_MAX)
			return check_object(text, value, error);
		gantry_buffer_putc(&value->bytes, *text->at++);
	}
	return status == 0 ? 1 : -1;
}

/* Append an object or array up to its last bracket. */
static int
read_nested(struct json_text *text, struct json_piece *value,
    struct gantry_error *error)
{
	enum step outcome = STEP_ON;
	int status;

	while (outcome != STEP_WHOLE) {
		status = refill(text, error);
		if (status == -1)
			return -1;
		if (status == 0)
			return unfinished(text, value, error);
		outcome = step(text, value, false);
		if (check_object(text, value, error) == -1)
			return -1;
	}
	return 1;
}

int
json_text_read_value(struct json_text *text, struct json_piece *value,
    struct gantry_error *error)
{
	if (value->bytes.length == 0)
		json_text_begin(text, value);
	value->depth = 0;
	if (text->at == text->end)
		return unfinished(text, value, error);
	if (*text->at == '{' || *text->at == '[')
		return read_nested(text, value, error);
	if (*text->at == '"')
		return read_string(text, value, error);
	return read_scalar(text, value, error);
}

int
json_text_read_rest(struct json_text *text, struct json_piece *value,
    struct gantry_error *error)
{
	value->depth = 1;
	return read_nested(text, value, error);
}

int
json_text_byte(struct json_text *text, struct gantry_error *error)
{
	int status = refill(text, error);

	if (status != 1)
		return status == 0 ? JSON_TEXT_END : -1;
	if (*text->at == '\n')
		text->line++;
	return (unsigned char)*text->at++;
}

int
json_text_read_name(
    struct json_text *text, struct json_piece *name, struct gantry_error *error)
{
	int next;

	json_text_begin(text, name);
	if (read_string(text, name, error) == -1)
		return -1;
	next = json_text_peek(text, error);
	if (next == -1)
		return -1;
	if (next != ':')
		return json_text_failed(text, error, "':'");
	json_text_skip(text);
	return 1;
}

void
json_text_splice(struct json_piece *object)
{
	gantry_buffer_puts(&object->bytes, "null");
	object->is_spliced = true;
}

json_t *
json_text_parse(const struct json_text *text, const struct json_piece *object,
    struct gantry_error *error)
{
	const struct bytes bytes = { object->bytes.data, object->bytes.length };
	struct json_place place;
	json_t *value = text->is_exact ? json_parse_exact(bytes, &place, error)
				       : json_parse(bytes, &place, error);

	if (value != NULL)
		return value;
	if (!place.is_known || object->is_spliced)
		json_text_prefix(text, object, error);
	else
		gantry_error_prefix(error,
		    "%s: line %" PRIu64 ", byte %" PRIu64, text->source.name,
		    object->line + place.lines, object->offset + place.offset);
	return NULL;
}

int
json_text_failed(const struct json_text *text, struct gantry_error *error,
    const char *expected)
{
	char found[] = "\"?\"";

	if (text->at<text->end && * text->at> 0x20 && *text->at < 0x7f)
		found[1] = *text->at;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: line %" PRIu64 ", byte %" PRIu64 ": expected %s, found %s",
	    text->source.name, text->line, offset_of(text), expected,
	    text->at < text->end ? found : "the end of the text");
}

int
json_text_prefix(const struct json_text *text, const struct json_piece *object,
    struct gantry_error *error)
{
	return gantry_error_prefix(error,
	    "%s: object at line %" PRIu64 ", byte %" PRIu64, text->source.name,
	    object->line, object->offset);
}

void
json_piece_clear(struct json_piece *object)
{
	gantry_buffer_clear(&object->bytes);
	*object = (struct json_piece){ .depth = 0 };
}
