#ifndef CMD_SHELL_DIFFERENCE_H
#define CMD_SHELL_DIFFERENCE_H

#include "cmd/shell/exchange.h"

/*
 * Append what is different between the answers of BEFORE and AFTER, as unified
 * lines: status, headers and body.  JSON is compared line by line in one form,
 * with members in the order of their names.  Returns 1 if they differ, 0 if
 * not, or -1 with ERROR filled.
 */
int difference_put(struct gantry_buffer *text, const struct exchange *before,
    const struct exchange *after, struct gantry_error *error);

/* Append TEXT of unified lines, in colours. */
void difference_colour(
    struct gantry_buffer *to, const struct gantry_buffer *text);

#endif
