/*
 * The C library converts the numbers, since it rounds correctly; the decimal
 * point of the application's locale is replaced.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/decimal.h"

/* Replace the locale's point: everything but digits, signs and exponent. */
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
decimal_write(char text[DECIMAL_SIZE], double value)
{
	/*
	 * %.15g writes any number of 15 digits or fewer as it was read, so
	 * fewer digits need not be tried, except for subnormal numbers, which
	 * are less exact.
	 */
	int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG;

	do {
		snprintf(text, DECIMAL_SIZE, "%.*g", digits, value);
		put_point(text);
	} while (
	    digits++ < DBL_DECIMAL_DIG && decimal_read(text, NULL) != value);
	return strlen(text);
}

double
decimal_read(const char *text, char **end)
{
	locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double value;

	if (locale == (locale_t)0)
		return strtod(text, end);
	value = strtod_l(text, end, locale);
	freelocale(locale);
	return value;
}
