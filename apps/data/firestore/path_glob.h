#ifndef FIRESTORE_PATH_GLOB_H
#define FIRESTORE_PATH_GLOB_H

#include <stdbool.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * Patterns for the paths of documents, such as "users/?/posts/p1".  They are
 *compared segment by segment:
 *
 *	*	any characters in a segment, perhaps none
 *	?	one character
 *	\x	the character x itself
 *	**	as a whole segment: any number of segments, perhaps none
 */

/*
 * Check that GLOB can match documents, whose paths have an even number of
 * segments.  Returns 0, or -1 with ERROR.
 */
int path_glob_check(const char *glob, struct gantry_error *error);

bool path_glob_matches(const char *glob, struct bytes path);

/*
 * Get the deepest collection that all matching documents are in or below, to be
 * freed: "users/alice/posts" for the glob "users/alice/posts/p?".  It is "" if
 * they may be anywhere.  Returns NULL without memory.
 */
char *path_glob_collection(const char *glob);

#endif
