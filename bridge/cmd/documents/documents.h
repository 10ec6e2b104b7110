#ifndef CMD_DOCUMENTS_H
#define CMD_DOCUMENTS_H

#include "base/cmdline/cmdline.h"
#include "gantry/serve.h"

/*
 * What the author of a program installs beside it: completions for shells, and
 * a manual page to begin with.  Both are printed for the program that runs.
 */

/* The lines of the completions of gantry, ended by NULL; made by the build. */
extern const char *const completion_bash[];
extern const char *const completion_zsh[];

/*
 * Print the completion for SHELL, "bash" or "zsh".  Returns the exit status; an
 * unknown shell is an error on standard error.
 */
int completion_print(const struct cmdline *cmdline, const char *shell);

/*
 * Print a manual page of section 8 in mdoc(7) for PROGRAM, with its commands,
 * applications and settings.  It refers to gantry(8) for the options.
 */
void manual_print(
    const struct cmdline *cmdline, const struct gantry_program *program);

#endif
