/*
 * Lines for a terminal.  What a client or an application wrote is escaped, so
 * that it controls no terminal; only the colors are control sequences.
 */
#include <string.h>
#include <time.h>

#include "gate/trace/trace.h"
#include "serve/development/request_report.h"

#define RED    "\033[31m"
#define GREEN  "\033[32m"
#define YELLOW "\033[33m"
#define CYAN   "\033[36m"
#define DIM    "\033[2m"
#define PLAIN  "\033[0m"

/* The statements of a request, without those inside of others. */
struct statements {
	unsigned count;
	int64_t took; /* microseconds */
};

struct writing {
	struct gantry_buffer *to;
	const struct masks *masks;
	const struct development_options *options;
};

static void
put_color(const struct writing *writing, const char *color)
{
	if (writing->options->has_colors)
		gantry_buffer_puts(writing->to, color);
}

static void
put_text(const struct writing *writing, const char *text)
{
	masks_put(writing->masks, writing->to, text, strlen(text), false);
}

static bool
is_statement(const struct trace_entry *entry)
{
	return entry->kind != NULL && strcmp(entry->kind, "sql") == 0;
}

static void
count_statements(const struct trace *trace, struct statements *statements)
{
	const struct trace_entry *entry, *outer = NULL;
	size_t i;

	*statements = (struct statements){ 0 };
	for (i = 0; i < trace->count; i++) {
		entry = &trace->entries[i];
		if (outer != NULL && entry->depth <= outer->depth)
			outer = NULL;
		if (outer != NULL || !is_statement(entry))
			continue;
		outer = entry;
		statements->count++;
		statements->took += trace_took(trace, entry);
	}
}

static const char *
color_of(int status)
{
	if (status >= 500)
		return RED;
	if (status >= 400)
		return YELLOW;
	return status >= 300 ? CYAN : GREEN;
}

static void
put_time(const struct writing *writing)
{
	const time_t now = time(NULL);
	struct tm local;
	char text[16] = "";

	if (localtime_r(&now, &local) != NULL)
		strftime(text, sizeof(text), "%H:%M:%S ", &local);
	put_color(writing, DIM);
	gantry_buffer_puts(writing->to, text);
	put_color(writing, PLAIN);
}

static void
put_request(const struct writing *writing, const struct request_line *line)
{
	const struct gantry_environ *environ = line->environ;
	const char *target = environ_text(environ, "REQUEST_URI");

	put_text(writing, environ_text(environ, "REQUEST_METHOD"));
	gantry_buffer_putc(writing->to, ' ');
	if (*target != '\0') {
		put_text(writing, target);
	} else {
		put_text(writing, environ_text(environ, "SCRIPT_NAME"));
		put_text(writing, environ_text(environ, "PATH_INFO"));
	}
	gantry_buffer_putc(writing->to, ' ');
	put_color(writing, color_of(line->status));
	gantry_buffer_printf(writing->to, "%d", line->status);
	put_color(writing, PLAIN);
}

/* One line, even if the statement has several. */
static void
put_statement(const struct writing *writing, const struct trace *trace,
    const struct trace_entry *entry)
{
	const char *text = trace_text(trace, entry), *end;

	put_color(writing, DIM);
	gantry_buffer_printf(writing->to, "%14.3f ms  ",
	    (double)trace_took(trace, entry) / 1000);
	put_color(writing, PLAIN);
	for (; *text != '\0'; text = end) {
		end = text + strcspn(text, " \t\r\n");
		masks_put(writing->masks, writing->to, text,
		    (size_t)(end - text), false);
		end += strspn(end, " \t\r\n");
		if (*end != '\0')
			gantry_buffer_putc(writing->to, ' ');
	}
	gantry_buffer_putc(writing->to, '\n');
}

static void
put_trace(const struct writing *writing, const struct trace *trace)
{
	struct statements statements;

	gantry_buffer_printf(writing->to, " %.1f ms",
	    (double)trace_took(trace, &trace->entries[0]) / 1000);
	count_statements(trace, &statements);
	if (statements.count > 0)
		gantry_buffer_printf(writing->to, ", %u SQL %.1f ms",
		    statements.count, (double)statements.took / 1000);
}

void
request_line_put(struct gantry_buffer *to, const struct masks *masks,
    const struct development_options *options, const struct request_line *line)
{
	const struct writing writing = { to, masks, options };
	const struct trace *trace = line->environ->trace;
	size_t i;

	put_time(&writing);
	put_request(&writing, line);
	if (trace != NULL && trace->count > 0)
		put_trace(&writing, trace);
	if (line->link != NULL) {
		gantry_buffer_puts(to, ", ");
		put_color(&writing, DIM);
		put_text(&writing, line->link);
		put_color(&writing, PLAIN);
	}
	gantry_buffer_putc(to, '\n');
	if (trace == NULL || !options->is_verbose)
		return;
	for (i = 0; i < trace->count; i++)
		if (is_statement(&trace->entries[i]))
			put_statement(&writing, trace, &trace->entries[i]);
}
