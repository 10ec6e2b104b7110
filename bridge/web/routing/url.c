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

/* A path of one segment for each of a template's, a path converter's too. */
struct made {
	const struct template *template;
	struct gantry_buffer text; /* decoded, with slashes between segments */
	uint32_t ends[TEMPLATE_SEGMENTS_MAX];
};

/* The segment INDEX, *LENGTH bytes. */
static const char *
get_segment(const struct made *made, size_t index, size_t *length)
{
	size_t from = index > 0 ? made->ends[index - 1] + 1 : 0;

	*length = made->ends[index] - from;
	return made->text.data + from;
}

static int
put_segment(struct made *made, const struct segment *segment,
    const struct gantry_url_field *fields, struct gantry_error *error)
{
	struct gantry_buffer *text = &made->text;
	const struct template_field *field;
	const char *value;
	size_t i;

	gantry_buffer_add(text, segment->raw, segment->literal_length);
	for (i = 0; i < segment->count; i++) {
		field = &segment->fields[i];
		value = get_value(fields, field->name);
		if (value == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the field '%s' is missing", field->name);
		gantry_buffer_puts(text, value);
		gantry_buffer_add(text, field->literal, field->literal_length);
	}
	return 0;
}

/* Fill the template's fields in. */
static int
make(struct made *made, const struct gantry_url_field *fields,
    struct gantry_error *error)
{
	const struct template *template = made->template;
	size_t i;

	if (template == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the template was not added");
	for (i = 0; i < template->count; i++) {
		if (i > 0)
			gantry_buffer_putc(&made->text, '/');
		if (put_segment(made, &template->segments[i], fields, error) ==
		    -1)
			return -1;
		made->ends[i] = (uint32_t)made->text.length;
	}
	if (gantry_buffer_putc(&made->text, '\0') == -1)
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

/*
 * Clients resolve "." and "..", however encoded (WHATWG URL section 4.4), and
 * web servers a segment that climbs.
 */
static int
check_dots(const struct made *made, struct gantry_error *error)
{
	const char *segment;
	size_t length, i;

	for (i = 0; i < made->template->count; i++) {
		segment = get_segment(made, i, &length);
		if (routed_path_is_resolved(segment, length))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s resolve the segment '%.*s' of '/%s'",
			    memchr(segment, '/', length) == NULL
				? "clients"
				: "web servers",
			    (int)length, segment, made->text.data);
	}
	return 0;
}

static int
check_path(const struct router *router, const struct made *made,
    const struct gantry_url_field *fields, struct gantry_error *error)
{
	const struct routed_path path = {
		.text = made->text.data,
		.ends = made->ends,
		.count = made->template->count,
	};
	struct gantry_buffer buffer = { 0 };
	struct match match;
	const char *why = router_explain(
	    router, made->template->text, &path, &match, &buffer);

	if (why != NULL)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template does not match the path '/%s': %s", path.text,
		    why);
	gantry_buffer_clear(&buffer);
	return why != NULL || check_fields(fields, &match, error) == -1
	    ? -1
	    : check_dots(made, error);
}

/*
 * May the slashes of TEXT separate segments?  An empty one is kept only as the
 * last, and only if the site does not strip it.
 */
static bool
is_plain(const char *text, size_t length, bool strips_trailing_slash)
{
	const char *end = text + length, *slash;

	for (;; text = slash + 1) {
		slash = memchr(text, '/', (size_t)(end - text));
		length = (size_t)((slash != NULL ? slash : end) - text);
		if (length == 0)
			return slash == NULL && !strips_trailing_slash;
		if (length <= 2 && memcmp(text, "..", length) == 0)
			return false;
		if (slash == NULL)
			return true;
	}
}

static void
encode(const struct router *router, const struct made *made,
    struct gantry_buffer *url)
{
	const struct segment *segments = made->template->segments;
	const char *segment;
	size_t length, i;

	for (i = 0; i < made->template->count; i++) {
		segment = get_segment(made, i, &length);
		gantry_buffer_putc(url, '/');
		percent_encode_bytes(url, segment, length,
		    segment_takes_rest(&segments[i]) &&
			    is_plain(
				segment, length, router->strips_trailing_slash)
			? PERCENT_PATH
			: PERCENT_SEGMENT);
	}
}

int
router_url(const struct router *router, const char *text,
    const struct gantry_url_field *fields, struct gantry_buffer *url,
    struct gantry_error *error)
{
	static const struct gantry_url_field none = { NULL, NULL };
	struct made made = { .template = router_template(router, text) };
	int result = -1;

	if (fields == NULL)
		fields = &none;
	if (make(&made, fields, error) == -1 ||
	    check_path(router, &made, fields, error) == -1) {
		gantry_error_prefix(
		    error, "cannot make a URL of the template '%s'", text);
		goto out;
	}
	encode(router, &made, url);
	if (gantry_buffer_failed(url))
		gantry_error_memory(error);
	else
		result = 0;
out:
	gantry_buffer_clear(&made.text);
	return result;
}
