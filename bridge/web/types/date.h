#ifndef WEB_TYPES_DATE_H
#define WEB_TYPES_DATE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Dates in text, read as seconds since 1970.  The whole text must be a date.
 * Each returns 0, or -1 when it is not valid or the day does not exist; *TIME
 * is unchanged then.
 *
 * A second 60 is a leap second.  It exists only as the last second of June and
 * of December in UTC (RFC 3339 section 5.7), and counts as the second after it.
 */

/* May the second before TIME, in seconds since 1970, be a leap second? */
bool date_follows_leap(int64_t time);

/*
 * RFC 3339: "2024-02-29T12:00:00Z".  The "T" may be "t" or a space, and a
 * fraction of a second is dropped.  A date alone means its midnight.  Without
 * an offset, the time is UTC.
 */
int date_parse_rfc3339(const char *text, int64_t *time);

/*
 * The three forms of RFC 9110 section 5.6.7.  A year of two digits that would
 * be more than 50 years after NOW (seconds since 1970) is in the century
 * before.
 */
int date_parse_http(const char *text, int64_t now, int64_t *time);

#endif
