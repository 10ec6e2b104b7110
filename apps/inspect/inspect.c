/*
 * Prints the environ of the request, with the types of the wsgi.* variables.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gantry/buffer.h>
#include <gantry/json.h>

#include "inspect/inspect.h"

/* One line of the answer. */
struct entry {
	const char *name;
	const char *type;
	const char *value; /* as text */
	const char *json; /* as JSON; NULL: the value as a string */
};

#define WSGI_COUNT 7

static const char *
boolean(bool value)
{
	return value ? "true" : "false";
}

/* Describe the body: "stdin, 5 bytes".  NULL when memory ran out. */
static const char *
describe_input(struct gantry_environ *environ)
{
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	char waste[16384];
	size_t total = 0;
	ssize_t count;

	while ((count = gantry_read(input, waste, sizeof(waste))) > 0)
		total += (size_t)count;
	return gantry_environ_format(environ, "stdin, %zu bytes%s", total,
	    count == -1 ? ", incomplete" : "");
}

/* The wsgi.* variables, sorted by name, into WSGI_COUNT entries. */
static void
describe_wsgi(
    const struct gantry_wsgi *wsgi, const char *input, struct entry *entries)
{
	const struct entry described[WSGI_COUNT] = {
		{ "wsgi.errors", "stream", "stderr", NULL },
		{ "wsgi.input", "stream", input, NULL },
		{ "wsgi.multiprocess", "bool", boolean(wsgi->multiprocess),
		    boolean(wsgi->multiprocess) },
		{ "wsgi.multithread", "bool", boolean(wsgi->multithread),
		    boolean(wsgi->multithread) },
		{ "wsgi.run_once", "bool", boolean(wsgi->run_once),
		    boolean(wsgi->run_once) },
		{ "wsgi.url_scheme", "string", wsgi->url_scheme, NULL },
		{ "wsgi.version", "tuple", "1, 0", "[1,0]" },
	};

	memcpy(entries, described, sizeof(described));
}

static int
compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return strcmp(a->name, b->name);
}

/*
 * Collect all entries, sorted, in the memory of the request.  NULL when memory
 * ran out.
 */
static struct entry *
collect(struct gantry_environ *environ, size_t *count)
{
	struct gantry_variable variable;
	struct entry *entries;
	const char *input = describe_input(environ);
	size_t position = 0, number = 0;

	while (gantry_environ_next(environ, &position, &variable))
		number++;
	entries = gantry_environ_alloc(
	    environ, (number + WSGI_COUNT) * sizeof(*entries));
	if (entries == NULL || input == NULL)
		return NULL;
	position = number = 0;
	while (gantry_environ_next(environ, &position, &variable))
		entries[number++] = (struct entry){
			variable.name,
			"string",
			variable.value,
			NULL,
		};
	describe_wsgi(gantry_environ_wsgi(environ), input, entries + number);
	*count = number + WSGI_COUNT;
	qsort(entries, *count, sizeof(*entries), compare);
	return entries;
}

/* A client controls the values: no control character may reach a terminal. */
static void
put_visible(struct gantry_buffer *text, const char *value)
{
	for (; *value != '\0'; value++) {
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			gantry_buffer_printf(
			    text, "\\x%02x", (unsigned char)*value);
		else
			gantry_buffer_putc(text, *value);
	}
}

static void
write_text(
    struct gantry_buffer *text, const struct entry *entries, size_t count)
{
	size_t i, widest = 0;

	for (i = 0; i < count; i++)
		if (strlen(entries[i].name) > widest)
			widest = strlen(entries[i].name);
	for (i = 0; i < count; i++) {
		gantry_buffer_printf(text, "%-*s  %-6s  ", (int)widest,
		    entries[i].name, entries[i].type);
		put_visible(text, entries[i].value);
		gantry_buffer_putc(text, '\n');
	}
}

static void
write_json(
    struct gantry_buffer *text, const struct entry *entries, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		gantry_buffer_puts(text, i == 0 ? "{\n  " : ",\n  ");
		gantry_json_text(text, entries[i].name);
		gantry_buffer_puts(text, ": {\"type\": ");
		gantry_json_text(text, entries[i].type);
		gantry_buffer_puts(text, ", \"value\": ");
		if (entries[i].json != NULL)
			gantry_buffer_puts(text, entries[i].json);
		else
			gantry_json_text(text, entries[i].value);
		gantry_buffer_putc(text, '}');
	}
	gantry_buffer_puts(text, "\n}\n");
}

/*
 * Write TEXT.  For "gantry doctor --probe", write it in two parts with a pause
 * in between: the probe tests whether answers are passed on as they arrive.
 */
static int
write_answer(struct gantry_environ *environ, struct gantry_body *body,
    const struct gantry_buffer *text)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	const struct timespec pause = { .tv_nsec = 600000000 };
	size_t half = text->length / 2;

	if (strcmp(query, "gantry-doctor-pause") != 0)
		return gantry_write(body, text->data, text->length);
	if (gantry_write(body, text->data, half) == -1 ||
	    gantry_flush(body) == -1)
		return -1;
	nanosleep(&pause, NULL);
	return gantry_write(body, text->data + half, text->length - half);
}

static bool
wants_json(const struct gantry_environ *environ)
{
	const char *accept = gantry_environ_get(environ, "HTTP_ACCEPT");

	return accept != NULL && strstr(accept, "application/json") != NULL;
}

static int
inspect(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const bool json = wants_json(environ);
	const struct gantry_header headers[] = {
		{ "Content-Type",
		    json ? "application/json" : "text/plain; charset=utf-8" },
		{ "Cache-Control", "no-store" },
		{ "Vary", "Accept" },
		{ NULL, NULL },
	};
	struct gantry_buffer text = { 0 };
	size_t count;
	struct entry *entries = collect(environ, &count);
	int result = -1;

	if (entries == NULL)
		return -1;
	if (json)
		write_json(&text, entries, count);
	else
		write_text(&text, entries, count);
	if (!gantry_buffer_failed(&text))
		result = write_answer(
		    environ, start_response(environ, "200 OK", headers), &text);
	gantry_buffer_clear(&text);
	return result;
}

const struct gantry_application inspect_application = {
	.name = "inspect",
	.help = "shows the environ of the request",
	.call = inspect,
};
