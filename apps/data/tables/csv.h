#ifndef TABLES_CSV_H
#define TABLES_CSV_H

#include <stdbool.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"

/*
 * Writes the cells of a CSV file (RFC 4180).  A row is cells with csv_separate
 * between them and csv_end_row after the last.
 */

/*
 * Append TEXT, in quotes if it has to be: a text that is empty is "", so that
 * it differs from a cell without a value.  If IS_GUARDED, a text that a
 * spreadsheet would take for a formula gets an apostrophe before it.
 */
void csv_add_text(
    struct gantry_buffer *out, struct bytes text, bool is_guarded);

/* Append a number or another text without special characters. */
void csv_add_plain(struct gantry_buffer *out, struct bytes text);

void csv_separate(struct gantry_buffer *out);
void csv_end_row(struct gantry_buffer *out);

/*
 * Would a spreadsheet take TEXT for a formula?  It begins with one of = + - @,
 * or with the full-width form of one, perhaps after white space or controls.
 */
bool csv_is_formula(struct bytes text);

#endif
