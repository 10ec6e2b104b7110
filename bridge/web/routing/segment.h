#ifndef WEB_ROUTING_SEGMENT_H
#define WEB_ROUTING_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "web/routing/converter.h"
#include "web/routing/match.h"

/* Segments of a template, which are matched against segments of a path. */

/* A field of a segment, and the literal text after it. */
struct template_field {
	const char *name;
	struct converter converter; /* its text is NULL: there is none */
	const char *literal;
	size_t literal_length;
};

/* Literal text, then fields. */
struct segment {
	const char *raw; /* as the template has it, RAW_LENGTH bytes */
	size_t raw_length;
	size_t literal_length; /* of RAW, before the first field */
	size_t count;
	const struct template_field *fields;
};

bool segment_is_literal(const struct segment *segment);

/* Is it "{name}": one field and nothing else? */
bool segment_is_field(const struct segment *segment);

/* Does it match the rest of the path? */
bool segment_takes_rest(const struct segment *segment);

/* Are they the same except for what is in the braces? */
bool segment_is_like(const struct segment *a, const struct segment *b);

/*
 * Does SEGMENT, which has fields, match LENGTH bytes at TEXT?  If so, its
 * fields are added to MATCH.  If not, MATCH's count is unchanged, and *REJECTED
 * is the index of the field whose converter rejected its text, or the segment's
 * count when the literal text differs.
 */
bool segment_match(const struct segment *segment, const char *text,
    size_t length, struct match *match, size_t *rejected);

#endif
