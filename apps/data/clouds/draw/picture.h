#ifndef CLOUDS_DRAW_PICTURE_H
#define CLOUDS_DRAW_PICTURE_H

#include <gantry/error.h>

#include "data/clouds/layout/shape.h"
#include "data/clouds/layout/words.h"

/*
 * The word cloud of a publication: PNG of 500 x 500 pixels and of twice that,
 * light and dark, and SVG for any size and both backgrounds.
 */

/* Increment it when the same words give other pictures than before. */
#define PICTURE_VERSION 2

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
	struct left_out left_out;
	char
	    example[64]; /* one that no font has, perhaps truncated; "": none */
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
 * Get a hexadecimal hash of everything that the picture depends on.  Free it
 * with g_free.
 */
char *picture_hash(const struct shaper *shaper, const struct words *words);

#endif
