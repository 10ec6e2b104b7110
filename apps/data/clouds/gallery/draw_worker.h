#ifndef CLOUDS_GALLERY_DRAW_WORKER_H
#define CLOUDS_GALLERY_DRAW_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>

#include "data/clouds/draw/picture.h"
#include "data/clouds/gallery/source.h"

/* One of the processes that draw. */

/* What it is given. */
struct draw_worker {
	const struct gallery_source *source;
	const char *font; /* see shape.h */
	char *const *names; /* of the publications ... */
	unsigned count; /* ... which are so many */
	atomic_uint *next; /* which is to be drawn next; shared by all */
	int to; /* where pictures go, a folder's descriptor ... */
	/* ... and those from which unchanged ones are linked; -1: none. */
	int from[2];
	GHashTable *manifests[2]; /* of these */
	int results; /* a pipe that takes a struct draw_worker_result each */
};

/* What became of a publication. */
struct draw_worker_result {
	bool failed; /* then ERROR says why */
	bool is_drawn; /* and not linked */
	unsigned index; /* among the names */
	char hash[65]; /* of its picture */
	struct picture_outcome outcome;
	struct gantry_error error;
};

/* Draw until there is nothing left.  Returns the exit status. */
int draw_worker_run(const struct draw_worker *worker);

#endif
