#ifndef ENTITIES_LOOKUP_H
#define ENTITIES_LOOKUP_H

#include "entities/queries.h"
#include "entities/score/ranking.h"

/* Looking up words for a store; see store.h. */

/*
 * Get the number of the publication NAME.  Returns 1, 0 when it does not exist,
 * or -1.
 */
int lookup_publication(struct queries *queries, const char *name, int64_t *id,
    struct gantry_error *error);

/* Implements "entity" of a store. */
int lookup_entity(struct queries *queries, const char *word, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error);

/*
 * Fill RANKING for "distinctive" of a store with the words of the publication
 * ID.  Returns 0 or -1; clear RANKING in both cases.
 */
int lookup_distinctive(struct queries *queries, int64_t id,
    struct ranking *ranking, struct gantry_error *error);

/* Implements "search" of a store. */
int lookup_search(struct queries *queries, const struct store_search *search,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error);

#endif
