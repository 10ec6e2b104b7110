#ifndef QUERY_POSITION_H
#define QUERY_POSITION_H

#include "data/query/language/structured_query.h"
#include "data/query/store/index_store.h"

/*
 * Positions: short keys that take the place of those of names.  The document
 * of a rank has an odd one; a name that no document has lies between two.
 */

#define POSITION_SIZE 9

/* Write the position of the document RANK, or of what lies before it. */
void position_put(char at[POSITION_SIZE], int64_t rank, bool is_before);

/*
 * The first rank whose position is not below that AT; and whether the two are
 * equal.
 */
int64_t position_rank(const char *at, bool *is_equal);

/*
 * Replace the keys of names in QUERY, which are references to documents of
 * PROJECT and DATABASE.  Returns 0 or -1.
 */
int position_resolve(struct query *query, struct store *store,
    struct bytes project, struct bytes database, struct gantry_error *error);

#endif
