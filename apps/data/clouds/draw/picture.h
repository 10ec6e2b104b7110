#ifndef CLOUDS_DRAW_PICTURE_H
#define CLOUDS_DRAW_PICTURE_H

#include <gantry/error.h>

#include "data/clouds/layout/shape.h"
#include "data/clouds/layout/words.h"

/*
 * What there is of each publication: its word cloud, 500 x 500 pixels and twice
 * that, light and dark, as PNG, and as SVG for any size and both grounds.
 */

/* Raised whenever the same words give other pictures than before. */
#define PICTURE_VERSION 1

struct picture_file {
	const char *suffix; /* after image_name_put (data/cache/image_name.h) */
	int scale; /* 0: SVG */
	bool is_dark;
};

/* NAME.png, NAME@2x.png, NAME@dark.png, NAME@dark@2x.png, NAME.svg. */
#define PICTURE_FILES 5
extern const struct picture_file picture_files[PICTURE_FILES];

struct picture_outcome {
	size_t words; /* that were drawn */
	size_t unknown; /* left out, as no font has their characters */
	char example[64]; /* one of these, maybe cut; "" if there is none */
};

/* What to draw, and where. */
struct picture {
	const char *publication;
	const struct words *words;
	int folder; /* a descriptor */
};

/*
 * Draw the word cloud of PICTURE and write its files into its folder.  Returns
 * 0, or -1 with ERROR filled.
 */
int picture_draw(struct shaper *shaper, const struct picture *picture,
    struct picture_outcome *outcome, struct gantry_error *error);

/*
 * A hash of all that the picture depends on, hexadecimal, to be freed with
 * g_free.
 */
char *picture_hash(const struct shaper *shaper, const struct words *words);

#endif
