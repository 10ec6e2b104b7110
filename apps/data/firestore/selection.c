/*
 * A document is compared with all groups and paths, so that each is known to
 * have some.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/bytes.h"
#include "data/firestore/path_glob.h"
#include "data/firestore/selection.h"

static size_t
count(const char *const *list)
{
	size_t length = 0;

	while (list != NULL && list[length] != NULL)
		length++;
	return length;
}

bool
selection_is_partial(const struct selection *selection)
{
	return count(selection->groups) + count(selection->paths) > 0;
}

int
selection_init(struct selection *selection, struct gantry_error *error)
{
	selection->found =
	    calloc(count(selection->groups) + count(selection->paths) + 1,
		sizeof(*selection->found));
	return selection->found != NULL ? 0 : gantry_error_memory(error);
}

void
selection_clear(struct selection *selection)
{
	free(selection->found);
	selection->found = NULL;
}

/* Get the id of the collection of DOCUMENT. */
static struct bytes
collection_of(const struct firestore_document *document)
{
	const char *path = document->path;
	const char *end = memrchr(path, '/', document->path_length);
	const char *start = end;

	while (start > path && start[-1] != '/')
		start--;
	return (struct bytes){ start, (size_t)(end - start) };
}

static bool
is_in_group(const char *group, const struct firestore_document *document)
{
	return bytes_is_equal(collection_of(document), group);
}

static bool
is_at_path(const char *glob, const struct firestore_document *document)
{
	return path_glob_matches(
	    glob, (struct bytes){ document->path, document->path_length });
}

typedef bool match(const char *one, const struct firestore_document *document);

/* Does one of LIST match, or is none given?  Fills in HITS. */
static bool
has_any(const char *const *list, match *is_match,
    const struct firestore_document *document, bool *found)
{
	bool has = count(list) == 0;
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++) {
		if (!is_match(list[i], document))
			continue;
		has = true;
		found[i] = true;
	}
	return has;
}

bool
selection_has(
    struct selection *selection, const struct firestore_document *document)
{
	bool *found = selection->found;

	return has_any(selection->groups, is_in_group, document, found) &&
	    has_any(selection->paths, is_at_path, document,
		found + count(selection->groups));
}

int
selection_check(const struct selection *selection, const char *what,
    uint64_t documents, struct gantry_error *error)
{
	const size_t groups = count(selection->groups);
	const size_t all = groups + count(selection->paths);
	size_t i;

	for (i = 0; i < all; i++) {
		if (selection->found[i])
			continue;
		if (i < groups)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s has %" PRIu64 " documents, but none in a "
			    "collection %s; check the name, or give "
			    "--allow-empty",
			    what, documents, selection->groups[i]);
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s has %" PRIu64 " documents, but none whose path matches "
		    "%s; check the pattern, or give --allow-empty",
		    what, documents, selection->paths[i - groups]);
	}
	return 0;
}

static void
add_list(struct gantry_buffer *text, const char *const *list)
{
	for (; *list != NULL; list++)
		gantry_buffer_printf(text, " %s", *list);
}

void
selection_describe(
    const struct selection *selection, struct gantry_buffer *text)
{
	if (count(selection->groups) > 0) {
		gantry_buffer_puts(text, "all but the collections");
		add_list(text, selection->groups);
	}
	if (count(selection->groups) > 0 && count(selection->paths) > 0)
		gantry_buffer_puts(text, ", and of these ");
	if (count(selection->paths) > 0) {
		gantry_buffer_puts(text, "all but the paths");
		add_list(text, selection->paths);
	}
}
