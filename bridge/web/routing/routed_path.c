/*
 * The path that routes match.  Most paths have no encoded slash, and are
 * PATH_INFO as it is; only others are split here.
 */
#include <string.h>

#include "base/text/dot_segments.h"
#include "base/text/percent.h"
#include "web/routing/routed_path.h"

/* The segments of a raw path, decoded and joined with slashes. */
struct split {
	char *text;
	uint32_t *ends;
	size_t count;
	size_t used; /* of TEXT */
};

static const char *
variable(const struct gantry_environ *environ, const char *name)
{
	const char *value = gantry_environ_get(environ, name);

	return value != NULL ? value : "";
}

static bool
is_encoded_slash(const char *at)
{
	return at[0] == '%' && at[1] == '2' && (at[2] == 'F' || at[2] == 'f');
}

static bool
has_encoded_slash(const char *raw)
{
	for (raw = strchr(raw, '%'); raw != NULL; raw = strchr(raw + 1, '%'))
		if (is_encoded_slash(raw))
			return true;
	return false;
}

static size_t
count_slashes(const char *text, size_t length)
{
	size_t count = 0, i;

	for (i = 0; i < length; i++)
		count += text[i] == '/';
	return count;
}

static bool
is_dots(const char *text, size_t length)
{
	return (length == 1 && text[0] == '.') ||
	    (length == 2 && text[0] == '.' && text[1] == '.');
}

bool
routed_path_is_resolved(const char *text, size_t length)
{
	const char *end = text + length, *slash;
	size_t depth = 0;

	if (is_dots(text, length))
		return true;
	for (;; text = slash + 1) {
		slash = memchr(text, '/', (size_t)(end - text));
		length = (size_t)((slash != NULL ? slash : end) - text);
		if (length == 2 && is_dots(text, 2)) {
			if (depth-- == 0)
				return true;
		} else if (length > 0 && !is_dots(text, length)) {
			depth++;
		}
		if (slash == NULL)
			return false;
	}
}

/* Remove the last segment, if there is one. */
static void
pop(struct split *split)
{
	if (split->count > 0)
		split->count--;
	split->used = split->count > 0 ? split->ends[split->count - 1] + 1 : 0;
}

static void
push(struct split *split, size_t length)
{
	if (split->count > 0)
		split->text[split->ends[split->count - 1]] = '/';
	split->used += length;
	split->text[split->used] = '\0';
	split->ends[split->count++] = (uint32_t)split->used++;
}

/*
 * Decode LENGTH bytes at RAW, a segment, behind the others; IS_LAST is that of
 * the path.  Returns false if that is not possible, or if the segment climbs.
 */
static bool
add_segment(struct split *split, const char *raw, size_t length, bool is_last)
{
	char *to = split->text + split->used;
	bool is_removed;

	if (percent_decode(to, raw, length, false) == -1)
		return false;
	length = strlen(to);
	is_removed = length == 0 || is_dots(to, length);
	if (length == 2 && is_removed)
		pop(split);
	else if (!is_removed && routed_path_is_resolved(to, length))
		return false;
	if (!is_removed)
		push(split, length);
	else if (is_last)
		push(split, 0); /* "/a/", "/a/." and "/a/b/.." */
	return true;
}

/* Split RAW, which begins with a slash. */
static bool
add_segments(struct split *split, const char *raw)
{
	size_t length;

	do {
		raw++;
		length = strcspn(raw, "/");
		if (!add_segment(split, raw, length, raw[length] == '\0'))
			return false;
		raw += length;
	} while (*raw != '\0');
	return true;
}

/*
 * Set *PATH to the segments after those of SCRIPT_NAME, each slash of which
 * separates segments.  Returns false if SPLIT does not begin with them.
 */
static bool
skip_prefix(struct routed_path *path, const struct split *split,
    const char *script_name)
{
	size_t length = strlen(script_name), i;
	size_t skipped = count_slashes(script_name, length);

	if (skipped >= split->count)
		return false;
	if (skipped > 0 &&
	    (split->ends[skipped - 1] + 1 != length ||
		memcmp(split->text, script_name + 1, length - 1) != 0))
		return false;
	for (i = skipped; i < split->count; i++)
		split->ends[i] -= (uint32_t)length;
	*path = (struct routed_path){
		.text = split->text + length,
		.ends = split->ends + skipped,
		.count = split->count - skipped,
	};
	return true;
}

/* Is PATH_INFO the path with its encoded slashes, as Apache can keep them? */
static bool
is_kept(const struct routed_path *path, const char *path_info)
{
	const char *text = path->text;
	size_t i = 0;

	if (*path_info++ != '/')
		return false;
	for (; *text != '\0'; text++, path_info++) {
		if (text == path->text + path->ends[i])
			i++;
		else if (*text == '/' && is_encoded_slash(path_info)) {
			path_info += 2;
			continue;
		}
		if (*text != *path_info)
			return false;
	}
	return *path_info == '\0' && i + 1 == path->count;
}

/* Has the web server made PATH_INFO of the same path?  -1: no memory. */
static int
agrees(struct gantry_environ *environ, const struct routed_path *path,
    const char *path_info)
{
	char *joined = gantry_environ_format(environ, "/%s", path->text);

	if (joined == NULL)
		return -1;
	dot_segments_remove(joined);
	return strcmp(joined, path_info) == 0 || is_kept(path, path_info);
}

/* Split RAW into *PATH.  Returns 1, 0 if PATH_INFO counts, or -1. */
static int
split_raw(
    struct routed_path *path, struct gantry_environ *environ, const char *raw)
{
	const size_t size = strlen(raw) + 1;
	struct split split = {
		.text = gantry_environ_alloc(environ, size),
		.ends = gantry_environ_alloc(
		    environ, count_slashes(raw, size - 1) * sizeof(uint32_t)),
	};

	if (*raw != '/')
		return 0;
	if (split.text == NULL || split.ends == NULL)
		return -1;
	if (size > UINT32_MAX || !add_segments(&split, raw))
		return 0;
	/* What is before the web server may have removed the prefix. */
	if (!skip_prefix(path, &split, variable(environ, "SCRIPT_NAME")) &&
	    !skip_prefix(path, &split, ""))
		return 0;
	split.text[split.used - 1] = '\0';
	return agrees(environ, path, variable(environ, "PATH_INFO"));
}

/* Remove the empty last segment; there are others before it. */
static int
strip(struct routed_path *path, struct gantry_environ *environ)
{
	size_t length = strlen(path->text);

	if (path->ends != NULL) {
		if (path->count < 2 ||
		    path->ends[path->count - 1] >
			path->ends[path->count - 2] + 1)
			return 0;
		path->count--;
	} else if (length < 2 || path->text[length - 1] != '/') {
		return 0;
	}
	path->text = gantry_environ_format(
	    environ, "%.*s", (int)(length - 1), path->text);
	return path->text != NULL ? 0 : -1;
}

int
routed_path_find(struct routed_path *path, struct gantry_environ *environ,
    bool strips_trailing_slash)
{
	const char *raw = variable(environ, "gantry.raw_path");
	int result = 0;

	if (has_encoded_slash(raw))
		result = split_raw(path, environ, raw);
	if (result == -1)
		return -1;
	if (result == 0)
		*path = (struct routed_path){
			.text = variable(environ, "PATH_INFO"),
		};
	return strips_trailing_slash ? strip(path, environ) : 0;
}

const char *
routed_path_show(
    const struct routed_path *path, const struct gantry_environ *environ)
{
	return path->ends != NULL ? variable(environ, "gantry.raw_path")
				  : path->text;
}

const char *
routed_path_first(const struct routed_path *path)
{
	return path->ends != NULL ? path->text
				  : path->text + strspn(path->text, "/");
}

size_t
routed_path_next(const struct routed_path *path, size_t index, const char **at)
{
	const char *end = path->ends != NULL ? path->text + path->ends[index]
					     : *at + strcspn(*at, "/");
	size_t length = (size_t)(end - *at);
	bool is_last =
	    path->ends != NULL ? index + 1 == path->count : *end == '\0';

	*at = is_last ? NULL : end + 1;
	return length;
}
