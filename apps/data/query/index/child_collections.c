/*
 * What two paths in a row have in common was visited with the first.  All that
 * is in or below a collection comes in a row.
 */
#include <string.h>

#include "data/query/index/child_collections.h"

/* Has LAST the segments that PATH has up to LENGTH? */
static bool
has_segments(struct bytes last, struct bytes path, size_t length)
{
	return last.length >= length &&
	    memcmp(last.data, path.data, length) == 0 &&
	    (last.length == length || last.data[length] == '/');
}

/* Get the end of the segment of PATH that begins at START. */
static size_t
segment_end(struct bytes path, size_t start)
{
	const char *slash = memchr(path.data + start, '/', path.length - start);

	return slash != NULL ? (size_t)(slash - path.data) : path.length;
}

static int
visit_segments(struct bytes last, struct bytes path,
    child_collections_visit *visit, void *argument, struct gantry_error *error)
{
	size_t start = 0, end;
	struct bytes parent, id;

	/* Each other segment is the id of a document. */
	while (start < path.length) {
		end = segment_end(path, start);
		parent = (struct bytes){ path.data, start - (start > 0) };
		id = (struct bytes){ path.data + start, end - start };
		if (!has_segments(last, path, end) &&
		    visit(argument, parent, id, error) == -1)
			return -1;
		if (end == path.length)
			break;
		start = segment_end(path, end + 1) + 1;
	}
	return 0;
}

int
child_collections_enter(struct child_collections *children, struct bytes path,
    child_collections_visit *visit, void *argument, struct gantry_error *error)
{
	const struct bytes last = { children->last.data,
		children->last.length };

	if (last.length == path.length &&
	    (path.length == 0 ||
		memcmp(last.data, path.data, path.length) == 0))
		return 0;
	if (visit_segments(last, path, visit, argument, error) == -1)
		return -1;
	gantry_buffer_reset(&children->last);
	if (gantry_buffer_add(&children->last, path.data, path.length) == -1)
		return gantry_error_memory(error);
	return 0;
}

void
child_collections_clear(struct child_collections *children)
{
	gantry_buffer_clear(&children->last);
}
