#ifndef FORMATS_SHAPES_H
#define FORMATS_SHAPES_H

#include "data/firestore/formats/format_options.h"
#include "data/firestore/formats/sample.h"

/* The shapes of the formats in formats.c, which come in its order. */

typedef bool shape_is(
    const struct sample *sample, const struct formats_options *options);

shape_is shape_is_bundle, shape_is_bigquery_csv, shape_is_csv, shape_is_event,
    shape_is_rest, shape_is_bigquery, shape_is_backfire, shape_is_leveldb,
    shape_is_root, shape_is_root_collection, shape_is_mongo, shape_is_id_data,
    shape_is_collections, shape_is_lists, shape_is_documents, shape_is_objects;

/* Whether a collection must be given. */
bool shape_always(const struct sample *sample);
bool shape_lacks_path(const struct sample *sample);
bool shape_lacks_column(const struct sample *sample);

/*
 * No format has this shape: say what was found in the file PATH, the nearest
 * format, and the options that would take it.  Returns -1 with ERROR.
 */
int shape_explain(
    const struct sample *sample, const char *path, struct gantry_error *error);

#endif
