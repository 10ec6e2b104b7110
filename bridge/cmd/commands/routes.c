/*
 * gantry routes: the routes of the mounted applications.
 */
#include <stdio.h>

#include "base/this_program.h"
#include "cmd/commands/commands.h"
#include "gantry/web.h"
#include "gate/environ/path.h"
#include "gate/gate.h"
#include "web/route_list.h"

const struct gantry_web *
command_site(const struct gate *gate, size_t index)
{
	const struct mount *mount = &gate->options.mounts[index];

	return mount->application->call == gantry_web_call ? gate->states[index]
							   : NULL;
}

static void
put_mount(struct gantry_buffer *text, const struct gate *gate, size_t index)
{
	const struct mount *mount = &gate->options.mounts[index];
	const struct gantry_web *web = command_site(gate, index);

	gantry_buffer_printf(text, "%s at %s\n", mount->application->name,
	    *mount->prefix != '\0' ? mount->prefix : "/");
	if (web == NULL)
		gantry_buffer_puts(
		    text, "answers every path below, without routes\n");
	else
		route_list_print(web, text);
}

void
command_put_routes(const struct gate *gate, struct gantry_buffer *text)
{
	size_t i;

	for (i = 0; i < gate->opened; i++) {
		if (i > 0)
			gantry_buffer_putc(text, '\n');
		put_mount(text, gate, i);
	}
}

/* Say which route of MOUNT the request leads to.  Returns the exit status. */
static int
match_mount(const struct gate *gate, const struct mount *mount,
    struct gantry_environ *environ, struct gantry_buffer *text)
{
	const struct gantry_web *web =
	    command_site(gate, (size_t)(mount - gate->options.mounts));

	gantry_buffer_printf(text, "%s at %s\n", mount->application->name,
	    *mount->prefix != '\0' ? mount->prefix : "/");
	if (web == NULL) {
		gantry_buffer_puts(
		    text, "answers every path below, without routes\n");
		return 0;
	}
	return route_list_match(web, environ, text) == 1 ? 0 : 1;
}

/* PATH is read as that of a request. */
int
command_match_route(
    const struct gate *gate, const char *path, struct gantry_buffer *text)
{
	const struct mount_search search = {
		.mounts = gate->options.mounts,
		.count = gate->options.mount_count,
	};
	struct mount_match found = { 0 };
	struct gantry_environ environ;
	struct gantry_error error;
	int status = 1;

	environ_init(&environ);
	if (*path == '/' &&
	    (environ_set(&environ, "REQUEST_URI", path, &error) == -1 ||
		path_keep_raw(&environ, &error) == -1 ||
		mount_resolve(&search, &environ, &found, &error) == -1))
		fprintf(stderr, "gantry: %s\n", error.text);
	else if (found.mount == NULL)
		gantry_buffer_printf(
		    text, "%s is not below a mount: 404\n", path);
	else
		status = match_mount(gate, found.mount, &environ, text);
	environ_clear(&environ);
	return status;
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

	if (gate_open(&gate, &configured, false, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	if (options->match_path != NULL)
		status = command_match_route(&gate, options->match_path, &text);
	else
		command_put_routes(&gate, &text);
	if (print(&text) != 0)
		status = 1;
	gantry_buffer_clear(&text);
	gate_close(&gate);
	return status;
}
