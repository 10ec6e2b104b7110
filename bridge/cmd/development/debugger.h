#ifndef CMD_DEVELOPMENT_DEBUGGER_H
#define CMD_DEVELOPMENT_DEBUGGER_H

#include <stddef.h>
#include <sys/types.h>

#include "cmd/config/options.h"

/* gdb in the terminal of gantry dev, attached to the worker. */

/* The scripts, line by line, ended by NULL; made of bridge/gdb. */
extern const char *const debugger_script_gantry[];
extern const char *const debugger_script_dev[];

/* Is gdb there?  Returns 0, or -1 with ERROR filled. */
int debugger_find(struct gantry_error *error);

/* The exit status of gdb after its worker has ended: start it again. */
#define DEBUGGER_AGAIN 75

/*
 * Start gdb on the worker of the master whose process id is in PID_FILE, with
 * the scripts and the routes in FOLDER.  If gdb ended with DEBUGGER_AGAIN, it
 * has the same breakpoints and goes on.  Returns the process, or -1 with ERROR
 * filled.
 */
pid_t debugger_start(
    const char *folder, const char *pid_file, struct gantry_error *error);

/*
 * In routes_file.c: write what "PROGRAM routes" prints for the same options to
 * the file routes in FOLDER, for the debugger's break ROUTE.  A process of its
 * own does it, since that loads modules.
 */
void routes_file_write(const struct options *options, const char *folder);

#endif
