/*
 * Reads scalars from the strings of REST JSON.  Values with several spellings
 * become one: times a number, base64 one alphabet with padding.
 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/rest/rest_read.h"

#define MICROSECONDS	INT64_C(1000000)
#define NANOSECONDS	1000000000
#define SECONDS_FIRST	INT64_C(-62135596800) /* 0001-01-01 */
#define SECONDS_LAST	INT64_C(253402300799) /* 9999-12-31 */
#define FRACTION_DIGITS 9

int
rest_read_integer(struct bytes text, int64_t *integer)
{
	bool negative = text.length > 0 && text.data[0] == '-';
	uint64_t limit = negative ? UINT64_C(1) << 63 : INT64_MAX;
	uint64_t value = 0, digit;
	size_t i = negative ? 1 : 0;

	if (i == text.length)
		return -1;
	for (; i < text.length; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return -1;
		digit = (uint64_t)(text.data[i] - '0');
		if (value > (limit - digit) / 10)
			return -1;
		value = value * 10 + digit;
	}
	if (negative && value == limit)
		*integer = INT64_MIN;
	else
		*integer = negative ? -(int64_t)value : (int64_t)value;
	return 0;
}

/* Read one character of SET; 0 when there is none. */
static char
read_one(struct bytes *text, const char *set)
{
	char found;

	if (text->length == 0 || text->data[0] == '\0' ||
	    strchr(set, text->data[0]) == NULL)
		return '\0';
	found = text->data[0];
	text->data++;
	text->length--;
	return found;
}

/* The parts of a number of RFC 8259. */
struct number {
	bool is_negative;
	struct bytes whole, fraction;
	int64_t exponent;
};

static struct bytes
read_digits(struct bytes *text)
{
	struct bytes digits = { text->data, 0 };

	while (digits.length < text->length &&
	    text->data[digits.length] >= '0' &&
	    text->data[digits.length] <= '9')
		digits.length++;
	text->data += digits.length;
	text->length -= digits.length;
	return digits;
}

/* Skip one character of SET.  Returns whether it was there. */
static bool
skip_one(struct bytes *text, const char *set)
{
	return read_one(text, set) != '\0';
}

/* Read the exponent, which is far from its limit in any number that fits. */
static bool
read_exponent(struct bytes *text, int64_t *exponent)
{
	const int64_t most = INT64_C(100000);
	struct bytes digits;
	bool is_negative;
	size_t i;

	*exponent = 0;
	if (!skip_one(text, "eE"))
		return true;
	is_negative = skip_one(text, "-");
	if (!is_negative)
		skip_one(text, "+");
	digits = read_digits(text);
	for (i = 0; i < digits.length && *exponent <= most; i++)
		*exponent = *exponent * 10 + (digits.data[i] - '0');
	if (digits.length == 0 || *exponent > most)
		return false;
	if (is_negative)
		*exponent = -*exponent;
	return true;
}

static bool
read_number_parts(struct bytes text, struct number *number)
{
	bool has_point;

	number->is_negative = skip_one(&text, "-");
	number->whole = read_digits(&text);
	if (number->whole.length == 0 ||
	    (number->whole.length > 1 && number->whole.data[0] == '0'))
		return false;
	has_point = skip_one(&text, ".");
	number->fraction = read_digits(&text);
	if (has_point != (number->fraction.length > 0))
		return false;
	return read_exponent(&text, &number->exponent) && text.length == 0;
}

/* Get digit I of the whole part and the fraction; 0 after the last. */
static unsigned
digit_of(const struct number *number, size_t i)
{
	if (i < number->whole.length)
		return (unsigned)(number->whole.data[i] - '0');
	i -= number->whole.length;
	return i < number->fraction.length
	    ? (unsigned)(number->fraction.data[i] - '0')
	    : 0;
}

/* Find the first digit that is not 0 from FIRST on; COUNT if there is none. */
static size_t
find_digit(const struct number *number, size_t first, size_t count)
{
	while (first < count && digit_of(number, first) == 0)
		first++;
	return first;
}

/* No number of 64 bits has more digits. */
#define WHOLE_DIGITS 19

int
rest_read_whole(struct bytes text, int64_t *integer)
{
	struct number number;
	uint64_t value = 0, limit;
	size_t count, first, end = 0;

	if (!read_number_parts(text, &number))
		return -1;
	count = number.whole.length + number.fraction.length;
	first = find_digit(&number, 0, count);
	if ((int64_t)number.whole.length + number.exponent > 0)
		end = (size_t)((int64_t)number.whole.length + number.exponent);
	if (find_digit(&number, end, count) < count ||
	    (first < count && end > first + WHOLE_DIGITS))
		return -1;
	limit = number.is_negative ? UINT64_C(1) << 63 : INT64_MAX;
	for (; first < count && first < end; first++) {
		if (value > (limit - digit_of(&number, first)) / 10)
			return -1;
		value = value * 10 + digit_of(&number, first);
	}
	for (; value > 0 && first < end; first++) {
		if (value > limit / 10)
			return -1;
		value *= 10;
	}
	*integer = number.is_negative ? (int64_t)(0 - value) : (int64_t)value;
	return 0;
}

int
rest_read_double(struct bytes text, double *value)
{
	struct number number;
	char *copy;

	if (!read_number_parts(text, &number))
		return -1;
	copy = strndup(text.data, text.length);
	if (copy == NULL)
		return -1;
	*value = strtod(copy, NULL);
	free(copy);
	return isfinite(*value) ? 0 : -1;
}

/* Read COUNT digits; -1 when there are fewer. */
static int
read_number(struct bytes *text, int count)
{
	int value = 0;
	char digit;

	while (count-- > 0) {
		digit = read_one(text, "0123456789");
		if (digit == '\0')
			return -1;
		value = value * 10 + (digit - '0');
	}
	return value;
}

/* Read ".123456789", in nanoseconds; -1 when it is malformed. */
static int
read_fraction(struct bytes *text)
{
	int digits = 0, value = 0, unit = NANOSECONDS / 10;
	char digit;

	if (read_one(text, ".") == '\0')
		return 0;
	while ((digit = read_one(text, "0123456789")) != '\0') {
		value += (digit - '0') * unit;
		unit /= 10;
		digits++;
	}
	return digits >= 1 && digits <= FRACTION_DIGITS ? value : -1;
}

/* Read "Z" or "+01:30" as seconds; false when it is malformed. */
static bool
read_offset(struct bytes *text, int *offset)
{
	char sign = read_one(text, "Zz+-");
	int hours, minutes;

	*offset = 0;
	if (sign == 'Z' || sign == 'z')
		return true;
	if (sign == '\0')
		return false;
	hours = read_number(text, 2);
	if (read_one(text, ":") == '\0')
		return false;
	minutes = read_number(text, 2);
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
	return true;
}

static bool
is_date(int year, int month, int day)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year < 0 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= lengths[month - 1] + (month == 2 && leap);
}

/*
 * The days from 1970-01-01 to a date, by Howard Hinnant's days_from_civil: the
 * inverse of date_of in rest.c.
 */
static int64_t
days_of(int year, int month, int day)
{
	int shifted = year + 400 - (month <= 2); /* from March, above zero */
	int era = shifted / 400, of_era = shifted % 400;
	int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day;

	return (int64_t)(era - 1) * 146097 + of_era * 365 + of_era / 4 -
	    of_era / 100 + of_year - 1 - 719468;
}

/* Read "2024-02-29" as days since 1970; false when it is malformed. */
static bool
read_date(struct bytes *text, int64_t *days)
{
	int year, month, day;

	year = read_number(text, 4);
	if (read_one(text, "-") == '\0')
		return false;
	month = read_number(text, 2);
	if (read_one(text, "-") == '\0')
		return false;
	day = read_number(text, 2);
	if (!is_date(year, month, day))
		return false;
	*days = days_of(year, month, day);
	return true;
}

/* Read "12:34:56" as seconds; -1 when it is malformed. */
static int
read_clock(struct bytes *text)
{
	int hour, minute, second;

	hour = read_number(text, 2);
	if (read_one(text, ":") == '\0')
		return -1;
	minute = read_number(text, 2);
	if (read_one(text, ":") == '\0')
		return -1;
	second = read_number(text, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 59)
		return -1;
	return hour * 3600 + minute * 60 + second;
}

int
rest_read_instant(struct bytes text, struct rest_instant *instant)
{
	int seconds, offset;
	int64_t days;

	if (!read_date(&text, &days) || read_one(&text, "Tt") == '\0')
		return -1;
	seconds = read_clock(&text);
	if (seconds == -1)
		return -1;
	instant->nanoseconds = read_fraction(&text);
	if (instant->nanoseconds == -1 || !read_offset(&text, &offset) ||
	    text.length > 0)
		return -1;
	instant->seconds = days * 86400 + seconds - offset;
	return instant->seconds < SECONDS_FIRST ||
		instant->seconds > SECONDS_LAST
	    ? -1
	    : 0;
}

int
rest_read_timestamp(struct bytes text, int64_t *microseconds)
{
	struct rest_instant instant;

	if (rest_read_instant(text, &instant) == -1)
		return -1;
	*microseconds =
	    instant.seconds * MICROSECONDS + instant.nanoseconds / 1000;
	return 0;
}

/* The six bits that a character of either alphabet stands for, or -1. */
static int
bits_of(char character)
{
	if (character >= 'A' && character <= 'Z')
		return character - 'A';
	if (character >= 'a' && character <= 'z')
		return character - 'a' + 26;
	if (character >= '0' && character <= '9')
		return character - '0' + 52;
	if (character == '+' || character == '-')
		return 62;
	return character == '/' || character == '_' ? 63 : -1;
}

/* Remove the padding of TEXT; false when it is wrong. */
static bool
strip_padding(struct bytes *text)
{
	size_t padding = 0;

	while (padding < 2 && padding < text->length &&
	    text->data[text->length - padding - 1] == '=')
		padding++;
	if (padding > 0 && text->length % 4 != 0)
		return false;
	text->length -= padding;
	return text->length % 4 != 1;
}

/* Is TEXT, without its padding, base64 whose last bits are zero? */
static bool
is_base64(struct bytes text)
{
	/* The bits of the last character that belong to no byte. */
	static const int unused[] = { 0, 0, 0xf, 0x3 };
	size_t i;
	int bits = 0;

	for (i = 0; i < text.length; i++) {
		bits = bits_of(text.data[i]);
		if (bits == -1)
			return false;
	}
	return (bits & unused[text.length % 4]) == 0;
}

int
rest_add_base64(struct gantry_buffer *buffer, struct bytes text)
{
	size_t i;
	int bits;

	if (!strip_padding(&text) || !is_base64(text))
		return -1;
	gantry_buffer_putc(buffer, '"');
	for (i = 0; i < text.length; i++) {
		bits = bits_of(text.data[i]);
		gantry_buffer_putc(buffer,
		    bits == 62	     ? '+'
			: bits == 63 ? '/'
				     : text.data[i]);
	}
	for (; i % 4 != 0; i++)
		gantry_buffer_putc(buffer, '=');
	gantry_buffer_putc(buffer, '"');
	return 0;
}

int
rest_decode_base64(struct gantry_buffer *buffer, struct bytes text)
{
	unsigned bits = 0, count = 0;
	size_t i;

	if (!strip_padding(&text) || !is_base64(text))
		return -1;
	for (i = 0; i < text.length; i++) {
		bits = bits << 6 | (unsigned)bits_of(text.data[i]);
		count += 6;
		if (count >= 8) {
			count -= 8;
			gantry_buffer_putc(buffer, (char)(bits >> count));
		}
	}
	return 0;
}
