#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/config/config.h"
#include "cmd/config/options.h"
#include "gate/gate.h"
#include "gate/transport/transport_options.h"
#include "serve/development/development_options.h"

/* The commands of the program; each returns the exit status. */

/* Loads the configuration, at the start and at each reload. */
struct serve_source {
	/* Fill CONFIG, which is empty.  Returns 0, or -1 with ERROR filled. */
	int (*load)(
	    struct config *config, void *owner, struct gantry_error *error);
	void *owner;
	const struct development_options *development; /* NULL: none */
};

/* Listen, and run as the master. */
int command_serve(const struct serve_source *source);

/*
 * gantry dev: serve for one developer, and serve what changes.  Returns the
 * exit status: 0 after SIGTERM or the end of the debugger, 130 after ^C, and
 * else that of a gantry that serves.
 *
 * The first process watches files and writes to the terminal.  It starts a
 * master, as a gantry that serves is, and tells it to reload or upgrade.
 * CONFIG is what SOURCE loads (bridge/cmd/development).
 */
int command_dev(const struct serve_source *source, const struct config *config,
    const struct options *options);

/*
 * The options of a gate that is alone in its process, and of a transport;
 * CONFIG must outlive them.
 */
struct gate_options command_gate_options(const struct config *config);
struct transport_options command_transport_options(const struct config *config);

/* Answer one request as a CGI program. */
int command_cgi(const struct config *config);

/* Log ERROR, and answer as a CGI program that cannot serve. */
void command_cgi_fail(const struct gantry_error *error);

/* gantry call: answer one request in process, on standard output. */
int command_call(const struct config *config, const struct options *options);

/* gantry trace: the same, and print what was done for it. */
int command_trace(const struct config *config, const struct options *options);

/* gantry replay: serve the captured requests in a file, as call does. */
int command_replay(const struct config *config, const struct options *options);

/* gantry routes: print the routes, or which of them a path leads to. */
int command_routes(const struct config *config, const struct options *options);

/* Append the table of routes of each application of GATE. */
void command_put_routes(const struct gate *gate, struct gantry_buffer *text);

/*
 * Append which route PATH, percent-encoded as in a URL, leads to, and why the
 * others do not match.  Returns the exit status.
 */
int command_match_route(
    const struct gate *gate, const char *path, struct gantry_buffer *text);

/* The site of the mount INDEX, or NULL if the application has no routes. */
const struct gantry_web *command_site(const struct gate *gate, size_t index);

/* Print ANSWER without the carriage returns of its head. */
void command_print_answer(const struct gantry_buffer *answer);

/* The exit status for ANSWER; RESULT and ERROR come from the call. */
int command_answer_status(const struct gantry_buffer *answer, int result,
    const struct gantry_error *error);

#endif
