#ifndef FORMATS_CSV_ROWS_H
#define FORMATS_CSV_ROWS_H

#include "data/firestore/formats/reading.h"

/*
 * Tables (RFC 4180) whose first row names the columns, separated by commas,
 * semicolons or tabs.  A row becomes an object of texts: a cell without quotes
 * and characters is absent.
 */
format_read csv_rows_read;

/* Is BEGINNING, which is not JSON, such a first row? */
bool csv_rows_is(struct bytes beginning);

/* Has the first row of BEGINNING the word NAME? */
bool csv_rows_has_column(struct bytes beginning, const char *name);

#endif
