/*
 * Numbers.  strtod(3) also takes white space, hexadecimal digits and "nan(1)",
 * which have no business in an address.
 */
#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web/types/numeral.h"

#define NUMBER_SIZE 256

bool
integer_parse(const char *text, size_t length, int64_t *value)
{
	const char *end = text + length;
	bool is_negative = length > 0 && *text == '-';
	int64_t number = 0;

	if (length > 0 && (*text == '-' || *text == '+'))
		text++;
	if (text == end)
		return false;
	/* Summed up below zero, where there is one number more. */
	for (; text < end; text++) {
		if (!isdigit((unsigned char)*text) ||
		    __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_sub_overflow(number, *text - '0', &number))
			return false;
	}
	if (!is_negative && __builtin_sub_overflow(0, number, &number))
		return false;
	*value = number;
	return true;
}

/* Is TEXT, behind its sign, a number that is not written with digits? */
static bool
is_word(const char *text)
{
	text += *text == '+' || *text == '-';
	return strcasecmp(text, "inf") == 0 ||
	    strcasecmp(text, "infinity") == 0 || strcasecmp(text, "nan") == 0;
}

bool
number_parse(const char *text, size_t length, double *value)
{
	char copy[NUMBER_SIZE], *end;
	locale_t locale;

	if (length == 0 || length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (strspn(copy, "0123456789+-.eE") != length && !is_word(copy))
		return false;
	/* An application may have set a locale with commas. */
	locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (locale == (locale_t)0)
		return false;
	*value = strtod_l(copy, &end, locale);
	freelocale(locale);
	return end == copy + length;
}
