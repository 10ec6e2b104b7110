/*
 * gantry routes: the routes of the mounted applications.
 */
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/commands/commands.h"
#include "gantry/web.h"
#include "gate/gate.h"
#include "web/route_list.h"

/* The site of the mount INDEX, or NULL if the application has no routes. */
static const struct gantry_web *
site_of(const struct gate *gate, size_t index)
{
	const struct mount *mount = &gate->options.mounts[index];

	return mount->application->call == gantry_web_call ? gate->states[index]
							   : NULL;
}

static void
put_mount(struct gantry_buffer *text, const struct gate *gate, size_t index)
{
	const struct mount *mount = &gate->options.mounts[index];
	const struct gantry_web *web = site_of(gate, index);

	gantry_buffer_printf(text, "%s at %s\n", mount->application->name,
	    *mount->prefix != '\0' ? mount->prefix : "/");
	if (web == NULL)
		gantry_buffer_puts(
		    text, "answers every path below, without routes\n");
	else
		route_list_print(web, text);
}

/* Print which route PATH leads to.  Returns the exit status. */
static int
match(const struct gate *gate, const char *path, struct gantry_buffer *text)
{
	size_t index = mount_find(
	    gate->options.mounts, gate->options.mount_count, path, true);
	const struct mount *mount = &gate->options.mounts[index];
	const struct gantry_web *web;

	if (index == gate->options.mount_count) {
		gantry_buffer_printf(
		    text, "%s is not below a mount: 404\n", path);
		return 1;
	}
	web = site_of(gate, index);
	gantry_buffer_printf(text, "%s at %s\n", mount->application->name,
	    *mount->prefix != '\0' ? mount->prefix : "/");
	if (web == NULL) {
		gantry_buffer_puts(
		    text, "answers every path below, without routes\n");
		return 0;
	}
	path += strlen(mount->prefix);
	return route_list_match(web, path, text) ? 0 : 1;
}

static int
print(struct gantry_buffer *text)
{
	if (gantry_buffer_failed(text)) {
		program_print_error("out of memory");
		return 1;
	}
	return fwrite(text->data, 1, text->length, stdout) == text->length &&
		fflush(stdout) == 0
	    ? 0
	    : 1;
}

int
command_routes(const struct config *config, const struct options *options)
{
	struct gate_options configured = command_gate_options(config);
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	struct gate gate;
	int status = 0;
	size_t i;

	if (gate_open(&gate, &configured, false, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	if (options->match_path != NULL)
		status = match(&gate, options->match_path, &text);
	for (i = 0; options->match_path == NULL && i < gate.opened; i++) {
		if (i > 0)
			gantry_buffer_putc(&text, '\n');
		put_mount(&text, &gate, i);
	}
	if (print(&text) != 0)
		status = 1;
	gantry_buffer_clear(&text);
	gate_close(&gate);
	return status;
}
