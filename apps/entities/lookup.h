#ifndef ENTITIES_LOOKUP_H
#define ENTITIES_LOOKUP_H

#include "entities/queries.h"

/* Words that are looked up by themselves: see store.h. */

/* The number of the publication NAME.  Returns 1, 0 when there is none, or -1.
 */
int lookup_publication(const struct queries *queries, const char *name,
    int64_t *id, struct gantry_error *error);

/* The entity of a store. */
int lookup_entity(const struct queries *queries, const char *word, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error);

/* The search of a store. */
int lookup_search(const struct queries *queries,
    const struct store_search *search, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error);

#endif
