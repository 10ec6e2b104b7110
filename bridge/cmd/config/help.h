#ifndef CMD_CONFIG_HELP_H
#define CMD_CONFIG_HELP_H

#include "cmd/config/config.h"

/* Print --help: the KEYS, and the settings of APPLICATIONS, ended by NULL. */
void help_print(const struct config_key *keys,
    const struct gantry_application *const *applications);

#endif
