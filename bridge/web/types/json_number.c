/*
 * JSON numbers (RFC 8259 section 6), as the nearest double, and as an integer
 * where that is exact.
 */
#include <math.h>
#include <string.h>

#include "base/text/decimal.h"
#include "web/types/json_scalar.h"

/*
 * A double reads back as the decimal that it was read from, if that has no more
 * digits than these (DBL_DIG).
 */
#define EXACT_DIGITS 15

/* Skip digits, at least one. */
static bool
skip_digits(struct json_cursor *cursor)
{
	const char *begin = cursor->at;

	while (cursor->at < cursor->end && *cursor->at >= '0' &&
	    *cursor->at <= '9')
		cursor->at++;
	return cursor->at > begin;
}

/* Skip a number.  *IS_WHOLE: it has neither fraction nor exponent. */
static bool
skip_number(struct json_cursor *cursor, bool *is_whole)
{
	*is_whole = true;
	json_skip(cursor, '-');
	if (!json_skip(cursor, '0') && !skip_digits(cursor))
		return false;
	if (json_skip(cursor, '.')) {
		*is_whole = false;
		if (!skip_digits(cursor))
			return false;
	}
	if (json_skip(cursor, 'e') || json_skip(cursor, 'E')) {
		*is_whole = false;
		if (!json_skip(cursor, '+'))
			json_skip(cursor, '-');
		return skip_digits(cursor);
	}
	return true;
}

/* Read a whole number; false when it does not fit into an int64_t. */
static bool
read_integer(const char *text, const char *end, struct gantry_json_value *value)
{
	const bool is_negative = *text == '-';
	const uint64_t limit = (uint64_t)INT64_MAX + is_negative;
	uint64_t number = 0;
	unsigned digit;

	for (text += is_negative; text < end; text++) {
		digit = (unsigned)(*text - '0');
		if (number > (limit - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	value->kind = GANTRY_JSON_INTEGER;
	/* INT64_MIN has no positive counterpart. */
	value->integer = is_negative && number > 0 ? -(int64_t)(number - 1) - 1
						   : (int64_t)number;
	value->number =
	    is_negative && number == 0 ? -0.0 : (double)value->integer;
	return true;
}

/* NUL-terminate the number, in SMALL if it fits; NULL: memory ran out. */
static const char *
copy_number(const struct json_memory *memory, const char *text, size_t length,
    char *small, size_t size)
{
	char *copy = small;

	if (length >= size)
		copy = json_alloc(memory, length + 1);
	if (copy == NULL)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

int
json_number_read(const struct json_memory *memory, struct json_cursor *cursor,
    struct gantry_json_value *value)
{
	const char *begin = cursor->at, *copy;
	char small[64];
	size_t length;
	bool is_whole, is_kept;

	if (!skip_number(cursor, &is_whole)) {
		cursor->problem = "a digit is expected";
		return -1;
	}
	if (is_whole && read_integer(begin, cursor->at, value))
		return 0;
	length = (size_t)(cursor->at - begin);
	is_kept = is_whole || length > EXACT_DIGITS;
	copy = copy_number(
	    memory, begin, length, small, is_kept ? 0 : sizeof(small));
	if (copy == NULL)
		return -1;
	value->kind = GANTRY_JSON_NUMBER;
	value->number = decimal_read(copy, NULL);
	if (is_kept) {
		value->string = copy;
		value->length = length;
	}
	if (isinf(value->number)) {
		cursor->at = begin;
		cursor->problem = "the number is too large";
		return -1;
	}
	return 0;
}
