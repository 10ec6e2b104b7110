/*
 * A pattern has at most one **, so that what is before and behind it is
 * compared with the ends of a path.  It also settles which segments are
 * collections: with two of them, "public" in a pattern could be either, and a
 * user may choose the id of a document.
 */
#include <stdlib.h>
#include <string.h>

#include "firestore/access/access_pattern.h"

static int
reject(struct gantry_error *error, const char *what)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s", what);
}

/*
 * Read the segment at *FROM, whose text goes to *TO, and go behind both.
 * Returns 0 or -1.
 */
static int
read_segment(struct access_segment *segment, const char **from, char **to,
    struct gantry_error *error)
{
	const char *p = *from;
	const size_t length = strcspn(p, "/");
	char *start = *to;

	if (length > 0 && length <= 2 && strspn(p, "*") >= length) {
		segment->kind = length == 1 ? ACCESS_ONE : ACCESS_DEEP;
		*from = p + length;
		return 0;
	}
	for (; *p != '\0' && *p != '/'; p++) {
		if (*p == '*')
			return reject(error,
			    "* and ** stand for whole segments; write \\* for "
			    "a star in an id");
		if (*p == '\\' && (*++p == '\0' || *p == '/'))
			return reject(
			    error, "a backslash needs a character behind it");
		*(*to)++ = *p;
	}
	if (*to == start)
		return reject(error,
		    "expected segments between slashes, such as users/*");
	segment->text = (struct bytes){ start, (size_t)(*to - start) };
	*from = p;
	return 0;
}

static int
check(const struct access_pattern *pattern, struct gantry_error *error)
{
	size_t i, deep = 0;

	for (i = 0; i < pattern->count; i++)
		deep += pattern->segments[i].kind == ACCESS_DEEP;
	if (deep > 1)
		return reject(error, "a pattern can have only one **");
	if (deep == 0 && pattern->count % 2 != 0)
		return reject(error,
		    "it is the path of a collection; add /* for its documents, "
		    "or /** for all that is in and below it");
	return 0;
}

int
access_pattern_read(struct access_pattern *pattern, const char *text,
    struct gantry_error *error)
{
	char *to;

	*pattern = (struct access_pattern){
		.segments =
		    calloc(ACCESS_SEGMENTS_MAX, sizeof(struct access_segment)),
		.text = malloc(strlen(text) + 1),
	};
	if (pattern->segments == NULL || pattern->text == NULL)
		return gantry_error_memory(error);
	to = pattern->text;
	for (;; text++) {
		if (pattern->count == ACCESS_SEGMENTS_MAX)
			return reject(error, "a path has at most 200 segments");
		if (read_segment(&pattern->segments[pattern->count++], &text,
			&to, error) == -1)
			return -1;
		if (*text == '\0')
			return check(pattern, error);
	}
}

void
access_pattern_clear(struct access_pattern *pattern)
{
	free(pattern->segments);
	free(pattern->text);
	*pattern = (struct access_pattern){ .count = 0 };
}

/* Does the segment A, which is not **, have each one of B? */
static bool
has_segment(const struct access_segment *a, const struct access_segment *b)
{
	if (a->kind == ACCESS_ONE)
		return b->kind != ACCESS_DEEP;
	return b->kind == ACCESS_LITERAL &&
	    bytes_compare(a->text, b->text) == 0;
}

static bool
has_segments(const struct access_segment *a, const struct access_segment *b,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!has_segment(&a[i], &b[i]))
			return false;
	return true;
}

bool
access_pattern_covers(
    const struct access_pattern *pattern, const struct access_pattern *set)
{
	size_t before = 0, after;

	while (before < pattern->count &&
	    pattern->segments[before].kind != ACCESS_DEEP)
		before++;
	if (before == pattern->count)
		return set->count == pattern->count &&
		    has_segments(
			pattern->segments, set->segments, pattern->count);
	after = pattern->count - before - 1;
	return before + after <= set->count &&
	    has_segments(pattern->segments, set->segments, before) &&
	    has_segments(pattern->segments + before + 1,
		set->segments + set->count - after, after);
}
