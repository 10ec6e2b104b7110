#ifndef WEB_TYPES_JSON_DECIMAL_H
#define WEB_TYPES_JSON_DECIMAL_H

#include <gantry/request.h>

/*
 * Numbers of JSON as exact decimals, without a limit.  The value is
 * 0.DIGITS times ten to the power of EXPONENT.
 */
struct json_decimal {
	bool is_negative;
	const char *first, *end; /* may contain the point; both ends nonzero */
	int64_t count; /* of digits; 0: the value is 0 */
	int64_t exponent;
	char text[48]; /* FIRST may point into it, so do not copy the struct */
};

/* VALUE is a number or an integer. */
void json_decimal_init(
    struct json_decimal *decimal, const struct gantry_json_value *value);

/* Less than, equal to or greater than 0, as A is to B. */
int json_decimal_compare(
    const struct json_decimal *a, const struct json_decimal *b);

bool json_decimal_is_whole(const struct json_decimal *decimal);

/*
 * The digits of DECIMAL as a whole number, without sign and exponent; 0 for 0
 * and if there are more than 19.
 */
uint64_t json_decimal_mantissa(const struct json_decimal *decimal);

/*
 * Is DECIMAL a multiple of DIVISOR, which is greater than 0 and has a mantissa?
 */
bool json_decimal_is_multiple(
    const struct json_decimal *decimal, const struct json_decimal *divisor);

#endif
