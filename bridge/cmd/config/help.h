#ifndef CMD_CONFIG_HELP_H
#define CMD_CONFIG_HELP_H

#include "gantry/contract.h"

/* Print --help, with the APPLICATIONS, ended by NULL, and their settings. */
void help_print(const struct gantry_application *const *applications);

#endif
