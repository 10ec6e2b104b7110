/*
 * HTTP dates.  strftime(3) would use the locale, which an application may have
 * set.
 */
#include <stdio.h>
#include <time.h>

#include "base/text/http_date.h"

#define FIRST_TIME INT64_C(-62167219200) /* 0000-01-01 */
#define LAST_TIME  INT64_C(253402300799) /* 9999-12-31T23:59:59 */

static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

void
http_date_format(char text[HTTP_DATE_SIZE], int64_t time)
{
	time_t seconds = time < FIRST_TIME ? FIRST_TIME
	    : time > LAST_TIME		   ? LAST_TIME
					   : time;
	struct tm at;

	gmtime_r(&seconds, &at);
	snprintf(text, HTTP_DATE_SIZE,
	    "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT", days + at.tm_wday * 3,
	    (unsigned)at.tm_mday % 100, months + at.tm_mon * 3,
	    (unsigned)(at.tm_year + 1900) % 10000, (unsigned)at.tm_hour % 100,
	    (unsigned)at.tm_min % 100, (unsigned)at.tm_sec % 100);
}
