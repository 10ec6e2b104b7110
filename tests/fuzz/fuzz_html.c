/*
 * A libFuzzer target for templates.  An input is a page and a partial of
 * itself.  If it compiles and asks for nothing unescaped, a value of an
 * attacker must add no tag and no quote to the page.
 */
#include <stdlib.h>
#include <string.h>

#include "gantry/html.h"
#include "gate/environ/environ.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char harmless[] =
    "{\"a\":\"v\",\"b\":[{\"a\":\"v\"},{\"a\":\"v\"}],\"c\":false}";
static const char attack[] =
    "{\"a\":\"javascript:<>\\\"'`\",\"b\":[{\"a\":\"' onx=\\\"\"},{\"a\":"
    "\"--></script>\"}],\"c\":false}";

/* Render with JSON; a NUL follows.  Returns whether that was within limits. */
static bool
render(const struct gantry_html_templates *templates, const char *json,
    struct gantry_buffer *page)
{
	const struct gantry_json_value *values;
	struct gantry_environ environ;
	struct gantry_error error;
	int result;

	environ_init(&environ);
	values = gantry_json_parse(&environ, json, strlen(json), &error);
	require(values != NULL, "the values are JSON");
	result = gantry_html_render(templates, "main", values, page, &error);
	require(result == 0 || error.code == GANTRY_ERROR_LIMIT,
	    "a page can only be too large");
	require(result == 0 || page->length == 0,
	    "nothing is appended in a failure");
	environ_clear(&environ);
	gantry_buffer_putc(page, '\0');
	return result == 0;
}

static size_t
count(const char *text, const char *set)
{
	size_t found = 0;

	for (; *text != '\0'; text++)
		found += strchr(set, *text) != NULL;
	return found;
}

/* Does TEXT ask for nothing unescaped? */
static bool
is_escaped(const char *text)
{
	return strchr(text, '&') == NULL && strchr(text, '{') != NULL &&
	    strstr(text, "{{{") == NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct gantry_html_source sources[] = { { "main", text },
		{ NULL, NULL } };
	struct gantry_buffer one = { 0 }, other = { 0 };
	struct gantry_html_templates *templates;
	struct gantry_error error = { 0 };

	require(text != NULL, "there is memory");
	memcpy(text, data, size);
	text[size] = '\0';
	templates = gantry_html_templates_new(sources, &error);
	require(templates != NULL || *error.text != '\0',
	    "a template that is refused has a reason");
	if (templates != NULL && render(templates, harmless, &one) &&
	    render(templates, attack, &other)) {
		if (is_escaped(text))
			require(count(one.data, "<>\"'") ==
				count(other.data, "<>\"'"),
			    "a value adds no tag and no quote");
	}
	gantry_html_templates_free(templates);
	gantry_buffer_clear(&one);
	gantry_buffer_clear(&other);
	free(text);
	return 0;
}
