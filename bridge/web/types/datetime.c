/*
 * Dates and times by a format of strptime(3).
 */
#include <ctype.h>
#include <string.h>
#include <time.h>

#include "web/types/date.h"
#include "web/types/datetime.h"

#define DATETIME_SIZE 128

/* Does FORMAT allow white space?  strptime(3) skips it before any number. */
static bool
allows_blanks(const char *format)
{
	for (; *format != '\0'; format++) {
		if (isspace((unsigned char)*format))
			return true;
		if (*format == '%' && format[1] != '\0' &&
		    strchr("cenrt", *++format) != NULL)
			return true;
	}
	return false;
}

static bool
has_blanks(const char *text)
{
	return text[strcspn(text, " \t\n\v\f\r")] != '\0';
}

/*
 * Convert TIME to seconds since 1970.  Returns false for a time that does not
 * exist, which timegm(3) normalises to another month or minute.  strptime(3)
 * reads the seconds 60 and 61; only a leap second exists.
 */
static bool
to_seconds(const struct tm *time, int64_t *seconds)
{
	struct tm real = *time;

	if (time->tm_sec >= 60)
		real.tm_sec = 59;
	*seconds = timegm(&real) - time->tm_gmtoff + (time->tm_sec >= 60);
	if (time->tm_sec > 60 ||
	    (time->tm_sec == 60 && !date_follows_leap(*seconds)))
		return false;
	return real.tm_mon == time->tm_mon && real.tm_min == time->tm_min;
}

bool
datetime_parse(
    const char *format, const char *text, size_t length, int64_t *seconds)
{
	struct tm time = { .tm_mday = 1 };
	char copy[DATETIME_SIZE];
	const char *end;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (has_blanks(copy) && !allows_blanks(format))
		return false;
	end = strptime(copy, format, &time);
	return end == copy + length && to_seconds(&time, seconds);
}

int
datetime_check(const char *format, struct gantry_error *error)
{
	/* 2001-02-03T04:05:06Z: all parts differ. */
	const time_t sample = 981173106;
	char text[DATETIME_SIZE];
	struct tm time;
	int64_t seconds;
	size_t length;

	gmtime_r(&sample, &time);
	length = strftime(text, sizeof(text), format, &time);
	if (length > 0 && datetime_parse(format, text, length, &seconds))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a format that strptime(3) can read", format);
}
