#ifndef SERVE_SANDBOX_OPTIONS_H
#define SERVE_SANDBOX_OPTIONS_H

#include <stdbool.h>

/* What a sandbox is configured with. */

enum sandbox_mode {
	SANDBOX_ON, /* as far as possible, with a warning */
	SANDBOX_OFF,
	SANDBOX_REQUIRE, /* all of it; otherwise do not start */
};

/*
 * What a process may do beside serving.  Each list is ended by NULL, or NULL.
 * Files and folders must exist when the process enters the sandbox; what is
 * missing is logged and stays denied.
 */
struct sandbox_rights {
	/* Files to read, and folders to read with all below them. */
	const char *const *reads;
	/*
	 * Files to read that another process replaces by rename(2), and that
	 * need not exist yet.  All in the folder of the file, and in the folder
	 * that a link now leads to, may be read.
	 */
	const char *const *replaced;
	/*
	 * Folders in which to read, make, write, rename and remove files and
	 * folders, and files to read, write and truncate.
	 */
	const char *const *writes;
	/* Addresses to connect to, as endpoint_parse (endpoint.h) accepts them.
	 */
	const char *const *connects;
	/* Programs to run, and folders of programs. */
	const char *const *runs;
	/* Folders in which to make, read, write and remove files. */
	const char *const *spools;
	/* Map the code of files that may be read, such as shared objects. */
	bool loads;
	/* Send SIGHUP to the parent process. */
	bool reloads;
};

struct sandbox_options {
	enum sandbox_mode mode;
	struct sandbox_rights rights;
	/*
	 * The listening sockets have the LISTENERS_COUNT descriptors from
	 * LISTENERS_FIRST on, and no other descriptor ever gets a number from
	 * there on.  A count of 0: there are none.
	 */
	int listeners_first;
	unsigned listeners_count;
	/*
	 * The descriptor after those, the only one that may send descriptors,
	 * and that cannot be closed.  0: there is none.
	 */
	int transfer;
};

#endif
