/*
 * Field paths in the syntax of Firestore's queries, and looking up their
 * values.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/field_path.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define DIGITS	"0123456789"

/* Append the name that begins at TEXT to NAME.  Returns its end, or NULL. */
static const char *
read_name(struct gantry_buffer *name, const char *text)
{
	size_t length;

	if (*text != '`') {
		length = strcspn(text, ".`");
		gantry_buffer_add(name, text, length);
		return text + length;
	}
	for (text++; *text != '`'; text++) {
		if (*text == '\\')
			text++;
		if (*text == '\0')
			return NULL;
		gantry_buffer_putc(name, *text);
	}
	return text + 1;
}

/* Firestore reserves names such as __name__. */
static bool
is_reserved(const char *name)
{
	size_t length = strlen(name);

	return length >= 4 && strncmp(name, "__", 2) == 0 &&
	    strcmp(name + length - 2, "__") == 0;
}

static void
write_name(struct gantry_buffer *text, const char *name)
{
	if (strspn(name, LETTERS DIGITS) == strlen(name) &&
	    strchr(DIGITS, name[0]) == NULL) {
		gantry_buffer_puts(text, name);
		return;
	}
	gantry_buffer_putc(text, '`');
	for (; *name != '\0'; name++) {
		if (*name == '`' || *name == '\\')
			gantry_buffer_putc(text, '\\');
		gantry_buffer_putc(text, *name);
	}
	gantry_buffer_putc(text, '`');
}

static int
reject(const char *text, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%.80s' is not a field path: expected names separated by "
	    "dots, in `backquotes` if a name contains a dot",
	    text);
}

/* Add the name at *TEXT and skip the dot after it. */
static int
add_name(struct field_path *path, struct gantry_buffer *canonical,
    const char **text, struct gantry_error *error)
{
	struct gantry_buffer name = { 0 };
	const char *end = read_name(&name, *text);
	bool is_good = end != NULL && name.length > 0 &&
	    (*end == '\0' || (*end == '.' && end[1] != '\0'));
	int result = -1;

	gantry_buffer_putc(&name, '\0');
	if (gantry_buffer_failed(&name))
		gantry_error_memory(error);
	else if (!is_good || is_reserved(name.data))
		reject(*text, error);
	else
		result = paths_add(&path->names, name.data, error);
	if (result == 0) {
		if (path->names.count > 1)
			gantry_buffer_putc(canonical, '.');
		write_name(canonical, name.data);
		*text = *end == '.' ? end + 1 : end;
	}
	gantry_buffer_clear(&name);
	return result;
}

int
field_path_read(
    struct field_path *path, const char *text, struct gantry_error *error)
{
	struct gantry_buffer canonical = { 0 };

	*path = (struct field_path){ 0 };
	do {
		if (add_name(path, &canonical, &text, error) == -1) {
			gantry_buffer_clear(&canonical);
			return -1;
		}
	} while (*text != '\0');
	gantry_buffer_putc(&canonical, '\0');
	path->text = canonical.data;
	if (gantry_buffer_failed(&canonical))
		return gantry_error_memory(error);
	return 0;
}

void
field_path_clear(struct field_path *path)
{
	paths_clear(&path->names);
	free(path->text);
	path->text = NULL;
}

const json_t *
field_path_find(const struct field_path *path, const json_t *fields)
{
	const json_t *value = NULL;
	size_t i;

	for (i = 0; i < path->names.count; i++) {
		value = json_object_get(fields, path->names.items[i]);
		fields = json_object_get(
		    json_object_get(value, "mapValue"), "fields");
	}
	return value;
}
