/*
 * Parts of an answer.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text/header.h"
#include "base/text/utf8.h"
#include "cmd/shell/show/cgi_answer.h"
#include "cmd/shell/show/json_lines.h"
#include "cmd/shell/show/screen.h"

#define STATUS "Status: "

bool
answer_parse(struct answer *answer, const struct gantry_buffer *bytes)
{
	const char *end, *line_end;

	*answer = (struct answer){ 0 };
	if (bytes->length < strlen(STATUS) ||
	    memcmp(bytes->data, STATUS, strlen(STATUS)) != 0)
		return false;
	end = memmem(bytes->data, bytes->length, "\r\n\r\n", 4);
	if (end == NULL)
		return false;
	answer->line = bytes->data + strlen(STATUS);
	line_end =
	    memmem(answer->line, (size_t)(end + 2 - answer->line), "\r\n", 2);
	answer->line_length = (size_t)(line_end - answer->line);
	answer->status = atoi(answer->line);
	answer->head = line_end + 2;
	answer->head_length = (size_t)(end + 2 - answer->head);
	answer->body = end + 4;
	answer->body_length =
	    bytes->length - (size_t)(answer->body - bytes->data);
	return true;
}

const char *
answer_next_header(
    const struct answer *answer, size_t *position, size_t *length)
{
	const char *begin = answer->head + *position, *end;

	if (*position >= answer->head_length)
		return NULL;
	end = memmem(begin, answer->head_length - *position, "\r\n", 2);
	if (end == NULL)
		return NULL;
	*length = (size_t)(end - begin);
	*position += *length + 2;
	return begin;
}

const char *
answer_header(const struct answer *answer, const char *name, size_t *length)
{
	const size_t name_length = strlen(name);
	size_t position = 0;
	const char *header;

	while (
	    (header = answer_next_header(answer, &position, length)) != NULL) {
		if (*length <= name_length || header[name_length] != ':' ||
		    strncasecmp(header, name, name_length) != 0)
			continue;
		header += name_length + 1;
		*length -= name_length + 1;
		header_trim(&header, length);
		return header;
	}
	return NULL;
}

/* The media type without parameters in lower case, cut to SIZE. */
static void
find_type(const struct answer *answer, char *type, size_t size)
{
	size_t length = 0, i;
	const char *value = answer_header(answer, "Content-Type", &length);

	for (i = 0; value != NULL && i < length && i + 1 < size &&
	     strchr("; \t", value[i]) == NULL;
	     i++)
		type[i] = value[i] >= 'A' && value[i] <= 'Z'
		    ? (char)(value[i] + 'a' - 'A')
		    : value[i];
	type[i] = '\0';
}

static bool
ends_with(const char *text, const char *end)
{
	const size_t length = strlen(text);

	return length >= strlen(end) &&
	    strcmp(text + length - strlen(end), end) == 0;
}

static bool
is_encoded(const struct answer *answer)
{
	size_t length;
	const char *coding = answer_header(answer, "Content-Encoding", &length);

	return coding != NULL &&
	    !(length == 8 && strncasecmp(coding, "identity", 8) == 0);
}

bool
answer_is_stream(const struct answer *answer)
{
	char type[64];

	find_type(answer, type, sizeof(type));
	return !is_encoded(answer) &&
	    (strcmp(type, "text/event-stream") == 0 ||
		strcmp(type, "application/x-ndjson") == 0);
}

bool
answer_is_json(const struct answer *answer)
{
	char type[64];

	find_type(answer, type, sizeof(type));
	return !is_encoded(answer) &&
	    (strcmp(type, "application/json") == 0 ||
		ends_with(type, "+json")) &&
	    json_lines_check(answer->body, answer->body_length, NULL) == 0;
}

bool
answer_is_text(const struct answer *answer)
{
	char type[64];

	find_type(answer, type, sizeof(type));
	if (is_encoded(answer) ||
	    memchr(answer->body, '\0', answer->body_length) != NULL)
		return false;
	return strncmp(type, "text/", 5) == 0 || ends_with(type, "json") ||
	    ends_with(type, "xml") || ends_with(type, "javascript") ||
	    strcmp(type, "application/x-www-form-urlencoded") == 0 ||
	    utf8_is_valid(answer->body, answer->body_length);
}

void
answer_put_status(struct gantry_buffer *text, const struct answer *answer,
    const struct answer_style *style)
{
	static const enum screen_colour colours[] = { SCREEN_PLAIN, SCREEN_CYAN,
		SCREEN_GREEN, SCREEN_CYAN, SCREEN_YELLOW, SCREEN_RED };
	const int class = answer->status / 100;

	gantry_buffer_puts(text, "HTTP ");
	screen_put_coloured(text, style->is_coloured,
	    class > 0 && class < 6 ? colours[class] : SCREEN_PLAIN,
	    answer->line, answer->line_length);
}

void
answer_put_headers(struct gantry_buffer *text, const struct answer *answer,
    const struct answer_style *style)
{
	size_t position = 0, length, name;
	const char *header;

	while (
	    (header = answer_next_header(answer, &position, &length)) != NULL) {
		for (name = 0; name < length && header[name] != ':'; name++)
			;
		screen_put_coloured(
		    text, style->is_coloured, SCREEN_CYAN, header, name);
		screen_put_line(text, header + name, length - name);
		gantry_buffer_putc(text, '\n');
	}
}

/* A line about a body that is not text. */
static void
put_summary(struct gantry_buffer *text, const struct answer *answer)
{
	size_t length = 0, coding_length = 0, i;
	const char *type = answer_header(answer, "Content-Type", &length);
	const char *coding =
	    answer_header(answer, "Content-Encoding", &coding_length);

	gantry_buffer_printf(text, "(%zu bytes of ", answer->body_length);
	screen_put_line(text, type != NULL ? type : "an unknown type",
	    type != NULL ? length : strlen("an unknown type"));
	if (is_encoded(answer)) {
		gantry_buffer_puts(text, ", encoded with ");
		screen_put_line(text, coding, coding_length);
	}
	gantry_buffer_putc(text, ':');
	for (i = 0; i < answer->body_length && i < 16; i++)
		gantry_buffer_printf(text, " %02x", answer->body[i] & 0xff);
	gantry_buffer_printf(text, "%s; 'body FILE' writes them to a file)\n",
	    answer->body_length > i ? " ..." : "");
}

/* Cut what TEXT has behind BEGIN after so many lines. */
static void
cut_lines(struct gantry_buffer *text, size_t begin, size_t lines_max)
{
	size_t lines = 0, more = 0, cut = text->length, i;

	if (text->failed)
		return;
	for (i = begin; i < text->length; i++) {
		if (text->data[i] != '\n')
			continue;
		lines++;
		if (lines == lines_max)
			cut = i + 1;
		else if (lines > lines_max)
			more++;
	}
	if (more < 2)
		return;
	text->length = cut;
	gantry_buffer_printf(
	    text, "... %zu more lines; 'body' shows all of it\n", more);
}

void
answer_put_body(struct gantry_buffer *text, const struct answer *answer,
    const struct answer_style *style)
{
	const struct json_lines_style json = { style->is_coloured,
		style->sorts };
	const size_t begin = text->length;

	if (answer->body_length == 0)
		return;
	if (answer_is_json(answer))
		json_lines_put(text, answer->body, answer->body_length, &json);
	else if (answer_is_text(answer))
		screen_put_clean(text, answer->body, answer->body_length);
	else
		put_summary(text, answer);
	if (text->length > 0 && text->data[text->length - 1] != '\n')
		gantry_buffer_putc(text, '\n');
	if (style->lines_max > 0)
		cut_lines(text, begin, style->lines_max);
}
