#ifndef GANTRY_CACHE_RESULT_TABLE_H
#define GANTRY_CACHE_RESULT_TABLE_H

#include "data/cache/db.h"
#include "data/gantry-cache/tables/output_file.h"

/* Prints the rows of a statement. */

enum result_format {
	RESULT_TABLE, /* columns, as wide as the first rows ask for */
	RESULT_CSV,
	RESULT_NDJSON,
	RESULT_JSON,
};

/* Run STATEMENT and write its rows to OUTPUT.  Returns 0 or -1. */
int result_table_print(struct db_statement *statement,
    enum result_format format, struct output_file *output,
    struct gantry_error *error);

#endif
