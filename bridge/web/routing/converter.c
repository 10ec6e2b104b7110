/*
 * Converters by their names.  A site's own come first, so that one can replace
 * what is built in.
 */
#include <string.h>

#include "base/text/suggestion.h"
#include "web/routing/converter.h"
#include "web/routing/converter_builtin.h"

static bool
take_own(const struct converter *converter, struct match_field *field)
{
	return converter->with.own.converter->takes(
	    field->text, field->length, converter->with.own.arguments);
}

static int
init_own(struct converter *converter, const struct gantry_converter *own,
    const char *text, struct gantry_error *error)
{
	converter->take = take_own;
	converter->with.own.converter = own;
	converter->with.own.arguments = text;
	if (own->knows == NULL)
		return converter_refuse_arguments(text, error);
	if (own->knows(text))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    *text == '\0' ? "arguments are missing"
			  : "it does not know the arguments '%s'",
	    text);
}

/* There is no converter NAME: say which there are. */
static int
refuse_name(const struct gantry_converter *own, const char *name,
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
	    "there is no converter '%s' among %.*s%s", name, (int)known.length,
	    known.data, suggestion_hint(&suggestion));
	gantry_buffer_clear(&known);
	return -1;
}

static int
init_by_name(struct converter *converter, const struct gantry_converter *own,
    const char *name, const char *arguments, struct arena *arena,
    struct gantry_error *error)
{
	const struct gantry_converter *row;
	const struct converter_builtin *builtin;

	for (row = own; row != NULL && row->name != NULL; row++)
		if (strcmp(row->name, name) == 0)
			return init_own(converter, row, arguments, error);
	for (builtin = converter_builtins; builtin->name != NULL; builtin++)
		if (strcmp(builtin->name, name) == 0)
			return builtin->init(
			    converter, arguments, arena, error);
	return refuse_name(own, name, error);
}

int
converter_init(struct converter *converter, const struct gantry_converter *own,
    const char *text, size_t length, struct arena *arena,
    struct gantry_error *error)
{
	const char *parenthesis = memchr(text, '(', length);
	size_t name_length =
	    parenthesis == NULL ? length : (size_t)(parenthesis - text);
	const char *name = arena_strndup(arena, text, name_length);
	const char *arguments = "";

	*converter = (struct converter){
		.text = arena_strndup(arena, text, length),
	};
	if (parenthesis != NULL)
		arguments = arena_strndup(
		    arena, parenthesis + 1, length - name_length - 2);
	if (name == NULL || converter->text == NULL || arguments == NULL)
		return gantry_error_memory(error);
	if (init_by_name(converter, own, name, arguments, arena, error) == -1)
		return gantry_error_prefix(error, "'%s'", converter->text);
	return 0;
}
