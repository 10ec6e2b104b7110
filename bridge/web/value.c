/*
 * Numbers, booleans and UUIDs, told strictly.
 */
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "web/value.h"

static const char *
skip_digits(const char *text)
{
	while (isdigit((unsigned char)*text))
		text++;
	return text;
}

static const char *
skip_sign(const char *text)
{
	return *text == '+' || *text == '-' ? text + 1 : text;
}

int
value_integer(const char *text, int64_t *value)
{
	const char *digits = skip_sign(text);
	const char *end = skip_digits(digits);
	long long number;

	if (end == digits || *end != '\0')
		return -1;
	errno = 0;
	number = strtoll(text, NULL, 10);
	if (errno != 0)
		return -1;
	*value = number;
	return 0;
}

/* "1", "1.5", "1.", ".5", each maybe with a sign and an exponent. */
static bool
is_decimal(const char *text)
{
	const char *whole = skip_sign(text);
	const char *end = skip_digits(whole);
	size_t digits = (size_t)(end - whole);
	const char *part;

	if (*end == '.') {
		part = end + 1;
		end = skip_digits(part);
		digits += (size_t)(end - part);
	}
	if (digits == 0)
		return false;
	if (*end == 'e' || *end == 'E') {
		part = skip_sign(end + 1);
		end = skip_digits(part);
		if (end == part)
			return false;
	}
	return *end == '\0';
}

int
value_number(const char *text, double *value)
{
	locale_t locale;
	double number;

	if (!is_decimal(text))
		return -1;
	/* An application may have set another, with commas. */
	locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (locale == (locale_t)0)
		return -1;
	number = strtod_l(text, NULL, locale);
	freelocale(locale);
	if (!isfinite(number))
		return -1;
	*value = number;
	return 0;
}

int
value_boolean(const char *text, bool *value)
{
	static const struct {
		const char *yes, *no;
	} words[] = {
		{ "true", "false" },
		{ "True", "False" },
		{ "t", "f" },
		{ "yes", "no" },
		{ "y", "n" },
		{ "1", "0" },
		{ "on", "off" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].yes) == 0)
			*value = true;
		else if (strcmp(text, words[i].no) == 0)
			*value = false;
		else
			continue;
		return 0;
	}
	return -1;
}

static bool
has_dash_before(size_t digit)
{
	return digit == 8 || digit == 12 || digit == 16 || digit == 20;
}

int
value_uuid(const char *text, char uuid[UUID_LENGTH + 1])
{
	char made[UUID_LENGTH + 1], *to = made;
	bool has_dashes = strchr(text, '-') != NULL;
	size_t digit;

	for (digit = 0; digit < 32; digit++) {
		if (has_dash_before(digit)) {
			if (has_dashes && *text++ != '-')
				return -1;
			*to++ = '-';
		}
		if (!isxdigit((unsigned char)*text))
			return -1;
		*to++ = (char)tolower((unsigned char)*text++);
	}
	if (*text != '\0')
		return -1;
	*to = '\0';
	memcpy(uuid, made, sizeof(made));
	return 0;
}
