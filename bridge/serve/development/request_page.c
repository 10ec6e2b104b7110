/*
 * The page of a request: its failure with the stack and the sources, the spans
 * with their SQL, the environ and the answer.  All texts are escaped.
 */
#include <stdio.h>
#include <string.h>

#include "gate/reply.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"
#include "serve/development/request_report.h"

/* Lines of a source that are shown before and after the one of a frame. */
#define LINES_AROUND 4

/* The most of an answer's body that its page repeats. */
#define BODY_MAX 4096

static const char style[] =
    "body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:70em;"
    "padding:0 1em;color:#222;background:#fff}"
    "h1{font-size:1.4em;overflow-wrap:anywhere}h2{font-size:1.1em;"
    "margin-top:1.6em}"
    "pre,td,code{font:13px/1.4 ui-monospace,monospace}"
    "pre{background:#f4f4f4;padding:.6em;overflow-x:auto;margin:.3em 0}"
    "td{padding:.1em 1em .1em 0;vertical-align:top;overflow-wrap:anywhere;"
    "white-space:pre-wrap}"
    ".n{text-align:right;color:#666}.f{background:#fde8e8;color:#8a1f1f;"
    "padding:.7em 1em;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".h{background:#ffd9d9;font-weight:bold}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1c1c1c}"
    "pre{background:#2a2a2a}.f{background:#4a2020;color:#ffd0d0}"
    ".h{background:#633}.n{color:#999}}";

void
request_page_put_escaped(
    struct gantry_buffer *to, const struct masks *masks, const char *text)
{
	masks_put(masks, to, text, strlen(text), true);
}

void
request_page_begin(
    struct gantry_buffer *to, const struct masks *masks, const char *title)
{
	gantry_buffer_puts(to,
	    "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>");
	request_page_put_escaped(to, masks, title);
	gantry_buffer_printf(
	    to, "</title><style>%s</style></head><body>\n<h1>", style);
	request_page_put_escaped(to, masks, title);
	gantry_buffer_puts(to, "</h1>\n");
}

void
request_page_end(struct gantry_buffer *to)
{
	gantry_buffer_puts(to, "</body></html>\n");
}

void
request_page_put_change(
    struct gantry_buffer *to, const struct masks *masks, const char *failure)
{
	gantry_buffer_puts(to,
	    "<p class=f style=\"background:#fde8e8;color:#8a1f1f;padding:.7em "
	    "1em;white-space:pre-wrap\"><strong>The last change is not "
	    "served.</strong> What was served before answers: ");
	request_page_put_escaped(to, masks, failure);
	gantry_buffer_puts(to, "</p>\n");
}

void
request_page_put_text(struct gantry_buffer *to, const struct masks *masks,
    const char *title, const char *text, const char *failure)
{
	request_page_begin(to, masks, title);
	if (failure != NULL)
		request_page_put_change(to, masks, failure);
	gantry_buffer_puts(to, "<p>");
	request_page_put_escaped(to, masks, text);
	gantry_buffer_puts(to, "</p>\n");
	request_page_end(to);
}

/* The lines of FILE around number LINE, which is marked. */
static void
put_source(struct gantry_buffer *to, const struct masks *masks,
    const struct stack_line *place)
{
	FILE *file = fopen(place->file, "re");
	char text[512];
	unsigned number = 1;

	if (file == NULL)
		return;
	gantry_buffer_puts(to, "<pre>");
	while (number <= place->line + LINES_AROUND &&
	    fgets(text, sizeof(text), file) != NULL) {
		if (number + LINES_AROUND >= place->line) {
			gantry_buffer_puts(to,
			    number == place->line ? "<span class=h>"
						  : "<span>");
			gantry_buffer_printf(to, "%5u  ", number);
			masks_put(masks, to, text, strcspn(text, "\n"), true);
			gantry_buffer_puts(to, "</span>\n");
		}
		number += strchr(text, '\n') != NULL;
	}
	gantry_buffer_puts(to, "</pre>");
	fclose(file);
}

struct stack_pages {
	struct gantry_buffer *to;
	const struct masks *masks;
	unsigned sources; /* that were shown */
};

/* Frames of the application have sources; many of the library are alike. */
#define SOURCES_MAX 8

static void
put_frame(void *owner, const struct stack_line *line)
{
	struct stack_pages *self = owner;
	struct gantry_buffer *to = self->to;

	gantry_buffer_puts(to, "<li><code><strong>");
	request_page_put_escaped(to, self->masks, line->function);
	gantry_buffer_puts(to, "</strong>");
	if (line->file != NULL) {
		gantry_buffer_puts(to, " in ");
		request_page_put_escaped(to, self->masks, line->file);
		gantry_buffer_printf(to, ":%u", line->line);
	} else {
		gantry_buffer_puts(to, " in ");
		request_page_put_escaped(to, self->masks, line->object);
	}
	gantry_buffer_puts(to, "</code>");
	if (line->file != NULL && self->sources++ < SOURCES_MAX)
		put_source(to, self->masks, line);
	gantry_buffer_puts(to, "</li>\n");
}

static void
put_failure(struct gantry_buffer *to, const struct masks *masks,
    const struct request_failure *failure)
{
	struct stack_pages stack = { to, masks, 0 };

	if (failure->change != NULL)
		request_page_put_change(to, masks, failure->change);
	if (failure->text != NULL) {
		gantry_buffer_puts(to, "<p class=f>");
		request_page_put_escaped(to, masks, failure->text);
		gantry_buffer_puts(to, "</p>\n");
	}
	if (failure->stack == NULL || failure->stack->count == 0)
		return;
	gantry_buffer_puts(to, "<h2>Stack</h2>\n<ol>\n");
	stack_each(failure->stack, true, put_frame, &stack);
	gantry_buffer_puts(to, "</ol>\n");
}

const char *
request_page_route(const struct gantry_environ *environ)
{
	const struct trace *trace = environ->trace;
	const char *text;
	size_t i;

	for (i = 0; trace != NULL && i < trace->count; i++) {
		text = trace_text(trace, &trace->entries[i]);
		if (trace->entries[i].kind == NULL &&
		    strncmp(text, "template ", 9) == 0)
			return text;
	}
	return NULL;
}

static void
put_entry(struct gantry_buffer *to, const struct masks *masks,
    const struct trace *trace, const struct trace_entry *entry)
{
	gantry_buffer_puts(to, "<tr><td class=n>");
	if (entry->kind != NULL)
		gantry_buffer_printf(to, "%.3f</td><td class=n>%.3f</td>",
		    (double)entry->begun / 1000,
		    (double)trace_took(trace, entry) / 1000);
	else
		gantry_buffer_puts(to, "</td><td></td>");
	gantry_buffer_printf(to, "<td>%*s", (int)entry->depth * 2, "");
	if (entry->kind != NULL)
		gantry_buffer_printf(to, "<strong>%s</strong> ", entry->kind);
	request_page_put_escaped(to, masks, trace_text(trace, entry));
	gantry_buffer_puts(to, "</td></tr>\n");
}

static void
put_spans(struct gantry_buffer *to, const struct masks *masks,
    const struct trace *trace)
{
	size_t i;

	gantry_buffer_puts(to,
	    "<h2>Spans</h2>\n<table><tr><td class=n>from ms</td>"
	    "<td class=n>took ms</td><td></td></tr>\n");
	for (i = 0; i < trace->count; i++)
		put_entry(to, masks, trace, &trace->entries[i]);
	gantry_buffer_puts(to, "</table>\n");
	if (trace->dropped > 0)
		gantry_buffer_printf(to,
		    "<p>%u spans and notes did not fit.</p>\n", trace->dropped);
}

static void
put_environ(struct gantry_buffer *to, const struct masks *masks,
    const struct gantry_environ *environ)
{
	static const char *const changes[] = {
		[TRACE_KEPT] = "",
		[TRACE_REMOVED] = "-",
		[TRACE_ADDED] = "+",
	};
	struct trace_difference difference;
	size_t position = 0;

	gantry_buffer_puts(to,
	    "<h2>Environ</h2>\n<p>- as it was sent, + as the application sees "
	    "it</p>\n<table>\n");
	while (trace_next_difference(environ, &position, &difference)) {
		gantry_buffer_printf(
		    to, "<tr><td>%s</td><td>", changes[difference.change]);
		request_page_put_escaped(to, masks, difference.name);
		gantry_buffer_puts(to, "</td><td>");
		request_page_put_escaped(to, masks,
		    masks_hide_variable(difference.name) ? MASKS_SHOWN
							 : difference.value);
		gantry_buffer_puts(to, "</td></tr>\n");
	}
	gantry_buffer_puts(to, "</table>\n");
}

/* The status, then the headers. */
static void
put_head(struct gantry_buffer *to, const struct masks *masks,
    const struct gantry_body *body)
{
	const char *at = body->head.data, *next, *colon;
	const char *end = at + body->head.length;

	gantry_buffer_puts(to, "<h2>Answer</h2>\n<pre>");
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL || next - at <= 1)
			break;
		colon = memchr(at, ':', (size_t)(next - at));
		if (colon == NULL)
			continue;
		masks_put(masks, to, at, (size_t)(colon - at), true);
		gantry_buffer_puts(to, ": ");
		if (masks_hide_header(at, (size_t)(colon - at)))
			gantry_buffer_puts(to, MASKS_SHOWN);
		else
			masks_put(masks, to, colon + 2,
			    (size_t)(next - 1 - colon - 2), true);
		gantry_buffer_putc(to, '\n');
	}
	gantry_buffer_printf(
	    to, "\n%lld bytes</pre>\n", (long long)body->written);
}

/* What is left of the body is the answer to a failure, which is short. */
static void
put_body(struct gantry_buffer *to, const struct masks *masks,
    const struct gantry_body *body)
{
	const struct gantry_buffer *data = &body->data;

	if (body->status < 500 || data->length == 0)
		return;
	gantry_buffer_puts(to, "<pre>");
	masks_put(masks, to, data->data,
	    data->length < BODY_MAX ? data->length : BODY_MAX, true);
	gantry_buffer_puts(to, "</pre>\n");
}

void
request_page_put(struct gantry_buffer *to, const struct masks *masks,
    const struct gantry_environ *environ, const struct request_failure *failure)
{
	const struct gantry_body *body = environ->body;
	const char *route = request_page_route(environ);
	char title[512];

	snprintf(title, sizeof(title), "%d %s %s%s", body->status,
	    environ_text(environ, "REQUEST_METHOD"),
	    environ_text(environ, "SCRIPT_NAME"),
	    environ_text(environ, "PATH_INFO"));
	request_page_begin(to, masks, title);
	if (failure != NULL)
		put_failure(to, masks, failure);
	if (route != NULL) {
		gantry_buffer_puts(to, "<h2>Route</h2>\n<p><code>");
		request_page_put_escaped(to, masks, route);
		gantry_buffer_puts(to, "</code></p>\n");
	}
	if (environ->trace != NULL)
		put_spans(to, masks, environ->trace);
	put_environ(to, masks, environ);
	put_head(to, masks, body);
	put_body(to, masks, body);
	gantry_buffer_puts(
	    to, "<p>What is shown as " MASKS_SHOWN " is masked.</p>\n");
	request_page_end(to);
}
