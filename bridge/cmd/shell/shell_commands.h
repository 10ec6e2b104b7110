#ifndef CMD_SHELL_SHELL_COMMANDS_H
#define CMD_SHELL_SHELL_COMMANDS_H

#include "cmd/shell/shell.h"

/* The commands of the shell. */

struct shell_command {
	const char *name;
	const char *usage; /* what follows the name */
	const char *summary; /* a line */
	const char *detail; /* paragraphs for "help NAME"; or NULL */
	/* Returns 0, or the exit status of a failure that was printed. */
	int (*run)(struct shell *shell, const char *arguments);
};

/* Ended by one without a name. */
extern const struct shell_command shell_commands[];

/*
 * Run the command in LINE; an empty line and one that begins with '#' do
 * nothing.  Returns like the run of a command.
 */
int shell_run(struct shell *shell, const char *line);

/* Send the request in LINE and print the answer; in shell_request.c. */
int shell_request(struct shell *shell, const char *line);

/* "time REQUEST": send it COUNT times, and print how long that took. */
int shell_measure(struct shell *shell, unsigned count, const char *line);

/* "source [METHOD] ROUTE", in shell_source.c. */
int shell_source(struct shell *shell, const char *arguments);

#endif
