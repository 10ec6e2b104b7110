#ifndef BASE_TEXT_HTTP_DATE_H
#define BASE_TEXT_HTTP_DATE_H

#include <stddef.h>
#include <stdint.h>

/* Dates of HTTP headers (RFC 9110 section 5.6.7), whatever the locale. */

#define HTTP_DATE_SIZE sizeof("Sun, 06 Nov 1994 08:49:37 GMT")

/*
 * Write TIME, in seconds since 1970, as an IMF-fixdate.  Times outside the
 * years 0 to 9999 become the first or the last second of these years.
 */
void http_date_format(char text[HTTP_DATE_SIZE], int64_t time);

#endif
