#ifndef WEB_TYPES_DATETIME_H
#define WEB_TYPES_DATETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * Read LENGTH bytes at TEXT as strptime(3) does with FORMAT, but to their end,
 * with white space only where the format has some, and only a date and time
 * that there are: no 30th of February.  What the format leaves out is that of
 * 1900-01-01T00:00:00; without an offset (%z) it is UTC.  At most 127 bytes.
 * SECONDS are since 1970.
 */
bool datetime_parse(
    const char *format, const char *text, size_t length, int64_t *seconds);

/*
 * Can FORMAT be read, at least what strftime(3) writes with it?  Returns 0, or
 * -1 with ERROR filled.
 */
int datetime_check(const char *format, struct gantry_error *error);

#endif
