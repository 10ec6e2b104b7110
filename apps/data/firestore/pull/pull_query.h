#ifndef FIRESTORE_PULL_QUERY_H
#define FIRESTORE_PULL_QUERY_H

#include <gantry/buffer.h>

#include "data/firestore/pull/pull_call.h"
#include "data/firestore/spool/spool.h"

/* Writing the bodies of requests. */

/*
 * Write a query for LIMIT documents of PART after its cursor.  It returns the
 * documents of the collection and of all collections below, by name, whether
 * the documents in between exist or not.  If the part is a
 * group, it returns those of all collections with this id.  If the part has a
 * field, it returns those of all collections with this id, by the field and
 * then by name, from the part's value on.
 */
void pull_query_write(struct gantry_buffer *body,
    const struct pull_caller *caller, const struct spool_part *part,
    unsigned limit);

/*
 * Append the cursor after DOCUMENT, from the answer to a query of PART with a
 * field.  Returns -1 when the document lacks the field or a name.
 */
int pull_query_add_cursor(struct gantry_buffer *cursor,
    const struct spool_part *part, const json_t *document);

/* Append the end of a body: the read time, if it is known, and the brace. */
void pull_query_end(
    struct gantry_buffer *body, const struct pull_caller *caller);

/* Append the name of the document PATH (nul_text.h) as a quoted string. */
void pull_query_name(struct gantry_buffer *body,
    const struct pull_caller *caller, const char *path);

#endif
