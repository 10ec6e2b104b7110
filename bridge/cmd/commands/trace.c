/*
 * gantry trace: answer one request in process and print its trace.
 */
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/commands/commands.h"
#include "cmd/commands/trace_printer.h"
#include "gate/transport/call.h"

static int
trace(struct gate *gate, const struct config *config,
    const struct options *options)
{
	const struct call call = {
		.method = options->call_method,
		.target = options->call_target,
		.headers = options->call_headers,
		.body = options->call_body,
		.body_length =
		    options->call_body != NULL ? strlen(options->call_body) : 0,
		.deferred_timeout = config->limits.deferred_timeout,
		.catches_signals = true,
	};
	struct gantry_buffer answer = { 0 };
	struct gantry_error error;
	struct trace_printer printer;
	int result;

	trace_printer_init(&printer, options, gate);
	result = call_serve(gate, &call, &answer, &error);
	if (result == -1)
		program_print_error("%s", error.text);
	if (result == 0 || error.code == GANTRY_ERROR_HANGUP)
		trace_printer_print(&printer, &answer);
	result = command_answer_status(&answer, result, &error);
	trace_printer_clear(&printer);
	gantry_buffer_clear(&answer);
	return result;
}

int
command_trace(const struct config *config, const struct options *options)
{
	struct gate_options configured = command_gate_options(config);
	struct gantry_error error;
	struct gate gate;
	int status;

	configured.traces = true;
	if (gate_open(&gate, &configured, true, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	status = trace(&gate, config, options);
	gate_close(&gate);
	return status;
}
