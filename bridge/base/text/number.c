/*
 * Numbers are written and read by the C library, which rounds rightly, and kept
 * from the point of the application's locale.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/number.h"

/* What is neither a digit nor of the exponent is the locale's point. */
static void
put_point(char *text)
{
	static const char others[] = "0123456789+-e";
	char *point = text + strspn(text, others);
	char *after = point + strcspn(point, others);

	if (*point == '\0')
		return;
	*point = '.';
	memmove(point + 1, after, strlen(after) + 1);
}

size_t
number_write(char text[NUMBER_SIZE], double value)
{
	/*
	 * A number of 15 digits or fewer is what %.15g writes of its double, so
	 * fewer need not be tried; but for those next to zero, which are not as
	 * exact.
	 */
	int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG;

	do {
		snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
		put_point(text);
	} while (
	    digits++ < DBL_DECIMAL_DIG && number_read(text, NULL) != value);
	return strlen(text);
}

double
number_read(const char *text, char **end)
{
	/* One that always is, and of which this is no copy. */
	locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double value;

	if (locale == (locale_t)0)
		return strtod(text, end);
	value = strtod_l(text, end, locale);
	freelocale(locale);
	return value;
}
