#ifndef CLOUDS_PICTURE_H
#define CLOUDS_PICTURE_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "clouds/shape.h"
#include "clouds/words.h"

/*
 * What there is of each publication: its word cloud, 500 x 500 pixels and twice
 * that, light and dark, as PNG, and as SVG for any size and both grounds.
 */

/* Raised whenever the same words give other pictures than before. */
#define PICTURE_VERSION 1

struct picture_file {
	const char *suffix; /* after picture_put_name */
	int scale; /* 0: SVG */
	bool is_dark;
};

/* NAME.png, NAME@2x.png, NAME@dark.png, NAME@dark@2x.png, NAME.svg. */
#define PICTURE_FILES 5
extern const struct picture_file picture_files[PICTURE_FILES];

/*
 * Append what the files of PUBLICATION begin with: its name, percent-encoded
 * (RFC 3986 section 2.1) so that only letters, digits and "-._~" are left as
 * they are, and no name is another one's with a suffix.  A name that is longer
 * than PICTURE_NAME_MAX then is a @ and a hash, as file systems have limits.
 */
#define PICTURE_NAME_MAX 200
void picture_put_name(struct gantry_buffer *buffer, const char *publication);

struct picture_outcome {
	size_t words; /* that were drawn */
	size_t unknown; /* left out, as no font has their characters */
	char example[64]; /* one of these, maybe cut; "" if there is none */
};

/*
 * Draw the word cloud of PUBLICATION and write its files into FOLDER, a
 * descriptor.  0, or -1 with ERROR filled.
 */
int picture_draw(struct shaper *shaper, const struct words *words,
    const char *publication, int folder, struct picture_outcome *outcome,
    struct gantry_error *error);

/*
 * A hash of all that the picture depends on, hexadecimal, to be freed with
 * g_free.
 */
char *picture_hash(const struct shaper *shaper, const struct words *words);

#endif
