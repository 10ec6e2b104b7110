/*
 * Dates of RFC 3339 and RFC 9110.  strptime(3) cannot read them: it skips white
 * space, uses the month names of the locale and accepts days that do not exist.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "web/types/date.h"

struct date {
	int year, month, day, hour, minute, second;
	bool is_short; /* a year of two digits */
};

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec", NULL };
static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
	"Sun", NULL };
static const char *const long_days[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday", NULL };

/* Read COUNT digits; *TEXT moves past them.  -1: they are not digits. */
static int
read_digits(const char **text, int count)
{
	int number = 0;

	for (; count > 0; count--, ++*text) {
		if (!isdigit((unsigned char)**text))
			return -1;
		number = number * 10 + (**text - '0');
	}
	return number;
}

/* Read a name; *TEXT moves past it.  Its number from 1, or -1. */
static int
read_name(const char **text, const char *const *names)
{
	int i;

	for (i = 0; names[i] != NULL; i++) {
		size_t length = strlen(names[i]);

		if (strncmp(*text, names[i], length) == 0) {
			*text += length;
			return i + 1;
		}
	}
	return -1;
}

/* Read one part of a pattern. */
static int
read_part(const char **text, char part, struct date *date)
{
	switch (part) {
	case 'Y':
		return date->year = read_digits(text, 4);
	case 'y':
		date->is_short = true;
		return date->year = read_digits(text, 2);
	case 'm':
		return date->month = read_digits(text, 2);
	case 'b':
		return date->month = read_name(text, months);
	case 'd':
		return date->day = read_digits(text, 2);
	case 'e': /* a space and a digit, or two digits */
		if (**text != ' ')
			return date->day = read_digits(text, 2);
		++*text;
		return date->day = read_digits(text, 1);
	case 'H':
		return date->hour = read_digits(text, 2);
	case 'M':
		return date->minute = read_digits(text, 2);
	case 'S':
		return date->second = read_digits(text, 2);
	case 'a':
		return read_name(text, days);
	case 'A':
		return read_name(text, long_days);
	default:
		return -1;
	}
}

/*
 * Read TEXT by PATTERN, in which "%" and a letter stand for a part, as in
 * strftime(3).  Returns what follows in TEXT, or NULL.
 */
static const char *
scan(const char *text, const char *pattern, struct date *date)
{
	*date = (struct date){ .day = 1, .month = 1 };
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '%') {
			if (read_part(&text, *++pattern, date) == -1)
				return NULL;
		} else if (*text++ != *pattern) {
			return NULL;
		}
	}
	return text;
}

static int
days_of(int year, int month)
{
	static const int count[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return count[month - 1] + (month == 2 && leap);
}

bool
date_follows_leap(int64_t time)
{
	time_t seconds = (time_t)time;
	struct tm tm;

	return gmtime_r(&seconds, &tm) != NULL && tm.tm_mday == 1 &&
	    (tm.tm_mon == 0 || tm.tm_mon == 6) && tm.tm_hour == 0 &&
	    tm.tm_min == 0 && tm.tm_sec == 0;
}

/* DATE is OFFSET seconds ahead of UTC. */
static int
to_seconds(const struct date *date, int64_t offset, int64_t *time)
{
	struct tm tm = {
		.tm_year = date->year - 1900,
		.tm_mon = date->month - 1,
		.tm_mday = date->day,
		.tm_hour = date->hour,
		.tm_min = date->minute,
		.tm_sec = date->second,
	};
	int64_t seconds;

	if (date->month < 1 || date->month > 12 || date->day < 1 ||
	    date->day > days_of(date->year, date->month) || date->hour > 23 ||
	    date->minute > 59 || date->second > 60)
		return -1;
	seconds = timegm(&tm) - offset;
	if (date->second == 60 && !date_follows_leap(seconds))
		return -1;
	*time = seconds;
	return 0;
}

/* Read "Z", "+01:00" or nothing.  -1: it is not an offset. */
static int
read_offset(const char *text, int64_t *seconds)
{
	struct date date;
	const char *end;

	*seconds = 0;
	if (*text == '\0')
		return 0;
	if (*text == 'Z' || *text == 'z')
		return text[1] == '\0' ? 0 : -1;
	if (*text != '+' && *text != '-')
		return -1;
	end = scan(text + 1, "%H:%M", &date);
	if (end == NULL || *end != '\0' || date.hour > 23 || date.minute > 59)
		return -1;
	*seconds = date.hour * 3600 + date.minute * 60;
	if (*text == '-')
		*seconds = -*seconds;
	return 0;
}

int
date_parse_rfc3339(const char *text, int64_t *time)
{
	struct date date, clock;
	const char *at = scan(text, "%Y-%m-%d", &date);
	int64_t offset;

	if (at == NULL)
		return -1;
	if (*at == '\0')
		return to_seconds(&date, 0, time);
	if (*at != 'T' && *at != 't' && *at != ' ')
		return -1;
	at = scan(at + 1, "%H:%M:%S", &clock);
	if (at == NULL)
		return -1;
	if (*at == '.') {
		if (!isdigit((unsigned char)*++at))
			return -1;
		while (isdigit((unsigned char)*at))
			at++;
	}
	date.hour = clock.hour;
	date.minute = clock.minute;
	date.second = clock.second;
	return read_offset(at, &offset) == 0 ? to_seconds(&date, offset, time)
					     : -1;
}

/* RFC 9110 section 5.6.7, by the year of NOW. */
static void
complete_year(struct date *date, int64_t now)
{
	time_t seconds = (time_t)now;
	struct tm tm;
	int year;

	if (!date->is_short || gmtime_r(&seconds, &tm) == NULL)
		return;
	year = tm.tm_year + 1900;
	date->year += year / 100 * 100;
	if (date->year > year + 50)
		date->year -= 100;
}

int
date_parse_http(const char *text, int64_t now, int64_t *time)
{
	static const char *const patterns[] = {
		"%a, %d %b %Y %H:%M:%S GMT",
		"%A, %d-%b-%y %H:%M:%S GMT",
		"%a %b %e %H:%M:%S %Y",
	};
	struct date date;
	const char *end;
	size_t i;

	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		end = scan(text, patterns[i], &date);
		if (end == NULL || *end != '\0')
			continue;
		complete_year(&date, now);
		return to_seconds(&date, 0, time);
	}
	return -1;
}
