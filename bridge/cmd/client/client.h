#ifndef CMD_CLIENT_H
#define CMD_CLIENT_H

#include "base/cmdline/cmdline.h"
#include "cmd/config/config.h"

/*
 * The commands that talk to a running gantry.  They read the configuration to
 * find its control socket, so the context of their command line is the list of
 * applications.  The exit status is 0; 1 when gantry does not answer or did not
 * do what it was told; 2 when the command line is not valid.
 */

extern const struct cmdline_command status_command;
extern const struct cmdline_command top_command;
extern const struct cmdline_command ctl_command;
extern const struct cmdline_command stop_command;

/*
 * Show the status of the gantry at the control socket PATH until q is pressed;
 * once, if standard output is not a terminal.  Returns the exit status.
 */
int top_show(const char *path);

/*
 * Tell the gantry that CONFIG names to reload, and print the outcome.  Returns
 * the exit status.
 */
int client_reload(const struct config *config);

#endif
