/*
 * The list of what is left out, as options and caches have it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/path_glob.h"
#include "data/gantry-cache/omission/omissions.h"

#define EXPECTED \
	"expected PATTERN:FIELD, such as 'users/*:email,address.street'"

/* A cache records no longer ones. */
#define TEXT_MAX 400

/* Get the colon behind the pattern, or NULL. */
static const char *
find_colon(const char *text)
{
	for (; *text != '\0' && *text != ':'; text++)
		if (*text == '\\' && text[1] != '\0')
			text++;
	return *text == ':' ? text : NULL;
}

/* Get the end of the field that begins at TEXT: a comma, or the last NUL. */
static const char *
find_end(const char *text)
{
	bool is_quoted = false;

	for (; *text != '\0' && (is_quoted || *text != ','); text++) {
		if (is_quoted && *text == '\\' && text[1] != '\0')
			text++;
		else if (*text == '`')
			is_quoted = !is_quoted;
	}
	return text;
}

static bool
is_equal(const struct omission *a, const struct omission *b)
{
	return strcmp(a->pattern, b->pattern) == 0 &&
	    strcmp(a->field.text, b->field.text) == 0;
}

static bool
has(const struct omissions *omissions, const struct omission *omission)
{
	size_t i;

	for (i = 0; i < omissions->count; i++)
		if (is_equal(&omissions->items[i], omission))
			return true;
	return false;
}

static void
clear_omission(struct omission *omission)
{
	field_path_clear(&omission->field);
	free(omission->pattern);
}

/* Add OMISSION, which is taken over in any case. */
static int
append(struct omissions *omissions, struct omission *omission,
    struct gantry_error *error)
{
	struct omission *items;

	if (has(omissions, omission)) {
		clear_omission(omission);
		return 0;
	}
	if (omissions->count == OMISSIONS_MAX) {
		clear_omission(omission);
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "more than %d fields to leave out", OMISSIONS_MAX);
	}
	items =
	    realloc(omissions->items, (omissions->count + 1) * sizeof(*items));
	if (items == NULL) {
		clear_omission(omission);
		return gantry_error_memory(error);
	}
	omissions->items = items;
	items[omissions->count++] = *omission;
	return 0;
}

/* Add the field of LENGTH bytes for PATTERN, which has another LENGTH. */
static int
add_field(struct omissions *omissions, struct bytes pattern, struct bytes field,
    struct gantry_error *error)
{
	struct omission omission = {
		.pattern = strndup(pattern.data, pattern.length),
	};
	char *text = strndup(field.data, field.length);
	int result = -1;

	if (pattern.length + field.length > TEXT_MAX)
		gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "a pattern and a field have at most %d bytes", TEXT_MAX);
	else if (omission.pattern == NULL || text == NULL)
		gantry_error_memory(error);
	else if (path_glob_check(omission.pattern, error) == 0)
		result = field_path_read(&omission.field, text, error);
	free(text);
	if (result == 0)
		return append(omissions, &omission, error);
	clear_omission(&omission);
	return -1;
}

int
omissions_add(
    struct omissions *omissions, const char *text, struct gantry_error *error)
{
	const char *colon = find_colon(text), *field, *end;
	const struct bytes pattern = { text,
		colon != NULL ? (size_t)(colon - text) : 0 };

	if (colon == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    EXPECTED ", found '%.80s'", text);
	for (field = colon + 1;; field = end + 1) {
		end = find_end(field);
		if (add_field(omissions, pattern,
			(struct bytes){ field, (size_t)(end - field) },
			error) == -1)
			return -1;
		if (*end == '\0')
			return 0;
	}
}

int
omissions_add_all(struct omissions *omissions, const char *const *texts,
    struct gantry_error *error)
{
	for (; texts != NULL && *texts != NULL; texts++)
		if (omissions_add(omissions, *texts, error) == -1)
			return gantry_error_prefix(error, "--omit");
	return 0;
}

void
omissions_clear(struct omissions *omissions)
{
	while (omissions->count > 0)
		clear_omission(&omissions->items[--omissions->count]);
	free(omissions->items);
	gantry_buffer_clear(&omissions->fields);
	gantry_buffer_clear(&omissions->name);
	*omissions = (struct omissions){ .items = NULL };
}

int
omissions_check(const struct omissions *omissions, const char *what,
    struct gantry_error *error)
{
	const struct omission *omission;
	size_t i;

	for (i = 0; i < omissions->count; i++) {
		omission = &omissions->items[i];
		if (omission->count == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s has no document that matches %s and has the "
			    "field %s; check --omit, as a field that is "
			    "misspelt would be in the cache, or give "
			    "--allow-empty",
			    what, omission->pattern, omission->field.text);
	}
	return 0;
}

static bool
is_within(const struct field_path *inner, const struct field_path *outer)
{
	size_t i;

	if (inner->names.count < outer->names.count)
		return false;
	for (i = 0; i < outer->names.count; i++)
		if (strcmp(inner->names.items[i], outer->names.items[i]) != 0)
			return false;
	return true;
}

int
omissions_check_field(const struct omissions *omissions, const char *field,
    struct gantry_error *error)
{
	struct field_path path;
	size_t i;
	int result = field_path_read(&path, field, error);

	for (i = 0; i < omissions->count && result == 0; i++)
		if (is_within(&path, &omissions->items[i].field))
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "--since %s: the field is left out of %s", field,
			    omissions->items[i].pattern);
	field_path_clear(&path);
	return result;
}

int
omissions_note(const struct omissions *omissions, struct lacks *lacks,
    struct gantry_error *error)
{
	struct gantry_buffer text = { 0 };
	const struct omission *omission;
	int result = 0;
	size_t i;

	for (i = 0; i < omissions->count && result == 0; i++) {
		omission = &omissions->items[i];
		gantry_buffer_reset(&text);
		gantry_buffer_printf(
		    &text, "%s:%s", omission->pattern, omission->field.text);
		result = gantry_buffer_putc(&text, '\0') == 0
		    ? lacks_add(
			  lacks, LACK_FIELDS, text.data, omission->count, error)
		    : gantry_error_memory(error);
	}
	gantry_buffer_clear(&text);
	return result;
}

int
omissions_recall(struct omissions *omissions, const struct lacks *lacks,
    struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < lacks->count; i++)
		if (strcmp(lacks->items[i].kind, LACK_FIELDS) == 0 &&
		    omissions_add(omissions, lacks->items[i].detail, error) ==
			-1)
			return gantry_error_prefix(error, "table lacks");
	return 0;
}

bool
omissions_are_equal(const struct omissions *a, const struct omissions *b)
{
	size_t i;

	for (i = 0; i < a->count; i++)
		if (!has(b, &a->items[i]))
			return false;
	return a->count == b->count;
}
