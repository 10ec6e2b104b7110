#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/config/config.h"
#include "cmd/config/options.h"
#include "gate/gate.h"
#include "gate/transport/options.h"

/* What the program can do, given a configuration; each returns the status. */

/* Where a configuration comes from, again and again. */
struct serve_source {
	/* Fill CONFIG, which is empty; 0, or -1 with ERROR filled. */
	int (*load)(
	    struct config *config, void *owner, struct gantry_error *error);
	void *owner;
};

/* Listen, and be the master. */
int command_serve(const struct serve_source *source);

/* The options of a gate and of a transport; CONFIG must outlive them. */
struct gate_options command_gate_options(const struct config *config);
struct transport_options command_transport_options(const struct config *config);

/* Be a CGI program. */
int command_cgi(const struct config *config);

/* The answer of a CGI program that cannot serve because of ERROR. */
void command_cgi_refuse(const struct gantry_error *error);

/* Answer one request in process, on standard output. */
int command_call(const struct config *config, const struct options *options);

/* The same, and print what was done for it. */
int command_trace(const struct config *config, const struct options *options);

/* Serve what is in a file of records, as call does. */
int command_replay(const struct config *config, const struct options *options);

/* Print the routes, or which of them a path leads to. */
int command_routes(const struct config *config, const struct options *options);

/* Print ANSWER as a reader likes it: without the head's carriage returns. */
void command_print_answer(const struct gantry_buffer *answer);

/*
 * The exit status that ANSWER means: RESULT and ERROR are how the call went.
 */
int command_answer_status(const struct gantry_buffer *answer, int result,
    const struct gantry_error *error);

#endif
