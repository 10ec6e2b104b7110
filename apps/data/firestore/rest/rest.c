/*
 * Scalars in REST JSON.  Doubles are formatted from the digits of printf, so
 * that no locale affects the JSON.
 */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/rest/rest.h"

#define MICROSECONDS	INT64_C(1000000)
#define DAY_SECONDS	INT64_C(86400)
#define TIMESTAMP_FIRST INT64_C(-62135596800000000) /* 0001-01-01 */
#define TIMESTAMP_LAST	INT64_C(253402300799999999) /* 9999-12-31 */

/* A number between these powers of ten is written without an exponent. */
#define PLAIN_EXPONENT_MIN (-6)
#define PLAIN_EXPONENT_MAX 20

/* digits[0].digits[1]digits[2]... times ten to the exponent */
struct decimal {
	char digits[20];
	int count;
	int exponent;
};

/*
 * Find the fewest digits that read back as VALUE, which is finite and not
 * negative.
 */
static struct decimal
find_digits(double value)
{
	struct decimal decimal = { .count = 0 };
	/* Below DBL_MIN a double has fewer digits than fifteen. */
	int precision = value < DBL_MIN ? 1 : DBL_DIG;
	char text[40];
	const char *p;

	do
		snprintf(text, sizeof(text), "%.*e", precision - 1, value);
	while (strtod(text, NULL) != value && precision++ < DBL_DECIMAL_DIG);
	for (p = text; *p != 'e'; p++) {
		if (*p >= '0' && *p <= '9')
			decimal.digits[decimal.count++] = *p;
	}
	decimal.exponent = (int)strtol(p + 1, NULL, 10);
	while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
		decimal.count--;
	return decimal;
}

static void
add_zeros(struct gantry_buffer *buffer, int count)
{
	while (count-- > 0)
		gantry_buffer_putc(buffer, '0');
}

static void
add_plain(struct gantry_buffer *buffer, const struct decimal *decimal)
{
	int whole = decimal->exponent + 1; /* digits before the point */
	int given;

	if (whole <= 0) {
		gantry_buffer_puts(buffer, "0.");
		add_zeros(buffer, -whole);
		gantry_buffer_add(
		    buffer, decimal->digits, (size_t)decimal->count);
		return;
	}
	given = whole < decimal->count ? whole : decimal->count;
	gantry_buffer_add(buffer, decimal->digits, (size_t)given);
	add_zeros(buffer, whole - given);
	gantry_buffer_putc(buffer, '.');
	if (given == decimal->count)
		gantry_buffer_putc(buffer, '0');
	gantry_buffer_add(
	    buffer, decimal->digits + given, (size_t)(decimal->count - given));
}

static void
add_scientific(struct gantry_buffer *buffer, const struct decimal *decimal)
{
	gantry_buffer_putc(buffer, decimal->digits[0]);
	gantry_buffer_putc(buffer, '.');
	if (decimal->count == 1)
		gantry_buffer_putc(buffer, '0');
	gantry_buffer_add(
	    buffer, decimal->digits + 1, (size_t)decimal->count - 1);
	gantry_buffer_printf(buffer, "e%d", decimal->exponent);
}

void
rest_add_double(struct gantry_buffer *buffer, double value)
{
	struct decimal decimal;

	if (isnan(value)) {
		gantry_buffer_puts(buffer, "\"NaN\"");
		return;
	}
	if (isinf(value)) {
		gantry_buffer_puts(
		    buffer, value < 0 ? "\"-Infinity\"" : "\"Infinity\"");
		return;
	}
	if (signbit(value))
		gantry_buffer_putc(buffer, '-');
	decimal = find_digits(fabs(value));
	if (decimal.exponent < PLAIN_EXPONENT_MIN ||
	    decimal.exponent > PLAIN_EXPONENT_MAX)
		add_scientific(buffer, &decimal);
	else
		add_plain(buffer, &decimal);
}

struct date {
	int year, month, day;
};

/*
 * The date DAYS after 1970-01-01, by the method of Howard Hinnant's
 * civil_from_days: years begin in March, so that the leap day is the last day,
 * and eras of 400 years all have the same length.
 */
static struct date
date_of(int64_t days)
{
	int64_t shifted = days + 719468; /* since 0000-03-01 */
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day = shifted - era * 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t month; /* from March */

	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	return (struct date){
		.year = (int)(year + era * 400 + (month >= 10)),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(day - (153 * month + 2) / 5 + 1),
	};
}

/* Write NUMBER with DIGITS digits, and END.  Returns what is behind. */
static char *
put_digits(char *at, int64_t number, int digits, char end)
{
	int i;

	for (i = digits; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	at[digits] = end;
	return at + digits + 1;
}

/* Each document of an answer has times: printf would take a tenth of it. */
int
rest_add_timestamp(struct gantry_buffer *buffer, int64_t microseconds)
{
	int64_t seconds, fraction, clock;
	struct date date;
	char text[64], *at = text;

	if (microseconds < TIMESTAMP_FIRST || microseconds > TIMESTAMP_LAST)
		return -1;
	/* Counting from the first instant keeps the divisions positive. */
	seconds = (microseconds - TIMESTAMP_FIRST) / MICROSECONDS;
	fraction = (microseconds - TIMESTAMP_FIRST) % MICROSECONDS;
	clock = seconds % DAY_SECONDS;
	date = date_of(seconds / DAY_SECONDS +
	    TIMESTAMP_FIRST / MICROSECONDS / DAY_SECONDS);
	*at++ = '"';
	at = put_digits(at, date.year, 4, '-');
	at = put_digits(at, date.month, 2, '-');
	at = put_digits(at, date.day, 2, 'T');
	at = put_digits(at, clock / 3600, 2, ':');
	at = put_digits(at, clock / 60 % 60, 2, ':');
	at = put_digits(at, clock % 60, 2, fraction != 0 ? '.' : 'Z');
	if (fraction % 1000 != 0)
		at = put_digits(at, fraction, 6, 'Z');
	else if (fraction != 0)
		at = put_digits(at, fraction / 1000, 3, 'Z');
	*at++ = '"';
	gantry_buffer_add(buffer, text, (size_t)(at - text));
	return 0;
}

void
rest_add_bytes(struct gantry_buffer *buffer, struct bytes bytes)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)bytes.data;
	size_t left = bytes.length;
	char group[4];
	uint32_t bits;

	gantry_buffer_putc(buffer, '"');
	for (; left > 0; p += 3, left -= left < 3 ? left : 3) {
		bits = (uint32_t)p[0] << 16;
		bits |= left > 1 ? (uint32_t)p[1] << 8 : 0;
		bits |= left > 2 ? p[2] : 0;
		group[0] = alphabet[bits >> 18];
		group[1] = alphabet[bits >> 12 & 63];
		group[2] = left > 1 ? alphabet[bits >> 6 & 63] : '=';
		group[3] = left > 2 ? alphabet[bits & 63] : '=';
		gantry_buffer_add(buffer, group, sizeof(group));
	}
	gantry_buffer_putc(buffer, '"');
}
