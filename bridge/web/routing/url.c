/*
 * URLs from templates.  The path is made and then matched, so that the router
 * reads the same fields that were given.
 */
#include <string.h>

#include "base/text/percent.h"
#include "web/routing/router.h"

/* The value given for the field NAME, or NULL. */
static const char *
get_value(const struct gantry_url_field *fields, const char *name)
{
	for (; fields->name != NULL; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields->value;
	return NULL;
}

static int
put_segment(const struct segment *segment,
    const struct gantry_url_field *fields, struct gantry_buffer *path,
    struct gantry_error *error)
{
	const struct template_field *field;
	const char *value;
	size_t i;

	gantry_buffer_putc(path, '/');
	gantry_buffer_add(path, segment->raw, segment->literal_length);
	for (i = 0; i < segment->count; i++) {
		field = &segment->fields[i];
		value = get_value(fields, field->name);
		if (value == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the field '%s' is missing", field->name);
		gantry_buffer_puts(path, value);
		gantry_buffer_add(path, field->literal, field->literal_length);
	}
	return 0;
}

/* Append the path, not encoded, with a NUL. */
static int
put_path(const struct router *router, const char *text,
    const struct gantry_url_field *fields, struct gantry_buffer *path,
    struct gantry_error *error)
{
	const struct template *template = router_template(router, text);
	size_t i;

	if (template == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the template was not added");
	for (i = 0; i < template->count; i++)
		if (put_segment(&template->segments[i], fields, path, error) ==
		    -1)
			return -1;
	if (gantry_buffer_putc(path, '\0') == -1)
		return gantry_error_memory(error);
	return 0;
}

/* Fail unless MATCH, which was read from the path, has the same FIELDS. */
static int
check_fields(const struct gantry_url_field *fields, const struct match *match,
    struct gantry_error *error)
{
	const struct match_field *field;
	size_t given, i;

	for (given = 0; fields[given].name != NULL; given++) {
		for (i = 0; i < match->count; i++)
			if (strcmp(match->fields[i].name, fields[given].name) ==
			    0)
				break;
		if (i == match->count)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the template has no field '%s'",
			    fields[given].name);
		field = &match->fields[i];
		if (strlen(fields[given].value) != field->length ||
		    memcmp(fields[given].value, field->text, field->length) !=
			0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "'%s' for the field '%s' would be read as '%.*s'",
			    fields[given].value, field->name,
			    (int)field->length, field->text);
	}
	if (given > match->count)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a field is given more than once");
	return 0;
}

/* Clients resolve "." and "..", however encoded (WHATWG URL section 4.4). */
static int
check_dots(const char *path, struct gantry_error *error)
{
	const char *at = path + 1, *segment;
	size_t length;

	while (at != NULL) {
		segment = at;
		length = template_next(&at);
		if ((length == 1 || length == 2) &&
		    strspn(segment, ".") == length)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "clients resolve the segment '%.*s' of '%s'",
			    (int)length, segment, path);
	}
	return 0;
}

static int
check_path(const struct router *router, const char *text, const char *path,
    const struct gantry_url_field *fields, struct gantry_error *error)
{
	struct gantry_buffer buffer = { 0 };
	struct match match;
	const char *why = router_explain(router, text, path, &match, &buffer);

	if (why != NULL)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template does not match the path '%s': %s", path, why);
	gantry_buffer_clear(&buffer);
	return why != NULL || check_fields(fields, &match, error) == -1
	    ? -1
	    : check_dots(path, error);
}

int
router_url(const struct router *router, const char *text,
    const struct gantry_url_field *fields, struct gantry_buffer *url,
    struct gantry_error *error)
{
	static const struct gantry_url_field none = { NULL, NULL };
	struct gantry_buffer path = { 0 };
	int result = -1;

	if (fields == NULL)
		fields = &none;
	if (put_path(router, text, fields, &path, error) == -1 ||
	    check_path(router, text, path.data, fields, error) == -1) {
		gantry_error_prefix(
		    error, "cannot make a URL of the template '%s'", text);
		goto out;
	}
	percent_encode(url, path.data, PERCENT_PATH);
	if (gantry_buffer_failed(url))
		gantry_error_memory(error);
	else
		result = 0;
out:
	gantry_buffer_clear(&path);
	return result;
}
