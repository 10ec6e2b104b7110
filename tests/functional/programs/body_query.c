/*
 * Runs the body parsers for tests that know the right answers.  A line of input
 * describes the body that follows it, and the answer is a line of JSON:
 *
 *	json LENGTH			["taken",VALUE] or ["refused","why"]
 *	multipart LENGTH CHUNK TYPE	["taken",PARTS] or ["refused","why"]
 *
 * CHUNK is the most bytes of one read, 0 for no limit.  A VALUE is unchanged
 * except for numbers, arrays and objects:
 *
 *	["integer","1",HEX]		HEX is the double
 *	["number","1.5",HEX]
 *	["array",[VALUE,...]]
 *	["object",[[NAME,VALUE],...]]
 *
 * PARTS are lists of name, filename, type and data; data is hexadecimal.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/test_body.h"

static struct gantry_buffer answer;

/* --- JSON --- */

static void write_value(const struct gantry_json_value *value);

static void
write_number(const struct gantry_json_value *value)
{
	struct gantry_buffer text = { 0 };

	if (value->kind == GANTRY_JSON_INTEGER)
		gantry_json_integer(&text, value->integer);
	else
		gantry_json_number(&text, value->number);
	gantry_buffer_printf(&answer, "[\"%s\",\"%.*s\",\"%a\"]",
	    value->kind == GANTRY_JSON_INTEGER ? "integer" : "number",
	    (int)text.length, text.data, value->number);
	gantry_buffer_clear(&text);
}

static void
write_items(const struct gantry_json_value *value)
{
	const struct gantry_json_value *item;
	const bool is_object = value->kind == GANTRY_JSON_OBJECT;

	gantry_buffer_puts(
	    &answer, is_object ? "[\"object\",[" : "[\"array\",[");
	for (item = value->items; item != NULL; item = item->next) {
		if (is_object) {
			gantry_buffer_putc(&answer, '[');
			gantry_json_text(&answer, item->name);
			gantry_buffer_putc(&answer, ',');
		}
		write_value(item);
		if (is_object)
			gantry_buffer_putc(&answer, ']');
		if (item->next != NULL)
			gantry_buffer_putc(&answer, ',');
	}
	gantry_buffer_puts(&answer, "]]");
}

static void
write_value(const struct gantry_json_value *value)
{
	switch (value->kind) {
	case GANTRY_JSON_NULL:
		gantry_buffer_puts(&answer, "null");
		return;
	case GANTRY_JSON_BOOLEAN:
		gantry_buffer_puts(&answer, value->boolean ? "true" : "false");
		return;
	case GANTRY_JSON_INTEGER:
	case GANTRY_JSON_NUMBER:
		write_number(value);
		return;
	case GANTRY_JSON_STRING:
		gantry_json_string(&answer, value->string, value->length);
		return;
	case GANTRY_JSON_ARRAY:
	case GANTRY_JSON_OBJECT:
		write_items(value);
		return;
	}
}

static void
refuse(const char *why)
{
	gantry_buffer_reset(&answer);
	gantry_buffer_puts(&answer, "[\"refused\",");
	gantry_json_text(&answer, why);
	gantry_buffer_putc(&answer, ']');
}

static void
ask_json(const char *body, size_t length)
{
	const struct gantry_json_value *value;
	struct gantry_environ environ;
	struct gantry_error error;

	environ_init(&environ);
	value = gantry_json_parse(&environ, body, length, &error);
	if (value == NULL) {
		refuse(error.text);
	} else {
		gantry_buffer_puts(&answer, "[\"taken\",");
		write_value(value);
		gantry_buffer_putc(&answer, ']');
	}
	environ_clear(&environ);
}

/* --- Multipart --- */

static int
begin_part(void *argument, const struct gantry_part *part)
{
	bool *is_first = argument;

	gantry_buffer_puts(&answer, *is_first ? "[" : ",[");
	*is_first = false;
	gantry_json_text(&answer, part->name);
	gantry_buffer_putc(&answer, ',');
	gantry_json_text(&answer, part->filename);
	gantry_buffer_putc(&answer, ',');
	gantry_json_text(&answer, part->type);
	return gantry_buffer_puts(&answer, ",\"");
}

static int
add_data(void *argument, const char *data, size_t length)
{
	(void)argument;
	for (; length > 0; length--)
		gantry_buffer_printf(&answer, "%02x", (unsigned char)*data++);
	return 0;
}

static int
end_part(void *argument)
{
	(void)argument;
	return gantry_buffer_puts(&answer, "\"]");
}

static void
ask_multipart(const char *body, size_t length, size_t chunk, const char *type)
{
	bool is_first = true;
	const struct gantry_multipart multipart = {
		.argument = &is_first,
		.begin = begin_part,
		.data = add_data,
		.end = end_part,
	};
	struct test_body posted;

	test_body_begin(&posted, type, body, length);
	posted.chunk = chunk;
	gantry_buffer_puts(&answer, "[\"taken\",[");
	if (gantry_request_multipart(&posted.request, &multipart) == -1)
		refuse(test_body_failure(&posted));
	else
		gantry_buffer_puts(&answer, "]]");
	test_body_end(&posted);
}

/* Read LENGTH bytes of standard input. */
static char *
read_body(size_t length)
{
	char *body = malloc(length + 1);

	if (body == NULL || fread(body, 1, length, stdin) != length)
		errx(1, "the input ends before a body of %zu bytes", length);
	return body;
}

int
main(void)
{
	char *line = NULL, *body;
	size_t capacity = 0, length, chunk;
	int type;

	while (getline(&line, &capacity, stdin) != -1) {
		line[strcspn(line, "\n")] = '\0';
		gantry_buffer_reset(&answer);
		if (sscanf(line, "json %zu", &length) == 1) {
			body = read_body(length);
			ask_json(body, length);
		} else if (sscanf(line, "multipart %zu %zu %n", &length, &chunk,
			       &type) == 2) {
			body = read_body(length);
			ask_multipart(body, length, chunk, line + type);
		} else {
			errx(1, "unknown command: %s", line);
		}
		if (gantry_buffer_putc(&answer, '\n') == -1)
			errx(1, "out of memory");
		fwrite(answer.data, 1, answer.length, stdout);
		free(body);
	}
	free(line);
	gantry_buffer_clear(&answer);
	return fflush(stdout) == 0 ? 0 : 1;
}
