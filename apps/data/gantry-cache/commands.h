#ifndef GANTRY_CACHE_COMMANDS_H
#define GANTRY_CACHE_COMMANDS_H

#include <gantry/error.h>

#include "data/cache/projection.h"

/* The commands of the program: one file each. */

/* The exit statuses of the program. */
enum {
	STATUS_DONE = 0,
	STATUS_FAILED = 1, /* nothing was published */
	STATUS_MISUSED = 2,
	STATUS_BUSY = 3, /* another process is drawing into the folder */
	STATUS_UNDRAWN = 4, /* the cache was published, but drawing failed */
};

struct command {
	const char *name;
	const char *usage; /* the arguments after the name */
	const char *help; /* a few lines, each ended by a newline */
	/*
	 * Run the command.  ARGV[0] is its name, and getopt is reset.  Prints
	 * the reason of a failure and returns the exit status.
	 */
	int (*run)(int argc, char *argv[],
	    const struct cache_projection *const projections[]);
};

extern const struct command dump_command;
extern const struct command images_command;
extern const struct command import_command;
extern const struct command info_command;
extern const struct command pull_command;
extern const struct command verify_command;

/* Report an invalid command line.  Returns STATUS_MISUSED. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Report a failure.  Returns STATUS_FAILED. */
int fail(const struct gantry_error *error);

#endif
