#ifndef CMD_SHELL_SHELL_H
#define CMD_SHELL_SHELL_H

#include "cmd/config/config.h"
#include "cmd/config/options.h"
#include "cmd/shell/cookie_jar.h"
#include "cmd/shell/exchange.h"
#include "cmd/shell/line/line_history.h"
#include "cmd/shell/mounted.h"

/* The state of a shell that runs. */
struct shell {
	const struct config *config;
	struct mounted mounted;
	struct cookie_jar jar;
	struct line_history history;
	struct exchange last, before; /* the answers that diff compares */
	bool is_coloured;
	bool is_interactive;
	bool traces; /* print the spans of each request */
	bool is_over; /* quit */
	bool has_begun; /* to print the answer as it comes */
	size_t printed; /* bytes of its body */
	bool is_quiet; /* print no answer */
	int expected; /* the status that does not fail; 0: below 400 */
	/* Where the command is, for messages: "FILE:3: "; "" at a prompt. */
	char place[256];
	const char *file; /* of commands, or NULL */
};

/* gantry shell, in shell_lines.c.  Returns the exit status. */
int command_shell(const struct config *config, const struct options *options);

/*
 * Print an error: "PROGRAM: PLACE: TEXT".  Returns 2, the status of a command
 * that is not valid.
 */
int shell_misused(const struct shell *shell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
