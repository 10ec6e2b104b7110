#ifndef CLOUDS_GALLERY_PICTURE_SOURCE_H
#define CLOUDS_GALLERY_PICTURE_SOURCE_H

#include <gantry/error.h>

#include "data/clouds/layout/words.h"

/*
 * Where publications and their words come from.  Each process opens the source
 * for itself.
 */
struct gallery_source {
	void *argument; /* the caller's */
	/* Returns what the others get, or NULL with ERROR filled. */
	void *(*open)(void *argument, struct gantry_error *error);
	void (*close)(void *opened); /* NULL is allowed */
	/* Call VISIT for the name of each publication. */
	int (*visit_names)(void *opened,
	    int (*visit)(void *visitor, const char *name), void *visitor,
	    struct gantry_error *error);
	/* Add the words of the publication NAME, the most frequent first. */
	int (*add_words)(void *opened, const char *name, struct words *words,
	    struct gantry_error *error);
};

#endif
