#ifndef WEB_ROUTING_TEMPLATE_H
#define WEB_ROUTING_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

#include "base/arena.h"
#include "web/routing/converter.h"
#include "web/routing/router.h"

/* Templates, taken apart into segments. */

#define TEMPLATE_SEGMENTS_MAX 32

/* A field of a segment, and the literal text behind it. */
struct template_field {
	const char *name;
	struct converter converter; /* its take is NULL: none */
	const char *literal;
	size_t literal_length;
};

/* Literal text, then fields.  "{name}" is a lone field. */
struct segment {
	const char *raw; /* as the template has it, RAW_LENGTH bytes */
	size_t raw_length;
	size_t literal_length; /* of RAW, before the first field */
	size_t count;
	const struct template_field *fields;
};

/*
 * Take TEMPLATE apart, which must outlive SEGMENTS, of which there are *COUNT;
 * all else is ARENA's.  Returns 0, or -1 with ERROR filled.
 */
int template_parse(const char *template,
    const struct gantry_converter *converters, struct arena *arena,
    struct segment segments[TEMPLATE_SEGMENTS_MAX], size_t *count,
    struct gantry_error *error);

/* The bytes of the segment at *AT, which moves behind its slash, or is NULL. */
size_t template_next(const char **at);

bool segment_is_literal(const struct segment *segment);

/* Is it one field and nothing else? */
bool segment_is_field(const struct segment *segment);

/* Does it take the rest of the path? */
bool segment_takes_rest(const struct segment *segment);

/* Are they alike but for what is within their braces? */
bool segment_is_like(const struct segment *a, const struct segment *b);

/*
 * Does SEGMENT, which has fields, match LENGTH bytes at TEXT?  Then the fields
 * are added to MATCH, whose count else is as it was, and *REFUSED is the index
 * of the field that its converter does not take, or the segment's count.
 */
bool segment_match(const struct segment *segment, const char *text,
    size_t length, struct match *match, size_t *refused);

#endif
