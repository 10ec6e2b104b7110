#ifndef FIRESTORE_NUL_TEXT_H
#define FIRESTORE_NUL_TEXT_H

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"

/*
 * Ids and paths that may hold a NUL, as strings that a NUL ends: the NUL in
 * them is the two bytes C0 80, as in the modified UTF-8 of Java.  UTF-8 never
 * has these bytes.
 */

/* Append TEXT, UTF-8, in that form, without a NUL at its end. */
void nul_text_add(struct gantry_buffer *buffer, struct bytes text);

/* Append the UTF-8 of TEXT, which is in that form. */
void nul_text_decode(struct gantry_buffer *buffer, const char *text);

/* Append TEXT, which is in that form, as a JSON string in quotes. */
void nul_text_add_json(struct gantry_buffer *buffer, const char *text);

/* Returns a copy of TEXT in that form, to be freed; NULL without memory. */
char *nul_text_dup(struct bytes text);

#endif
