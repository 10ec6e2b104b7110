/*
 * The routes of a site as a table, and why a path matches one of them and not
 * the others.  The caller checks the buffer for failure.
 */
#include <inttypes.h>
#include <string.h>

#include "web/route_list.h"
#include "web/web.h"

#define COLUMNS 5

/* One line of the table; filled again for each line. */
struct line {
	struct gantry_buffer cells[COLUMNS];
};

static void
add_word(struct gantry_buffer *cell, const char *word)
{
	if (cell->length > 0)
		gantry_buffer_puts(cell, ", ");
	gantry_buffer_puts(cell, word != NULL ? word : "?");
}

static void
add_hooks(struct gantry_buffer *cell, const struct gantry_hook *hook)
{
	for (; hook != NULL && hook->call != NULL; hook++)
		add_word(cell, hook->name);
}

/* The hooks before, from the outermost scope inwards. */
static void
add_before(struct gantry_buffer *cell, const struct scope *scope)
{
	if (scope == NULL)
		return;
	add_before(cell, scope->outer);
	add_hooks(cell, scope->before);
}

static void
add_middleware(struct gantry_buffer *cell, const struct scope *scope)
{
	size_t i;

	if (scope == NULL)
		return;
	add_middleware(cell, scope->outer);
	for (i = 0; i < scope->instance_count; i++)
		add_word(cell, scope->instances[i].middleware->name);
}

/* "before | after"; those after, from the innermost scope outwards. */
static void
add_all_hooks(struct gantry_buffer *cell, const struct scope *scope)
{
	struct gantry_buffer after = { 0 };

	add_before(cell, scope);
	for (; scope != NULL; scope = scope->outer)
		add_hooks(&after, scope->after);
	if (after.length > 0)
		gantry_buffer_printf(
		    cell, " | %.*s", (int)after.length, after.data);
	gantry_buffer_clear(&after);
}

static void
fill_line(struct line *line, const char *method, const struct entry *entry,
    const struct operation *operation)
{
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		gantry_buffer_reset(&line->cells[i]);
	gantry_buffer_puts(&line->cells[0], method);
	gantry_buffer_puts(&line->cells[1], entry->template);
	gantry_buffer_puts(&line->cells[2],
	    operation->responder.name != NULL ? operation->responder.name
					      : "?");
	if (operation->route != NULL)
		add_all_hooks(&line->cells[3], operation->scope);
	add_middleware(&line->cells[4], operation->scope);
}

/* A pass over the lines: the first measures, the second writes. */
typedef void line_pass(
    struct line *line, size_t *widths, struct gantry_buffer *text);

static void
measure_line(struct line *line, size_t *widths, struct gantry_buffer *text)
{
	size_t i;

	(void)text;
	for (i = 0; i < COLUMNS; i++)
		if (line->cells[i].length > widths[i])
			widths[i] = line->cells[i].length;
}

static void
write_line(struct line *line, size_t *widths, struct gantry_buffer *text)
{
	struct gantry_buffer *cell;
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		cell = &line->cells[i];
		if (cell->length == 0)
			gantry_buffer_putc(cell, '-');
		gantry_buffer_printf(text, "%s%-*.*s", i > 0 ? "  " : "",
		    i + 1 < COLUMNS ? (int)widths[i] : 0, (int)cell->length,
		    cell->data);
	}
	gantry_buffer_putc(text, '\n');
}

static void
pass_head(struct line *line, line_pass *pass, size_t *widths,
    struct gantry_buffer *text)
{
	static const char *const titles[COLUMNS] = {
		"METHOD",
		"TEMPLATE",
		"RESPONDER",
		"HOOKS",
		"MIDDLEWARE",
	};
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		gantry_buffer_reset(&line->cells[i]);
		gantry_buffer_puts(&line->cells[i], titles[i]);
	}
	pass(line, widths, text);
}

static void
pass_entries(struct line *line, const struct entry *entry, line_pass *pass,
    size_t *widths, struct gantry_buffer *text)
{
	const struct operation *operation;

	for (; entry != NULL; entry = entry->next) {
		for (operation = entry->operations; operation != NULL;
		     operation = operation->next) {
			fill_line(line,
			    operation->method != NULL	   ? operation->method
				: operation->route != NULL ? "(others)"
							   : "(sink)",
			    entry, operation);
			pass(line, widths, text);
		}
	}
}

void
route_list_print(const struct gantry_web *web, struct gantry_buffer *text)
{
	static line_pass *const passes[] = { measure_line, write_line };
	struct line line = { 0 };
	size_t widths[COLUMNS] = { 0 }, i;

	for (i = 0; i < sizeof(passes) / sizeof(*passes); i++) {
		pass_head(&line, passes[i], widths, text);
		pass_entries(&line, web->site.entries, passes[i], widths, text);
		pass_entries(
		    &line, web->site.sink_entries, passes[i], widths, text);
	}
	for (i = 0; i < COLUMNS; i++)
		gantry_buffer_clear(&line.cells[i]);
}

static void
put_field(struct gantry_buffer *text, const struct match_field *field)
{
	gantry_buffer_printf(text, "  %s = '%.*s'", field->name,
	    (int)field->length, field->text);
	if (field->kind == MATCH_INTEGER)
		gantry_buffer_printf(
		    text, ", integer %" PRId64, field->integer);
	else if (field->kind == MATCH_NUMBER)
		gantry_buffer_printf(text, ", number %g", field->number);
	else if (field->kind == MATCH_TIME)
		gantry_buffer_printf(
		    text, ", seconds since 1970 %" PRId64, field->integer);
	gantry_buffer_putc(text, '\n');
}

static void
put_winner(struct gantry_buffer *text, const char *path,
    const struct entry *entry, const struct match *match)
{
	size_t i;

	if (entry == NULL) {
		gantry_buffer_printf(text, "%s has no route: 404\n", path);
		return;
	}
	gantry_buffer_printf(
	    text, "%s is answered by %s\n", path, entry->template);
	if (entry->allow == NULL)
		gantry_buffer_puts(text, "  a sink, since no route matches\n");
	else
		gantry_buffer_printf(text, "  methods %s\n", entry->allow);
	for (i = 0; i < match->count; i++)
		put_field(text, &match->fields[i]);
}

static void
put_loser(struct gantry_buffer *text, const struct router *router,
    const struct entry *entry, const struct routed_path *path)
{
	struct gantry_buffer reason = { 0 };
	struct match match;
	const char *why =
	    router_explain(router, entry->template, path, &match, &reason);

	gantry_buffer_printf(text, "not by %s: %s\n", entry->template,
	    why != NULL ? why : "it matches, but the other is more specific");
	gantry_buffer_clear(&reason);
}

int
route_list_match(const struct gantry_web *web, struct gantry_environ *environ,
    struct gantry_buffer *text)
{
	const struct site *site = &web->site;
	struct match match = { 0 };
	const struct entry *winner, *entry;
	struct routed_path path;

	if (routed_path_find(
		&path, environ, site->source->strips_trailing_slash) == -1)
		return -1;
	winner = site_find(site, &path, &match);
	put_winner(text, routed_path_show(&path, environ), winner, &match);
	for (entry = site->entries; entry != NULL; entry = entry->next)
		if (entry != winner)
			put_loser(text, site->router, entry, &path);
	return winner != NULL ? 1 : 0;
}
