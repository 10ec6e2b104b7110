#ifndef FORMATS_RECORDS_H
#define FORMATS_RECORDS_H

#include "data/firestore/formats/reading.h"

/* Formats in which each object is a document, see formats.c. */

format_record record_backfire, record_bigquery, record_event, record_id_data,
    record_leveldb, record_mongo, record_plain, record_csv;

/* The member of RECORD that is the id of its document; NULL: none. */
const char *record_find_id(
    const json_t *record, const struct formats_options *options);

/* Members of a row that our own tables have, which are not fields. */
extern const char *const record_columns[];

#endif
