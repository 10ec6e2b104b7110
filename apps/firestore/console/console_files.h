#ifndef FIRESTORE_CONSOLE_FILES_H
#define FIRESTORE_CONSOLE_FILES_H

#include <stddef.h>

/* The files of the page, which embed.js generates from what Vite built. */

struct console_content {
	const unsigned char *data;
	size_t length;
	const char *etag; /* in quotes */
};

struct console_file {
	const char *path; /* "/assets/x.js"; of the page itself: "/" */
	const char *type;
	struct console_content identity;
	struct console_content gzip; /* without data: not smaller */
};

/* Ended by a file without a path.  None: the page was not built. */
extern const struct console_file console_files[];

#endif
