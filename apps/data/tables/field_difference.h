#ifndef TABLES_FIELD_DIFFERENCE_H
#define TABLES_FIELD_DIFFERENCE_H

#include <gantry/buffer.h>

#include "data/query/keys/value.h"

/*
 * Called with each field that differs; NAME is between its quotes.  OLD or NEW
 * is NULL where the field is absent.
 */
typedef void difference_visit(void *argument, struct json_part name,
    const struct json_part *old, const struct json_part *new);

/*
 * Compare the top-level fields of two documents, JSON objects of values whose
 * names are in the order of their bytes.  Values differ when their types do.
 */
void difference_each(struct json_part old, struct json_part new,
    difference_visit *visit, void *argument);

#endif
