/*
 * Converters by name.  A site's own come first, so that a site can replace a
 * built-in one.
 */
#include <string.h>

#include "base/text/suggestion.h"
#include "web/routing/converter.h"

static bool
convert_own(const struct converter *converter, struct match_field *field)
{
	return converter->with.own.converter->takes(
	    field->text, field->length, converter->with.own.arguments);
}

static int
init_own(struct converter *converter, const struct gantry_converter *own,
    const char *arguments, struct gantry_error *error)
{
	converter->convert = convert_own;
	converter->with.own.converter = own;
	converter->with.own.arguments = arguments;
	if (own->takes == NULL)
		return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
		    "the converter has no 'takes'");
	if (own->knows == NULL)
		return converter_check_no_arguments(arguments, error);
	if (own->knows(arguments))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    *arguments == '\0' ? "the arguments are missing"
			       : "invalid arguments '%s'",
	    arguments);
}

static int
fail_unknown(const struct gantry_converter *own, const char *name,
    struct gantry_error *error)
{
	struct suggestion suggestion = { .name = name };
	struct gantry_buffer known = { 0 };
	const struct converter_builtin *row;

	for (row = converter_builtins; row->name != NULL; row++) {
		suggestion_offer(&suggestion, row->name);
		gantry_buffer_printf(&known, "%s%s",
		    row == converter_builtins ? "" : ", ", row->name);
	}
	for (; own != NULL && own->name != NULL; own++) {
		suggestion_offer(&suggestion, own->name);
		gantry_buffer_printf(&known, ", %s", own->name);
	}
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unknown converter '%s', not one of %.*s%s", name,
	    (int)known.length, known.data, suggestion_hint(&suggestion));
	gantry_buffer_clear(&known);
	return -1;
}

static const struct gantry_converter *
find_own(const struct gantry_converter *own, const char *name)
{
	for (; own != NULL && own->name != NULL; own++)
		if (strcmp(own->name, name) == 0)
			return own;
	return NULL;
}

static const struct converter_builtin *
find_builtin(const char *name)
{
	const struct converter_builtin *row = converter_builtins;

	while (row->name != NULL && strcmp(row->name, name) != 0)
		row++;
	return row->name != NULL ? row : NULL;
}

/* Split TEXT, "NAME" or "NAME(ARGUMENTS)". */
static int
split(const char *text, struct arena *arena, const char **name,
    const char **arguments)
{
	size_t length = strcspn(text, "(");

	*name = arena_strndup(arena, text, length);
	*arguments = "";
	if (text[length] == '(')
		*arguments = arena_strndup(
		    arena, text + length + 1, strlen(text) - length - 2);
	return *name != NULL && *arguments != NULL ? 0 : -1;
}

int
converter_init(struct converter *converter, const char *text,
    const struct gantry_converter *own, struct arena *arena,
    struct gantry_error *error)
{
	const struct converter_builtin *builtin;
	const char *name, *arguments;
	int result;

	*converter = (struct converter){ .text = text };
	if (split(text, arena, &name, &arguments) == -1)
		return gantry_error_memory(error);
	builtin = find_builtin(name);
	if (find_own(own, name) != NULL)
		result =
		    init_own(converter, find_own(own, name), arguments, error);
	else if (builtin != NULL)
		result = builtin->init(converter, arguments, arena, error);
	else
		result = fail_unknown(own, name, error);
	return result == -1 ? gantry_error_prefix(error, "'%s'", text) : 0;
}
