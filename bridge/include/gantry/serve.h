#ifndef GANTRY_SERVE_H
#define GANTRY_SERVE_H

#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The program: parse the command line, the environment and the configuration
 * file, and serve APPLICATIONS (ended by NULL) under FastCGI or CGI, or answer
 * one request for "gantry call".  The first application is the one that is
 * mounted at / when nothing is said.  Returns the exit status for main: 0, 1
 * when serving failed, 2 when what was asked for makes no sense.
 */
int gantry_main(int argc, char *argv[],
    const struct gantry_application *const applications[]);

#ifdef __cplusplus
}
#endif

#endif
