#ifndef CMD_COMMANDS_TRACE_PRINTER_H
#define CMD_COMMANDS_TRACE_PRINTER_H

#include "cmd/config/options.h"
#include "gantry/json.h"
#include "gate/gate.h"

/*
 * Prints the traces of a gate's requests: as text, or with --json an object on
 * one line.
 */

struct trace_printer {
	const struct options *options;
	struct gantry_buffer text;
	struct gantry_json_writer json; /* into the text, with --json */
};

/* Observe GATE, which was opened with gate_options.traces. */
void trace_printer_init(struct trace_printer *printer,
    const struct options *options, struct gate *gate);

void trace_printer_clear(struct trace_printer *printer);

/*
 * Print what was done for the request that was served, to which ANSWER was
 * given, and start again.
 */
void trace_printer_print(
    struct trace_printer *printer, const struct gantry_buffer *answer);

#endif
