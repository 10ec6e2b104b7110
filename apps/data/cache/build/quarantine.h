#ifndef CACHE_BUILD_QUARANTINE_H
#define CACHE_BUILD_QUARANTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/cache/temporary.h"

/*
 * A file that keeps the documents which cannot be read: a line of JSON for
 * each, {"quarantined":"users/alice","reason":"...","raw":"base64"}.  It gets
 * its name when it is complete, and is empty if there were none.
 */

struct quarantine {
	char *place; /* the file that it becomes; NULL: not open */
	struct temporary temporary;
	FILE *file;
	struct gantry_buffer line;
	int64_t count; /* of the documents in it */
};

struct quarantine_entry {
	const char *path; /* of the document; NULL: it cannot be read, either */
	size_t path_length;
	const char *reason; /* names the file and the place in it */
	const char *raw; /* base64 of what was read, in quotes */
	size_t raw_length;
};

/*
 * Begin the file PATH, which may replace an older one, or any file if
 * IS_FORCED, but not INPUT or a part of it.  Returns 0, or -1 with ERROR; close
 * it in both cases.
 */
int quarantine_open(struct quarantine *quarantine, const char *path,
    const char *input, bool is_forced, struct gantry_error *error);

/*
 * Is it another file than OTHER, which the cache becomes or is made of, or not
 * open?  Otherwise returns -1 with ERROR.
 */
int quarantine_check(const struct quarantine *quarantine, const char *other,
    struct gantry_error *error);

int quarantine_add(struct quarantine *quarantine,
    const struct quarantine_entry *entry, struct gantry_error *error);

/* Put the file in place.  0 or -1. */
int quarantine_publish(
    struct quarantine *quarantine, struct gantry_error *error);

/* Remove the file, unless it was published; safe on a zeroed struct. */
void quarantine_close(struct quarantine *quarantine);

#endif
