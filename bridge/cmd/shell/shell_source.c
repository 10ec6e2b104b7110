/*
 * source: the lines of the functions that answer a route.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/commands/commands.h"
#include "cmd/shell/handler_source.h"
#include "cmd/shell/line/line_words.h"
#include "cmd/shell/shell_commands.h"
#include "cmd/shell/show/screen.h"
#include "web/routing/routed_path.h"
#include "web/web.h"

/* What is looked for. */
struct search {
	struct shell *shell;
	const char *method; /* NULL: any */
	const char *route; /* a template with its mount's prefix, or a path */
	unsigned found;
	int status;
};

static int
show(struct search *self, const char *what, const void *function)
{
	struct gantry_buffer text = { 0 };
	struct handler_place place;
	struct gantry_error error;

	self->found++;
	if (handler_source_find(&place, function, &error) == -1) {
		shell_misused(self->shell, "%s: %s", what, error.text);
		return self->status = 1;
	}
	screen_put_coloured(
	    &text, self->shell->is_coloured, SCREEN_BOLD, what, strlen(what));
	gantry_buffer_puts(&text, "  ");
	screen_put_line(&text, place.file, strlen(place.file));
	gantry_buffer_printf(&text, ":%u\n", place.line);
	if (handler_source_put(&place, &text, &error) == -1) {
		shell_misused(self->shell, "%s: %s", what, error.text);
		self->status = 1;
	}
	screen_print(&text);
	return self->status;
}

static void
show_operation(struct search *self, const struct entry *entry,
    const struct operation *operation)
{
	const char *name = operation->responder.name;
	char what[256];

	if (self->method != NULL && operation->method != NULL &&
	    strcmp(self->method, operation->method) != 0)
		return;
	snprintf(what, sizeof(what), "%s %s: %s",
	    operation->method != NULL ? operation->method : "(others)",
	    entry->template, name != NULL ? name : "?");
	/* ISO C has no cast from a function to an object. */
	union {
		int (*call)(struct gantry_request *request,
		    struct gantry_response *response);
		const void *address;
	} function = { .call = operation->responder.call };

	show(self, what, function.address);
}

/* Each function once, since GET and HEAD often have the same. */
static void
show_entry(struct search *self, const struct entry *entry)
{
	const struct operation *operation, *earlier;

	for (operation = entry->operations; operation != NULL;
	     operation = operation->next) {
		for (earlier = entry->operations; earlier != operation &&
		     earlier->responder.call != operation->responder.call;
		     earlier = earlier->next)
			;
		if (earlier == operation || self->method != NULL)
			show_operation(self, entry, operation);
	}
}

/* The application has no routes: show its own function. */
static void
show_application(struct search *self, const struct mount *mount)
{
	union {
		gantry_app *call;
		const void *address;
	} function = { .call = mount->application->call };
	char what[256];

	snprintf(what, sizeof(what), "%s at %s", mount->application->name,
	    *mount->prefix != '\0' ? mount->prefix : "/");
	show(self, what, function.address);
}

/* The template as it is written. */
static bool
find_template(struct search *self, size_t index)
{
	const struct gate *gate = &self->shell->mounted.gate;
	const struct mount *mount = &gate->options.mounts[index];
	const struct gantry_web *web = command_site(gate, index);
	const size_t length = strlen(mount->prefix);
	const struct entry *entry;

	if (web == NULL || strncmp(self->route, mount->prefix, length) != 0)
		return false;
	for (entry = web->site.entries; entry != NULL; entry = entry->next)
		if (strcmp(entry->template, self->route + length) == 0) {
			show_entry(self, entry);
			return true;
		}
	return false;
}

/* The route of a path. */
static void
find_path(void *owner, struct gantry_environ *environ, size_t index)
{
	struct search *self = owner;
	const struct gate *gate = &self->shell->mounted.gate;
	const struct gantry_web *web = command_site(gate, index);
	const struct entry *entry;
	struct routed_path path;
	struct match match = { 0 };

	if (web == NULL) {
		show_application(self, &gate->options.mounts[index]);
		return;
	}
	if (routed_path_find(
		&path, environ, web->site.source->strips_trailing_slash) == -1)
		return;
	entry = site_find(&web->site, &path, &match);
	if (entry != NULL)
		show_entry(self, entry);
}

static int
find(struct search *self)
{
	struct mounted *mounted = &self->shell->mounted;
	struct mounted_probe probe = { .found = find_path, .owner = self };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < mounted->count; i++)
		if (find_template(self, i))
			break;
	if (i == mounted->count &&
	    mounted_look(mounted, &probe,
		self->method != NULL ? self->method : "GET", self->route,
		&error) == -1)
		return shell_misused(self->shell, "%s", error.text);
	if (self->found > 0)
		return self->status;
	if (self->method != NULL)
		return shell_misused(self->shell,
		    "no handler for %s %s; 'routes' lists them", self->method,
		    self->route);
	return shell_misused(self->shell,
	    "no route %s; 'routes' lists them, and 'routes %s' says why they "
	    "do not match",
	    self->route, self->route);
}

int
shell_source(struct shell *shell, const char *arguments)
{
	struct search search = { .shell = shell };
	struct gantry_buffer first = { 0 }, second = { 0 };
	struct gantry_error error;
	int count, status;

	count = line_words_next(&arguments, &first, &error);
	if (count == 1)
		count = line_words_next(&arguments, &second, &error);
	if (count == -1)
		status = shell_misused(shell, "%s", error.text);
	else if (first.length == 0 || !line_words_end(arguments) ||
	    *(count == 1 ? second.data : first.data) != '/')
		status = shell_misused(shell,
		    "give the template of a route or a path: source [METHOD] "
		    "/PATH; 'routes' lists them");
	else {
		search.method = count == 1 ? first.data : NULL;
		search.route = count == 1 ? second.data : first.data;
		status = find(&search);
	}
	gantry_buffer_clear(&first);
	gantry_buffer_clear(&second);
	return status;
}
