#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/config.h"
#include "cmd/options.h"

/* What the program can do, given a configuration; each returns the status. */

/* Listen, and be the master. */
int command_serve(const struct config *config);

/* Be a CGI program. */
int command_cgi(const struct config *config);

/* The answer of a CGI program that cannot serve because of ERROR. */
void command_cgi_refuse(const struct gantry_error *error);

/* Answer one request in process, on standard output. */
int command_call(const struct config *config, const struct options *options);

#endif
