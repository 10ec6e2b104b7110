#ifndef TABLES_COLUMNS_H
#define TABLES_COLUMNS_H

#include <stdbool.h>

#include <gantry/error.h>

#include "data/query/keys/value.h"

/*
 * The columns of a table whose rows are documents: the names of their fields,
 * in the order of their bytes, and what kinds of values these have.
 */

/* The bit of a kind, and of vectors, which are maps. */
#define COLUMN_KIND(kind) (1U << (kind))
#define COLUMN_VECTOR	  (1U << 16)

struct column {
	char *name; /* UTF-8, with a NUL after its length */
	size_t length;
	unsigned kinds;
	unsigned depth; /* of arrays and maps; 0: there are none */
};

struct columns {
	struct column *items;
	size_t count, capacity;
	struct gantry_buffer scratch;
};

/* What SQLite and spreadsheets can have is less. */
#define COLUMNS_MAX 10000

/*
 * Add the fields of a document, a JSON object of values.  Returns 0, or -1 with
 * ERROR: GANTRY_ERROR_LIMIT: there are too many.
 */
int columns_add(struct columns *columns, struct json_part fields,
    struct gantry_error *error);

/* Add a column without kinds, if it is not there.  Returns 0 or -1. */
int columns_add_name(struct columns *columns, const char *name, size_t length,
    struct gantry_error *error);

/* Free everything; safe on a zeroed one. */
void columns_clear(struct columns *columns);

#endif
