/*
 * Strict parsers of values.  strtod(3) alone would also read white space,
 * hexadecimal digits and "nan(1)".
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text/decimal.h"
#include "web/types/value.h"

#define NUMBER_LENGTH_MAX 255

int
value_integer(const char *text, size_t length, int64_t *value)
{
	const char *end = text + length;
	bool is_negative = length > 0 && *text == '-';
	int64_t number = 0;

	if (length > 0 && (*text == '-' || *text == '+'))
		text++;
	if (text == end)
		return -1;
	/* Accumulated as a negative number, since -INT64_MIN overflows. */
	for (; text < end; text++) {
		if (!isdigit((unsigned char)*text) ||
		    __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_sub_overflow(number, *text - '0', &number))
			return -1;
	}
	if (!is_negative && __builtin_sub_overflow(0, number, &number))
		return -1;
	*value = number;
	return 0;
}

/* Is TEXT, after its sign, a number that is written as a word? */
static bool
is_word(const char *text)
{
	text += *text == '+' || *text == '-';
	return strcasecmp(text, "inf") == 0 ||
	    strcasecmp(text, "infinity") == 0 || strcasecmp(text, "nan") == 0;
}

int
value_number(const char *text, size_t length, double *value)
{
	char copy[NUMBER_LENGTH_MAX + 1], *end;
	double number;

	if (length == 0 || length >= sizeof(copy))
		return -1;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (strspn(copy, "0123456789+-.eE") != length && !is_word(copy))
		return -1;
	number = decimal_read(copy, &end);
	if (end != copy + length)
		return -1;
	*value = number;
	return 0;
}

static bool
is_same(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

int
value_boolean(const char *text, size_t length, bool *value)
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
		if (is_same(text, length, words[i].yes))
			*value = true;
		else if (is_same(text, length, words[i].no))
			*value = false;
		else
			continue;
		return 0;
	}
	return -1;
}
