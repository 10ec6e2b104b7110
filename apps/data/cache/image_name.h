#ifndef CACHE_IMAGE_NAME_H
#define CACHE_IMAGE_NAME_H

#include <gantry/buffer.h>

/*
 * Append the file name of the images of PUBLICATION without suffix: its name,
 * percent-encoded (RFC 3986 section 2.1), so that only letters, digits and
 * "-._~" stay, except a leading dot, which would hide the file.  A name longer
 * than IMAGE_NAME_MAX becomes a @ and a hash, because of the limits of file
 * systems; so does the empty name, which a file cannot have.  A URL encodes the
 * name once more.
 */
#define IMAGE_NAME_MAX 200
void image_name_put(struct gantry_buffer *buffer, const char *publication);

#endif
