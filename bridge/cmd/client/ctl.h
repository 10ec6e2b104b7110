#ifndef CMD_CLIENT_CTL_H
#define CMD_CLIENT_CTL_H

#include "gantry/contract.h"

/* gantry status, gantry top and gantry ctl: a gantry that runs, from outside.
 */

/* Is WORD one of the three? */
bool ctl_is(const char *word);

/*
 * Run ARGV, of which the first is one of the three.  APPLICATIONS are needed to
 * read the configuration.  Returns the exit status: 0, 1 when gantry could not
 * be asked or did not do what it was told, 2 for what makes no sense.
 */
int command_ctl(int argc, char *argv[],
    const struct gantry_application *const applications[]);

#endif
