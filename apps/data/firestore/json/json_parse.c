/*
 * Parses with jansson, which rejects integers beyond 64 bits.  JavaScript
 * writes large doubles that way: on such a number, all of them get a fraction
 * and the text is parsed again.
 */
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/json/json_parse.h"
#include "data/firestore/nul_names.h"
#include "data/firestore/rest/rest_read.h"

#define PARSE_FLAGS JSON_REJECT_DUPLICATES

/* Skip the string that begins at P. */
static const char *
skip_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
	}
	return p < end ? p + 1 : end;
}

static bool
is_in_number(char character)
{
	return (character >= '0' && character <= '9') || character == '-' ||
	    character == '+' || character == '.' || character == 'e' ||
	    character == 'E';
}

static bool
is_too_large(struct bytes number)
{
	int64_t integer;

	return memchr(number.data, '.', number.length) == NULL &&
	    memchr(number.data, 'e', number.length) == NULL &&
	    memchr(number.data, 'E', number.length) == NULL &&
	    rest_read_integer(number, &integer) == -1;
}

/* Copy TEXT with ".0" behind each whole number that 64 bits do not hold. */
static void
widen(struct gantry_buffer *buffer, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.length, *from;
	struct bytes run;

	while (p < end) {
		from = p;
		if (*p == '"')
			p = skip_string(p, end);
		else if (!is_in_number(*p))
			p++;
		else
			while (p < end && is_in_number(*p))
				p++;
		run = (struct bytes){ from, (size_t)(p - from) };
		gantry_buffer_add(buffer, run.data, run.length);
		if ((*from == '-' || (*from >= '0' && *from <= '9')) &&
		    is_too_large(run))
			gantry_buffer_puts(buffer, ".0");
	}
}

static void
fail(const json_error_t *reason, bool no_memory, struct gantry_error *error)
{
	char text[JSON_ERROR_TEXT_LENGTH];
	char *p;

	if (no_memory || json_error_code(reason) == json_error_out_of_memory) {
		gantry_error_memory(error);
		return;
	}
	/* The message quotes the text, which may hold any bytes. */
	memcpy(text, reason->text, sizeof(text));
	text[sizeof(text) - 1] = '\0';
	for (p = text; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
			*p = '?';
	}
	gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "expected well-formed JSON: %s", text);
}

/* Returns NULL with REASON filled or NO_MEMORY set on failure. */
static json_t *
parse_widened(struct bytes text, json_error_t *reason, bool *no_memory)
{
	struct gantry_buffer wide = { 0 };
	json_t *value = NULL;

	widen(&wide, text);
	*no_memory = gantry_buffer_failed(&wide);
	if (!*no_memory)
		value = nul_names_load((struct bytes){ wide.data, wide.length },
		    PARSE_FLAGS, reason);
	gantry_buffer_clear(&wide);
	return value;
}

static void
note_place(struct json_place *place, const json_error_t *reason)
{
	if (reason->position < 0 || reason->line <= 0)
		return;
	place->is_known = true;
	place->offset = (size_t)reason->position;
	place->lines = (size_t)reason->line - 1;
}

json_t *
json_parse(
    struct bytes text, struct json_place *place, struct gantry_error *error)
{
	struct json_place unwanted;
	bool no_memory = false;
	json_error_t reason;
	json_t *value;

	if (place == NULL)
		place = &unwanted;
	*place = (struct json_place){ .is_known = false };
	value = nul_names_load(text, PARSE_FLAGS, &reason);
	if (value != NULL)
		return value;
	if (json_error_code(&reason) == json_error_numeric_overflow)
		value = parse_widened(text, &reason, &no_memory);
	else
		note_place(place, &reason);
	if (value == NULL)
		fail(&reason, no_memory, error);
	return value;
}

json_t *
json_parse_exact(
    struct bytes text, struct json_place *place, struct gantry_error *error)
{
	json_error_t reason;
	json_t *value;

	*place = (struct json_place){ .is_known = false };
	value = nul_names_load(text, PARSE_FLAGS, &reason);
	if (value != NULL)
		return value;
	note_place(place, &reason);
	if (json_error_code(&reason) == json_error_numeric_overflow)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a number within its range: an integer from "
		    "-2^63 to 2^63-1, or a finite double with a fraction or an "
		    "exponent, such as 1e20");
	else
		fail(&reason, false, error);
	return NULL;
}
