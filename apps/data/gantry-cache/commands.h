#ifndef GANTRY_CACHE_COMMANDS_H
#define GANTRY_CACHE_COMMANDS_H

#include <gantry/error.h>

#include "data/cache/projection.h"

/* What the program can do: one command a file. */

/* The exit statuses of the program. */
enum {
	STATUS_DONE = 0,
	STATUS_FAILED = 1, /* nothing was published */
	STATUS_MISUSED = 2,
	STATUS_BUSY = 3, /* another process draws in the folder */
	STATUS_UNDRAWN = 4, /* the cache was published, but not drawn */
};

struct command {
	const char *name;
	const char *usage; /* what follows the name */
	const char *help; /* a few lines, each ended by a newline */
	/*
	 * ARGV[0] is the command's name; getopt starts anew.  Returns the exit
	 * status, the reason having been printed.
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

/* Say why the command line makes no sense.  Returns STATUS_MISUSED. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Say what went wrong.  Returns STATUS_FAILED. */
int fail(const struct gantry_error *error);

#endif
