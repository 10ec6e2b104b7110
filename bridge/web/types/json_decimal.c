/*
 * Exact decimals.  Most numbers are read back from the integer or the double;
 * those that no double holds have kept their text.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/decimal.h"
#include "web/types/json_decimal.h"

/* Beyond this, exponents are alike: no other number has so many digits. */
#define EXPONENT_MAX INT64_C(1000000000000)

static int64_t
read_exponent(const char *text)
{
	long long exponent = strtoll(text, NULL, 10);

	if (exponent > EXPONENT_MAX)
		return EXPONENT_MAX;
	return exponent < -EXPONENT_MAX ? -EXPONENT_MAX : exponent;
}

static void
read_text(struct json_decimal *decimal, const char *text)
{
	int64_t digits = 0, last = 0;
	bool is_fraction = false;
	const char *p;

	decimal->is_negative = *text == '-';
	text += decimal->is_negative;
	for (p = text; *p == '.' || (*p >= '0' && *p <= '9'); p++) {
		if (*p == '.') {
			is_fraction = true;
			continue;
		}
		if (*p != '0' && decimal->first == NULL)
			decimal->first = p;
		if (decimal->first != NULL)
			digits++;
		if (*p != '0') {
			decimal->end = p + 1;
			last = digits;
		}
		if (!is_fraction && decimal->first != NULL)
			decimal->exponent++;
		if (is_fraction && decimal->first == NULL)
			decimal->exponent--;
	}
	decimal->count = last;
	if (*p == 'e' || *p == 'E')
		decimal->exponent += read_exponent(p + 1);
}

void
json_decimal_init(
    struct json_decimal *decimal, const struct gantry_json_value *value)
{
	decimal->first = decimal->end = NULL;
	decimal->exponent = 0;
	if (value->kind == GANTRY_JSON_INTEGER)
		snprintf(decimal->text, sizeof(decimal->text), "%" PRId64,
		    value->integer);
	else if (value->string == NULL)
		decimal_write(decimal->text, value->number);
	read_text(decimal,
	    value->kind == GANTRY_JSON_NUMBER && value->string != NULL
		? value->string
		: decimal->text);
}

/* The digit at *AT, or 0 after the last. */
static int
next_digit(const char **at, const char *end)
{
	if (*at < end && **at == '.')
		(*at)++;
	return *at < end ? *(*at)++ - '0' : 0;
}

/* Compare the absolute values, neither of which is 0. */
static int
compare_sizes(const struct json_decimal *a, const struct json_decimal *b)
{
	const char *one = a->first, *other = b->first;
	int difference;

	if (a->exponent != b->exponent)
		return a->exponent < b->exponent ? -1 : 1;
	while (one < a->end || other < b->end) {
		difference =
		    next_digit(&one, a->end) - next_digit(&other, b->end);
		if (difference != 0)
			return difference;
	}
	return 0;
}

int
json_decimal_compare(const struct json_decimal *a, const struct json_decimal *b)
{
	const int sign_a = a->count == 0 ? 0 : a->is_negative ? -1 : 1;
	const int sign_b = b->count == 0 ? 0 : b->is_negative ? -1 : 1;

	if (sign_a != sign_b || sign_a == 0)
		return sign_a - sign_b;
	return sign_a * compare_sizes(a, b);
}

bool
json_decimal_is_whole(const struct json_decimal *decimal)
{
	return decimal->exponent >= decimal->count || decimal->count == 0;
}

uint64_t
json_decimal_mantissa(const struct json_decimal *decimal)
{
	const char *at = decimal->first;
	uint64_t mantissa = 0;

	if (decimal->count > 19)
		return 0;
	while (at < decimal->end)
		mantissa =
		    mantissa * 10 + (uint64_t)next_digit(&at, decimal->end);
	return mantissa;
}

static uint64_t
multiply(uint64_t a, uint64_t b, uint64_t modulus)
{
	__extension__ typedef unsigned __int128 wide;

	return (uint64_t)((wide)a * b % modulus);
}

/* Ten to the power of EXPONENT, modulo MODULUS. */
static uint64_t
power_of_ten(int64_t exponent, uint64_t modulus)
{
	uint64_t power = 1 % modulus, base = 10 % modulus;

	for (; exponent > 0; exponent >>= 1) {
		if (exponent & 1)
			power = multiply(power, base, modulus);
		base = multiply(base, base, modulus);
	}
	return power;
}

bool
json_decimal_is_multiple(
    const struct json_decimal *decimal, const struct json_decimal *divisor)
{
	const uint64_t modulus = json_decimal_mantissa(divisor);
	const int64_t shift = (decimal->exponent - decimal->count) -
	    (divisor->exponent - divisor->count);
	const char *at = decimal->first;
	uint64_t rest = 0;

	if (decimal->count == 0)
		return true;
	/* The last digit is not 0, so ten does not divide the mantissa. */
	if (shift < 0 || modulus == 0)
		return false;
	while (at < decimal->end)
		rest = (multiply(rest, 10, modulus) +
			   (uint64_t)next_digit(&at, decimal->end) % modulus) %
		    modulus;
	return multiply(rest, power_of_ten(shift, modulus), modulus) == 0;
}
