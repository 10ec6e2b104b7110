#ifndef SERVE_DEVELOPMENT_DEVELOPMENT_OPTIONS_H
#define SERVE_DEVELOPMENT_DEVELOPMENT_OPTIONS_H

#include "serve/development/access.h"

/* What a worker of gantry dev is configured with. */

/* The files in the folder of a gantry dev, which only its user can enter. */
#define DEVELOPMENT_LINES   "requests" /* a FIFO for the lines of requests */
#define DEVELOPMENT_FAILURE "failure" /* why the last change is not served */

/* The path of what the development server itself answers. */
#define DEVELOPMENT_PATH "/.gantry"

struct development_options {
	const char *folder; /* for the traces, and as above */
	struct access_hosts hosts;
	bool is_verbose; /* lines have the statements, too */
	bool has_colors; /* lines are for a terminal */
	bool is_public; /* it may listen to others: show them nothing */
	bool is_debugged; /* a debugger stops at crashes */
};

#endif
