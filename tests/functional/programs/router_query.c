/*
 * Runs the router for tests that know the right answers.  Words are
 * percent-encoded, answers are lines of JSON:
 *
 *	reset		{}
 *	add TEMPLATE	"added": TEMPLATE, or "refused": the error
 *	find PATH	"template": TEMPLATE or null; "fields":
 *			{ name: [kind, value] } and "url": the path built from
 *			them, or null; "alike": all templates that match alone
 *
 * There is one converter of the site: hex, optionally with a number of digits.
 */
#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "base/text/percent.h"
#include "web/routing/router.h"

#define TEMPLATES_MAX 64

static struct router *router;
static char *templates[TEMPLATES_MAX];
static size_t template_count;

static bool
hex_knows(const char *arguments)
{
	return strspn(arguments, "0123456789") == strlen(arguments);
}

static bool
hex_takes(const char *text, size_t length, const char *arguments)
{
	size_t i;

	if (*arguments != '\0' && length != strtoul(arguments, NULL, 10))
		return false;
	for (i = 0; i < length; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	return true;
}

static const struct gantry_converter converters[] = {
	{ "hex", hex_knows, hex_takes },
	{ NULL, NULL, NULL },
};

static void
clear(void)
{
	router_free(router);
	while (template_count > 0)
		free(templates[--template_count]);
}

static void
reset(void)
{
	clear();
	router = router_new(converters);
	if (router == NULL)
		errx(1, "out of memory");
}

static void
add(const char *text, struct gantry_buffer *buffer)
{
	struct gantry_error error = { 0 };
	char *template = strdup(text);
	const char *target;

	if (template == NULL || template_count == TEMPLATES_MAX)
		errx(1, "too many templates");
	target = router_add(router, template, template, &error);
	gantry_buffer_puts(
	    buffer, target != NULL ? "\"added\":" : "\"refused\":");
	gantry_json_text(buffer, target != NULL ? target : error.text);
	/* The router merged it with an earlier one. */
	if (target == template)
		templates[template_count++] = template;
	else
		free(template);
}

static void
put_field(struct gantry_buffer *buffer, const struct match_field *field)
{
	static const char *const kinds[] = { "text", "integer", "number",
		"time", "text" };
	char *text;

	gantry_json_text(buffer, field->name);
	gantry_buffer_printf(buffer, ":[\"%s\",", kinds[field->kind]);
	if (field->kind == MATCH_TEXT || field->kind == MATCH_UUID) {
		text = malloc(match_field_size(field));
		if (text == NULL)
			errx(1, "out of memory");
		match_field_write(field, text);
		gantry_json_text(buffer, text);
		free(text);
	} else if (field->kind == MATCH_NUMBER) {
		gantry_buffer_printf(buffer, "\"%.17g\"", field->number);
	} else {
		gantry_buffer_printf(buffer, "\"%" PRId64 "\"", field->integer);
	}
	gantry_buffer_putc(buffer, ']');
}

/* Build the path from the texts of the fields. */
static void
put_url(struct gantry_buffer *buffer, const char *template,
    const struct match *match)
{
	struct gantry_url_field fields[MATCH_FIELDS_MAX + 1] = { { 0 } };
	struct gantry_buffer url = { 0 };
	struct gantry_error error;
	char *copies[MATCH_FIELDS_MAX];
	size_t i;

	for (i = 0; i < match->count; i++) {
		copies[i] =
		    strndup(match->fields[i].text, match->fields[i].length);
		fields[i].name = match->fields[i].name;
		fields[i].value = copies[i];
	}
	if (router_url(router, template, fields, &url, &error) == 0)
		gantry_json_string(buffer, url.data, url.length);
	else
		gantry_buffer_puts(buffer, "null");
	gantry_buffer_clear(&url);
	for (i = 0; i < match->count; i++)
		free(copies[i]);
}

static void
put_alike(struct gantry_buffer *buffer, const struct routed_path *path)
{
	struct gantry_buffer why = { 0 };
	struct match match;
	const char *separator = "";
	size_t i;

	gantry_buffer_puts(buffer, ",\"alike\":[");
	for (i = 0; i < template_count; i++) {
		if (router_explain(router, templates[i], path, &match, &why) !=
		    NULL)
			continue;
		gantry_buffer_puts(buffer, separator);
		gantry_json_text(buffer, templates[i]);
		separator = ",";
	}
	gantry_buffer_putc(buffer, ']');
	gantry_buffer_clear(&why);
}

static void
find(const char *text, struct gantry_buffer *buffer)
{
	const struct routed_path path = { .text = text };
	struct match match;
	const char *template = router_find(router, &path, &match);
	size_t i;

	gantry_buffer_puts(buffer, "\"template\":");
	gantry_json_text(buffer, template);
	if (template != NULL) {
		gantry_buffer_puts(buffer, ",\"fields\":{");
		for (i = 0; i < match.count; i++) {
			gantry_buffer_puts(buffer, i > 0 ? "," : "");
			put_field(buffer, &match.fields[i]);
		}
		gantry_buffer_puts(buffer, "},\"url\":");
		put_url(buffer, template, &match);
	}
	put_alike(buffer, &path);
}

static void
answer(char *line, struct gantry_buffer *buffer)
{
	char *word = strchr(line, ' ');

	if (word != NULL) {
		*word++ = '\0';
		if (percent_decode(word, word, strlen(word), false) == -1)
			errx(1, "invalid percent-encoding: %s", word);
	}
	gantry_buffer_reset(buffer);
	gantry_buffer_putc(buffer, '{');
	if (word == NULL && strcmp(line, "reset") == 0)
		reset();
	else if (word != NULL && strcmp(line, "add") == 0)
		add(word, buffer);
	else if (word != NULL && strcmp(line, "find") == 0)
		find(word, buffer);
	else
		errx(1, "unknown command: %s", line);
	gantry_buffer_puts(buffer, "}\n");
	fwrite(buffer->data, 1, buffer->length, stdout);
}

int
main(void)
{
	struct gantry_buffer buffer = { 0 };
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	reset();
	while ((length = getline(&line, &size, stdin)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		answer(line, &buffer);
		fflush(stdout);
	}
	free(line);
	gantry_buffer_clear(&buffer);
	clear();
	return 0;
}
