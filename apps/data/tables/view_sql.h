#ifndef TABLES_VIEW_SQL_H
#define TABLES_VIEW_SQL_H

#include <gantry/buffer.h>

#include "data/tables/columns.h"
#include "data/tables/plain_value.h"

/*
 * Writes SQL for a view of the documents of a collection group, with a column
 * for each of their fields.  The view is a temporary one, for a cache may have
 * no view itself.
 *
 *	__path__, __parent__, __id__	texts; such names are Firestore's own
 *	__create_time__, __update_time__  times as below, NULL if unknown
 *	numbers				numbers; NaN and infinities are texts
 *	booleans			0 or 1
 *	texts, bytes, references	texts, as plain_value.h has them
 *	timestamps			a text that sorts,
 *					2026-01-31T08:00:00.000000Z, and
 *					microseconds since 1970 in another
 *					column, FIELD_us
 *	points, arrays, maps, vectors	JSON
 *
 * A field that is absent is NULL, as one that is null.  Arrays and maps deeper
 * than VIEW_DEPTH_MAX have types, as in the REST API.
 */

/* SQLite has at most 2,000 columns, and a time makes two. */
#define VIEW_COLUMNS_MAX 990

/* As deep as the parser of SQLite goes. */
#define VIEW_DEPTH_MAX 5

/*
 * Append CREATE TEMP VIEW NAME for the collection group GROUP.  Returns 0, or
 * -1 with ERROR: GANTRY_ERROR_INPUT: SQL cannot have that name;
 * GANTRY_ERROR_LIMIT: there are too many columns.
 */
int view_sql_add(struct gantry_buffer *sql, struct bytes group,
    const struct columns *columns, const struct plain_style *style,
    struct gantry_error *error);

/* Append NAME as SQL has names, in double quotes. */
void view_sql_add_name(struct gantry_buffer *sql, struct bytes name);

#endif
