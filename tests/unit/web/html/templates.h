#ifndef UNIT_WEB_HTML_TEMPLATES_H
#define UNIT_WEB_HTML_TEMPLATES_H

#include <stdlib.h>
#include <string.h>

#include <gantry/html.h>

#include "gate/environ/environ.h"
#include "unit.h"

/* A template, or several: "main" is rendered, its partials are "one" and "two".
 */
struct page {
	const char *text, *json, *expected;
	const char *partials[2];
};

static inline struct gantry_html_templates *
page_compile(const struct page *page, struct gantry_error *error)
{
	const struct gantry_html_source sources[] = {
		{ "main", page->text },
		{ page->partials[0] != NULL ? "one" : NULL, page->partials[0] },
		{ page->partials[1] != NULL ? "two" : NULL, page->partials[1] },
		{ NULL, NULL },
	};

	return gantry_html_templates_new(sources, error);
}

/* Render PAGE to BUFFER, NUL-terminated; returns what gantry_html_render does.
 */
static inline int
page_render(const struct page *page, struct gantry_buffer *buffer,
    struct gantry_error *error)
{
	struct gantry_html_templates *templates = page_compile(page, error);
	const struct gantry_json_value *values;
	struct gantry_environ environ;
	int result;

	ck_assert_msg(templates != NULL, "%s: %s", page->text, error->text);
	environ_init(&environ);
	values =
	    gantry_json_parse(&environ, page->json, strlen(page->json), error);
	ck_assert_msg(values != NULL, "%s: %s", page->json, error->text);
	result = gantry_html_render(templates, "main", values, buffer, error);
	gantry_buffer_putc(buffer, '\0');
	environ_clear(&environ);
	gantry_html_templates_free(templates);
	return result;
}

static inline void
page_expect(const struct page *pages)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error = { 0 };

	for (; pages->text != NULL; pages++) {
		ck_assert_msg(page_render(pages, &buffer, &error) == 0,
		    "%s: %s", pages->text, error.text);
		ck_assert_msg(strcmp(buffer.data, pages->expected) == 0,
		    "%s: \"%s\" instead of \"%s\"", pages->text, buffer.data,
		    pages->expected);
		gantry_buffer_reset(&buffer);
	}
	gantry_buffer_clear(&buffer);
}

/* TEXT must be refused, with EXPECTED in the message. */
static inline void
page_expect_refused(const char *text, const char *expected)
{
	const struct page page = { .text = text };
	struct gantry_error error = { 0 };

	ck_assert_msg(
	    page_compile(&page, &error) == NULL, "compiled: %s", text);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(
	    strstr(error.text, expected) != NULL, "%s: %s", text, error.text);
}

#endif
