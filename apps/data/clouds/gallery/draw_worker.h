#ifndef CLOUDS_GALLERY_DRAW_WORKER_H
#define CLOUDS_GALLERY_DRAW_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>

#include "data/clouds/draw/picture.h"
#include "data/clouds/gallery/picture_source.h"
#include "data/clouds/gallery/stop_words.h"

/* A process that draws. */

/* What the process needs. */
struct draw_worker {
	const struct gallery_source *source;
	const struct stop_words *stop_words; /* or NULL */
	const char *font; /* see shape.h */
	char *const *names; /* the names of the publications ... */
	unsigned count; /* ... and their number */
	atomic_uint *next; /* the index of the next one; shared by all */
	int to; /* the folder for pictures, a descriptor ... */
	/* ... and the folders to link unchanged pictures from; -1: none. */
	int from[2];
	GHashTable *manifests[2]; /* of these folders */
	int results; /* a pipe for struct draw_worker_result */
};

/* The result for a publication. */
struct draw_worker_result {
	bool failed; /* ERROR has the reason */
	bool is_drawn; /* drawn, not linked */
	unsigned index; /* of its name */
	char hash[65]; /* of its picture */
	struct picture_outcome outcome;
	struct gantry_error error;
};

/* Draw until no publication is left.  Returns the exit status. */
int draw_worker_run(const struct draw_worker *worker);

#endif
