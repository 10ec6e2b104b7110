#ifndef WEB_TYPES_DATETIME_H
#define WEB_TYPES_DATETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * Read LENGTH bytes at TEXT, at most 127, by FORMAT, as strptime(3) does, but
 * strictly: to the end of the text, with white space only where the format has
 * some, and only a date and time that exist; for a second 60 see date.h.  Parts
 * that the format leaves out are those of 1900-01-01T00:00:00; without an
 * offset (%z) the time is UTC.  *SECONDS are since 1970.
 */
bool datetime_parse(
    const char *format, const char *text, size_t length, int64_t *seconds);

/*
 * Check that datetime_parse reads what strftime(3) writes with FORMAT.  Returns
 * 0, or -1 with ERROR filled.
 */
int datetime_check(const char *format, struct gantry_error *error);

#endif
