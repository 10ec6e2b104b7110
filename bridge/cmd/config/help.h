#ifndef CMD_CONFIG_HELP_H
#define CMD_CONFIG_HELP_H

#include "base/cmdline/cmdline.h"

/*
 * What gantry --help prints after the options.  The context of CMDLINE is the
 * list of applications, ended by NULL.
 */
void help_print_notes(const struct cmdline *cmdline);

#endif
