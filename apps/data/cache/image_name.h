#ifndef CACHE_IMAGE_NAME_H
#define CACHE_IMAGE_NAME_H

#include <gantry/buffer.h>

/*
 * Append what the files of images of PUBLICATION begin with: its name, percent-
 * encoded (RFC 3986 section 2.1), so that only letters, digits and "-._~" are
 * left as they are, and no dot that it begins with, which would hide the file.
 * A name that is longer than IMAGE_NAME_MAX then is a @ and a hash, as file
 * systems have limits.  In a URL it is percent-encoded once more.
 */
#define IMAGE_NAME_MAX 200
void image_name_put(struct gantry_buffer *buffer, const char *publication);

#endif
