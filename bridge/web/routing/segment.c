/*
 * Segments: what kind they are, and whether one matches a segment of a path.
 *
 * Fields are greedy from left to right.  So the literal text after each field
 * is searched from the right, beginning with the last field: this finds what
 * backtracking would find, without backtracking.
 */
#include <string.h>

#include "web/routing/segment.h"

bool
segment_is_literal(const struct segment *segment)
{
	return segment->count == 0;
}

bool
segment_is_field(const struct segment *segment)
{
	return segment->count == 1 && segment->literal_length == 0 &&
	    segment->fields[0].literal_length == 0;
}

bool
segment_takes_rest(const struct segment *segment)
{
	return segment->count > 0 && segment->fields[0].converter.takes_rest;
}

bool
segment_is_like(const struct segment *a, const struct segment *b)
{
	size_t i;

	if (a->count != b->count || a->literal_length != b->literal_length ||
	    memcmp(a->raw, b->raw, a->literal_length) != 0)
		return false;
	for (i = 0; i < a->count; i++)
		if (a->fields[i].literal_length !=
			b->fields[i].literal_length ||
		    memcmp(a->fields[i].literal, b->fields[i].literal,
			a->fields[i].literal_length) != 0)
			return false;
	return true;
}

/* Is AT inside a UTF-8 character, which two fields must not share? */
static bool
is_within_character(const char *at)
{
	return ((unsigned char)*at & 0xc0) == 0x80;
}

/* Where FIELD's literal text begins last in FROM..TO of TEXT, or -1. */
static ptrdiff_t
find_literal(const struct template_field *field, const char *text,
    ptrdiff_t from, ptrdiff_t to)
{
	for (; to >= from; to--)
		if (field->literal_length == 0
			? !is_within_character(text + to)
			: memcmp(text + to, field->literal,
			      field->literal_length) == 0)
			return to;
	return -1;
}

/*
 * Find where each field ends in LENGTH bytes at TEXT; the first field begins at
 * FROM.
 */
static bool
find_ends(const struct segment *segment, const char *text, size_t from,
    size_t length, ptrdiff_t *ends)
{
	const struct template_field *field;
	ptrdiff_t low = (ptrdiff_t)from + 1, high;
	size_t i = segment->count;

	while (i-- > 0) {
		field = &segment->fields[i];
		/* After it comes the end, or a field that is not empty. */
		high = i + 1 == segment->count ? (ptrdiff_t)length
					       : ends[i + 1] - 1;
		high -= (ptrdiff_t)field->literal_length;
		ends[i] = find_literal(field, text,
		    i + 1 == segment->count && high >= low ? high : low, high);
		if (ends[i] == -1)
			return false;
	}
	return true;
}

static bool
convert_field(const struct template_field *field, const char *text,
    size_t length, struct match_field *converted)
{
	const struct converter *converter = &field->converter;

	*converted = (struct match_field){
		.name = field->name,
		.kind = converter->kind,
		.text = text,
		.length = length,
	};
	return converter->convert == NULL ||
	    converter->convert(converter, converted);
}

bool
segment_match(const struct segment *segment, const char *text, size_t length,
    struct match *match, size_t *rejected)
{
	struct match_field *fields = match->fields + match->count;
	ptrdiff_t ends[MATCH_FIELDS_MAX];
	size_t from = segment->literal_length, i;

	*rejected = segment->count;
	if (length < from || memcmp(text, segment->raw, from) != 0 ||
	    !find_ends(segment, text, from, length, ends))
		return false;
	for (i = 0; i < segment->count; i++) {
		*rejected = i;
		if (!convert_field(&segment->fields[i], text + from,
			(size_t)ends[i] - from, &fields[i]))
			return false;
		from = (size_t)ends[i] + segment->fields[i].literal_length;
	}
	match->count += segment->count;
	return true;
}
