#ifndef CLOUDS_LAYOUT_ABBREVIATE_H
#define CLOUDS_LAYOUT_ABBREVIATE_H

#include "data/clouds/layout/shape.h"
#include "data/clouds/layout/words.h"

/* Long words are drawn as their beginning and an ellipsis. */

/* More characters would be illegible at any size and expensive to shape. */
#define ABBREVIATE_CHARACTERS_MAX 120

/*
 * Shape WORD, or its beginning and an ellipsis if it has more characters than
 * ABBREVIATE_CHARACTERS_MAX; see shaper_shape.
 */
enum shape_outcome abbreviate_shape(
    struct shaper *shaper, struct shape *shape, const struct word *word);

/*
 * Abbreviate WORD to a width of at most WIDTH, in the unit of shapes, and make
 * SHAPE anew.  SHAPE stays as it is if that is not possible.
 */
void abbreviate_to(struct shaper *shaper, struct shape *shape,
    const struct word *word, double width);

#endif
