/*
 * Sorts the paths themselves and not hashes of them: two equal neighbours are
 * then certain, and one of them is the name for the message.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/build/duplicates.h"

void
duplicates_init(struct duplicates *duplicates, const char *path, size_t memory)
{
	const struct sorter_options options = {
		.path = path,
		.memory = memory,
	};

	sorter_init(&duplicates->paths, &options);
}

void
duplicates_clear(struct duplicates *duplicates)
{
	sorter_clear(&duplicates->paths);
}

int
duplicates_add(struct duplicates *duplicates, const char *path, size_t length,
    struct gantry_error *error)
{
	char *at = sorter_add(&duplicates->paths, length, error);

	if (at == NULL)
		return -1;
	memcpy(at, path, length);
	return 0;
}

struct path_shown
path_show(const char *path, size_t length)
{
	static const char nul[] = "\\x00", more[] = "...";
	struct path_shown shown = { "" };
	const size_t room = sizeof(shown.text) - sizeof(nul) - sizeof(more);
	size_t i, at = 0;

	for (i = 0; i < length && at < room; i++) {
		if (path[i] != '\0')
			shown.text[at++] = path[i];
		else
			at += (size_t)sprintf(shown.text + at, "%s", nul);
	}
	while (i < length && at > 0 && (path[i] & 0xc0) == 0x80 && i--)
		at--;
	strcpy(shown.text + at, i < length ? more : "");
	return shown;
}

int
duplicates_fail(const char *path, size_t length, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "two documents have the path %s", path_show(path, length).text);
}

/* Compare each path with the one before it. */
static int
compare(struct sorter *paths, struct gantry_buffer *before,
    struct gantry_error *error)
{
	struct run_record path;
	bool is_first = true;
	int status;

	while ((status = sorter_next(paths, &path, error)) == 1) {
		if (!is_first && before->length == path.length &&
		    memcmp(before->data, path.data, path.length) == 0)
			return duplicates_fail(path.data, path.length, error);
		is_first = false;
		gantry_buffer_reset(before);
		if (gantry_buffer_add(before, path.data, path.length) == -1)
			return gantry_error_memory(error);
	}
	return status;
}

int
duplicates_check(struct duplicates *duplicates, struct gantry_error *error)
{
	struct gantry_buffer before = { 0 };
	int result = sorter_sort(&duplicates->paths, error);

	if (result == 0)
		result = compare(&duplicates->paths, &before, error);
	gantry_buffer_clear(&before);
	duplicates_clear(duplicates);
	return result;
}
