/*
 * gantry replay: captured requests, served again in process.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/this_program.h"
#include "cmd/commands/commands.h"
#include "cmd/commands/trace_printer.h"
#include "gate/transport/replay.h"

#define FILE_SIZE_MAX (256 * 1024 * 1024)

struct replaying {
	const struct options *options;
	struct trace_printer printer; /* with --trace */
	int status; /* the highest of all answers */
};

static void
print(void *owner, const struct gantry_buffer *answer, bool was_cut)
{
	struct replaying *self = owner;
	const struct gantry_error error = { .code = GANTRY_ERROR_HANGUP };
	int status = command_answer_status(answer, was_cut ? -1 : 0, &error);

	if (self->options->shows_trace)
		trace_printer_print(&self->printer, answer);
	else
		command_print_answer(answer);
	if (was_cut)
		program_print_error("the application aborted its answer");
	if (status > self->status)
		self->status = status;
}

static int
read_file(
    struct gantry_buffer *bytes, const char *path, struct gantry_error *error)
{
	FILE *file = fopen(path, "rb");
	char part[65536];
	size_t count;
	int result = 0;

	if (file == NULL)
		return gantry_error_system(error, "cannot read the file");
	while (result == 0 && (count = fread(part, 1, sizeof(part), file)) > 0)
		if (gantry_buffer_add(bytes, part, count) == -1)
			result = gantry_error_memory(error);
		else if (bytes->length > FILE_SIZE_MAX)
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the file exceeds %d MiB",
			    FILE_SIZE_MAX / (1024 * 1024));
	if (result == 0 && ferror(file))
		result = gantry_error_system(error, "cannot read the file");
	fclose(file);
	return result;
}

/* Returns 0, or -1 with ERROR filled if the rest could not be served. */
static int
serve_file(struct gate *gate, const struct config *config,
    struct replaying *replaying, struct gantry_error *error)
{
	struct transport_options transport = command_transport_options(config);
	const struct replay_options options = {
		.transport = &transport,
		.answered = print,
		.owner = replaying,
	};
	struct gantry_buffer bytes = { 0 };
	int result;

	transport.capture_folder = NULL;
	transport.keeps_received = replaying->options->shows_trace;
	result = read_file(&bytes, replaying->options->replay_file, error);
	if (result == 0)
		result = replay_serve(
		    gate, &options, bytes.data, bytes.length, error);
	gantry_buffer_clear(&bytes);
	return result;
}

static int
replay(struct gate *gate, const struct config *config,
    const struct options *options)
{
	struct replaying replaying = { .options = options };
	struct gantry_error error;

	if (options->shows_trace)
		trace_printer_init(&replaying.printer, options, gate);
	if (serve_file(gate, config, &replaying, &error) == -1) {
		fflush(stdout);
		program_print_error("%s: %s", options->replay_file, error.text);
		replaying.status = 2;
	}
	trace_printer_clear(&replaying.printer);
	return replaying.status;
}

int
command_replay(const struct config *config, const struct options *options)
{
	struct gate_options configured = command_gate_options(config);
	struct gantry_error error;
	struct gate gate;
	int status;

	configured.traces = options->shows_trace;
	if (gate_open(&gate, &configured, true, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	status = replay(&gate, config, options);
	gate_close(&gate);
	return status;
}
