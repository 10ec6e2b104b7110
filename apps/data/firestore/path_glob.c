/*
 * Matches without recursion: of several stars, only the last one that was met
 * can still take more.
 */
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/path_glob.h"

#define DEEP "**"

static struct bytes
bytes_of(const char *text)
{
	return (struct bytes){ text, strlen(text) };
}

/* Cut the first segment off REST. */
static struct bytes
cut_segment(struct bytes *rest)
{
	const char *slash =
	    rest->length > 0 ? memchr(rest->data, '/', rest->length) : NULL;
	struct bytes segment = *rest;

	if (slash != NULL)
		segment.length = (size_t)(slash - rest->data);
	rest->data += segment.length + (slash != NULL);
	rest->length -= segment.length + (slash != NULL);
	return segment;
}

static bool
is_deep(struct bytes segment)
{
	return bytes_is_equal(segment, DEEP);
}

static bool
is_literal(struct bytes segment)
{
	size_t i;

	for (i = 0; i < segment.length; i++) {
		if (segment.data[i] == '*' || segment.data[i] == '?')
			return false;
		i += segment.data[i] == '\\';
	}
	return true;
}

/* Get the length of the character of UTF-8 at P. */
static size_t
character_length(const char *p, const char *end)
{
	size_t length = 1;

	while (p + length < end && (p[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/*
 * Match what is at *GLOB, which is not a star, with what is at *ID, and go
 * behind both.
 */
static bool
match_one(
    const char **glob, const char *glob_end, const char **id, const char *end)
{
	if (*glob == glob_end)
		return false;
	if (**glob == '?') {
		*id += character_length(*id, end);
		++*glob;
		return true;
	}
	if (**glob == '\\' && *glob + 1 < glob_end)
		++*glob;
	return *(*glob)++ == *(*id)++;
}

static bool
matches_segment(struct bytes glob, struct bytes id)
{
	const char *g = glob.data, *glob_end = g + glob.length;
	const char *p = id.data, *end = p + id.length;
	const char *star = NULL, *taken = NULL;

	while (p < end) {
		if (g < glob_end && *g == '*') {
			star = ++g;
			taken = p;
		} else if (!match_one(&g, glob_end, &p, end)) {
			if (star == NULL)
				return false;
			g = star;
			p = ++taken;
		}
	}
	while (g < glob_end && *g == '*')
		g++;
	return g == glob_end;
}

bool
path_glob_matches(const char *glob, struct bytes path)
{
	struct bytes left = bytes_of(glob), after = { NULL, 0 }, from = path;
	struct bytes glob_rest, path_rest, segment;

	while (path.length > 0) {
		glob_rest = left;
		path_rest = path;
		segment = cut_segment(&glob_rest);
		if (left.length > 0 && is_deep(segment)) {
			left = after = glob_rest;
			from = path;
			if (after.length == 0)
				return true;
		} else if (left.length > 0 &&
		    matches_segment(segment, cut_segment(&path_rest))) {
			left = glob_rest;
			path = path_rest;
		} else {
			if (after.length == 0)
				return false;
			(void)cut_segment(&from);
			path = from;
			left = after;
		}
	}
	do {
		after = left;
		segment = cut_segment(&left);
	} while (after.length > 0 && is_deep(segment));
	return after.length == 0;
}

int
path_glob_check(const char *glob, struct gantry_error *error)
{
	struct bytes left = bytes_of(glob), segment;
	size_t count = 0;
	bool has_deep = false;

	if (left.length == 0 || glob[0] == '/' ||
	    glob[left.length - 1] == '/' || strstr(glob, "//") != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%.80s' is not a pattern for paths: expected segments "
		    "between slashes, such as 'users/*/posts/**'",
		    glob);
	for (; left.length > 0; count++) {
		segment = cut_segment(&left);
		has_deep = has_deep || is_deep(segment);
	}
	if (has_deep || count % 2 == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%.80s' matches collections and no documents; '%.80s/*' matches "
	    "their documents, and '%.80s/**' also what is below them",
	    glob, glob, glob);
}

/* Append SEGMENT without its backslashes. */
static void
add_literal(struct gantry_buffer *path, struct bytes segment)
{
	size_t i;

	for (i = 0; i < segment.length; i++) {
		if (segment.data[i] == '\\' && i + 1 < segment.length)
			i++;
		gantry_buffer_putc(path, segment.data[i]);
	}
}

char *
path_glob_collection(const char *glob)
{
	struct bytes left = bytes_of(glob), segment;
	struct gantry_buffer path = { 0 };
	size_t count = 0, collection = 0;

	while (left.length > 0) {
		segment = cut_segment(&left);
		if (!is_literal(segment))
			break;
		if (count > 0)
			gantry_buffer_putc(&path, '/');
		add_literal(&path, segment);
		if (++count % 2 == 1)
			collection = path.length;
	}
	path.length = collection;
	if (gantry_buffer_putc(&path, '\0') == 0)
		return path.data;
	gantry_buffer_clear(&path);
	return NULL;
}
