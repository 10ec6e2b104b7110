/*
 * The text is checked first, so that the printer can follow its tokens without
 * a test at each.  It keeps them as they are: 1.0 stays 1.0, and a number of
 * fifty digits stays whole.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/shell/show/json_lines.h"
#include "cmd/shell/show/screen.h"
#include "gantry/request.h"
#include "gate/environ/environ.h"

#define INDENT 2

int
json_lines_check(const char *text, size_t length, struct gantry_error *error)
{
	struct gantry_environ environ;
	int result;

	environ_init(&environ);
	result =
	    gantry_json_parse(&environ, text, length, error) != NULL ? 0 : -1;
	environ_clear(&environ);
	return result;
}

struct printer {
	struct gantry_buffer *to;
	const char *at, *end;
	unsigned depth;
	const struct json_lines_style *style;
};

static void
skip_blanks(struct printer *self)
{
	while (self->at < self->end && strchr(" \t\r\n", *self->at) != NULL)
		self->at++;
}

/* Move past a string. */
static void
skip_string(struct printer *self)
{
	for (self->at++; self->at < self->end && *self->at != '"'; self->at++)
		if (*self->at == '\\')
			self->at++;
	self->at++;
}

/* Move past a string, a number or a word. */
static void
skip_scalar(struct printer *self)
{
	if (*self->at == '"') {
		skip_string(self);
		return;
	}
	while (self->at < self->end && strchr(" \t\r\n,:]}", *self->at) == NULL)
		self->at++;
}

/* Move past a value. */
static void
skip_value(struct printer *self)
{
	unsigned depth = 0;

	do {
		skip_blanks(self);
		if (self->at >= self->end)
			return;
		if (*self->at == '{' || *self->at == '[') {
			depth++;
			self->at++;
		} else if (*self->at == '}' || *self->at == ']') {
			depth--;
			self->at++;
		} else if (*self->at == ',' || *self->at == ':') {
			self->at++;
		} else {
			skip_scalar(self);
		}
	} while (depth > 0);
}

static void
put_scalar(struct printer *self)
{
	const char *begin = self->at;
	enum screen_colour colour = SCREEN_MAGENTA;

	if (*begin == '"')
		colour = SCREEN_GREEN;
	else if (strchr("tfn", *begin) != NULL)
		colour = SCREEN_YELLOW;
	skip_scalar(self);
	screen_put_coloured(self->to, self->style->is_coloured, colour, begin,
	    (size_t)(self->at - begin));
}

static void
new_line(struct printer *self)
{
	gantry_buffer_printf(
	    self->to, "\n%*s", (int)(self->depth * INDENT), "");
}

/* A member or an item, where its text begins. */
struct part {
	const char *name; /* NULL: an item */
	size_t name_length;
	const char *value;
};

static int
compare(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	size_t shorter =
	    a->name_length < b->name_length ? a->name_length : b->name_length;
	int order = memcmp(a->name, b->name, shorter);

	if (order != 0)
		return order;
	if (a->name_length != b->name_length)
		return a->name_length < b->name_length ? -1 : 1;
	return a->value < b->value ? -1 : a->value > b->value;
}

/* Note the parts of the object or array at AT, and move past it. */
static bool
find_parts(struct printer *self, struct gantry_buffer *parts)
{
	const bool has_names = *self->at == '{';
	struct part part;

	self->at++;
	for (skip_blanks(self);
	     self->at < self->end && *self->at != '}' && *self->at != ']';
	     skip_blanks(self)) {
		part = (struct part){ 0 };
		if (has_names) {
			part.name = self->at;
			skip_string(self);
			part.name_length = (size_t)(self->at - part.name);
			skip_blanks(self);
			self->at++; /* the colon */
			skip_blanks(self);
		}
		part.value = self->at;
		skip_value(self);
		gantry_buffer_add(parts, &part, sizeof(part));
		skip_blanks(self);
		if (self->at < self->end && *self->at == ',')
			self->at++;
	}
	self->at++;
	return has_names;
}

static void put_value(struct printer *self);

/* The depth is limited by the check. */
static void
put_parts(struct printer *self)
{
	const char *brackets = *self->at == '{' ? "{}" : "[]", *after;
	struct gantry_buffer kept = { 0 };
	const bool has_names = find_parts(self, &kept);
	struct part *parts = (void *)kept.data;
	size_t count = kept.length / sizeof(*parts), i;

	after = self->at;
	if (has_names && self->style->sorts && count > 1)
		qsort(parts, count, sizeof(*parts), compare);
	gantry_buffer_putc(self->to, brackets[0]);
	self->depth++;
	for (i = 0; i < count; i++) {
		new_line(self);
		if (has_names) {
			screen_put_coloured(self->to, self->style->is_coloured,
			    SCREEN_BLUE, parts[i].name, parts[i].name_length);
			gantry_buffer_puts(self->to, ": ");
		}
		self->at = parts[i].value;
		put_value(self);
		if (i + 1 < count)
			gantry_buffer_putc(self->to, ',');
	}
	self->depth--;
	if (count > 0)
		new_line(self);
	gantry_buffer_putc(self->to, brackets[1]);
	self->at = after;
	gantry_buffer_clear(&kept);
}

static void
put_value(struct printer *self)
{
	skip_blanks(self);
	if (self->at >= self->end)
		return;
	if (*self->at == '{' || *self->at == '[')
		put_parts(self);
	else
		put_scalar(self);
}

void
json_lines_put(struct gantry_buffer *to, const char *text, size_t length,
    const struct json_lines_style *style)
{
	struct printer printer = { to, text, text + length, 0, style };

	put_value(&printer);
}
