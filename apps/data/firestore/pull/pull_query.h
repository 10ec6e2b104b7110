#ifndef FIRESTORE_PULL_QUERY_H
#define FIRESTORE_PULL_QUERY_H

#include <gantry/buffer.h>

#include "data/firestore/pull/pull_call.h"
#include "data/firestore/spool/spool.h"

/* The bodies of requests. */

/*
 * Write a query for LIMIT documents of PART after its cursor, in the order of
 * their names: those of its collection and of all below, whether the documents
 * in between exist or not.  Or of all collections of its id, in the order of
 * the part's field and then of their names, those from the part's value on.
 */
void pull_query_write(struct gantry_buffer *body,
    const struct pull_caller *caller, const struct spool_part *part,
    unsigned limit);

/*
 * Append the cursor behind DOCUMENT, as the answer to a query of PART, which
 * has a field, gave it.  Returns -1 when it lacks the field or a name.
 */
int pull_query_add_cursor(struct gantry_buffer *cursor,
    const struct spool_part *part, const json_t *document);

/* The end of a body: the read time, if it is known, and the brace. */
void pull_query_end(
    struct gantry_buffer *body, const struct pull_caller *caller);

/* Append the name of the document PATH as a quoted string. */
void pull_query_name(struct gantry_buffer *body,
    const struct pull_caller *caller, const char *path, size_t length);

#endif
