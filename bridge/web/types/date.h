#ifndef WEB_TYPES_DATE_H
#define WEB_TYPES_DATE_H

#include <stdint.h>

/*
 * Dates in text, as seconds since 1970.  The whole text is one.  Each returns
 * 0, or -1 when it is none, also when there is no such day; *TIME is left alone
 * then.  A leap second is the second after it.
 */

/*
 * RFC 3339: "2024-02-29T12:00:00Z", its fraction of a second dropped, "t" or a
 * blank in the place of the "T"; or a date alone, which is its midnight.  What
 * has no offset is UTC.
 */
int date_parse_rfc3339(const char *text, int64_t *time);

/*
 * The three forms of RFC 9110 section 5.6.7.  A year of two digits that would
 * be more than 50 years after NOW, seconds since 1970, is the century before.
 */
int date_parse_http(const char *text, int64_t now, int64_t *time);

#endif
