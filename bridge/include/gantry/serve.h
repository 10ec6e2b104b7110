#ifndef GANTRY_SERVE_H
#define GANTRY_SERVE_H

#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * The program.  Parse the command line, the environment and the configuration
 * file, and serve APPLICATIONS (ended by NULL) under FastCGI or CGI, or run
 * another command such as "gantry call".  If no mount is configured, the first
 * application is mounted at /.  Returns the exit status for main: 0; 1 if
 * serving failed; 2 if the command line, the environment or the configuration
 * is invalid, or there is no application, or one without a name.
 */
int gantry_main(int argc, char *argv[],
    const struct gantry_application *const applications[]);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
