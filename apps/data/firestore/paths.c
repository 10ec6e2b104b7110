/*
 * Lists of paths, and the check that a path from the content of a file stays
 * below the export.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/paths.h"

#define PATHS_FIRST_CAPACITY 16

int
paths_add(struct paths *paths, const char *path, struct gantry_error *error)
{
	size_t capacity = paths->capacity, size = strlen(path) + 1;
	char **items;
	char *copy;

	if (paths->count == capacity) {
		capacity = capacity > 0 ? capacity * 2 : PATHS_FIRST_CAPACITY;
		if (capacity > SIZE_MAX / sizeof(*items))
			return gantry_error_memory(error);
		items = realloc(paths->items, capacity * sizeof(*items));
		if (items == NULL)
			return gantry_error_memory(error);
		paths->items = items;
		paths->capacity = capacity;
	}
	copy = malloc(size);
	if (copy == NULL)
		return gantry_error_memory(error);
	paths->items[paths->count++] = memcpy(copy, path, size);
	return 0;
}

/* Find where the digits at the end begin. */
static size_t
stem_length(const char *path)
{
	size_t length = strlen(path);

	while (length > 0 && path[length - 1] >= '0' && path[length - 1] <= '9')
		length--;
	return length;
}

static int
compare(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;
	size_t left_stem = stem_length(left), right_stem = stem_length(right);
	size_t left_digits, right_digits;

	if (left_stem != right_stem || memcmp(left, right, left_stem) != 0)
		return strcmp(left, right);
	left_digits = strspn(left + left_stem, "0");
	right_digits = strspn(right + right_stem, "0");
	left_digits = strlen(left + left_stem + left_digits);
	right_digits = strlen(right + right_stem + right_digits);
	if (left_digits != right_digits)
		return left_digits < right_digits ? -1 : 1;
	/* Equally long without leading zeros: compare the bytes. */
	return strcmp(left + strlen(left) - left_digits,
	    right + strlen(right) - right_digits);
}

void
paths_sort(struct paths *paths)
{
	if (paths->count > 1)
		qsort(
		    paths->items, paths->count, sizeof(*paths->items), compare);
}

void
paths_clear(struct paths *paths)
{
	size_t i;

	for (i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
	*paths = (struct paths){ 0 };
}

int
paths_end(struct paths *paths, struct gantry_error *error)
{
	if (paths_add(paths, "", error) == -1)
		return -1;
	free(paths->items[--paths->count]);
	paths->items[paths->count] = NULL;
	return 0;
}

char *
paths_join(const char *folder, const char *name, struct gantry_error *error)
{
	size_t folder_length = strlen(folder), name_size = strlen(name) + 1;
	char *path;

	while (folder_length > 1 && folder[folder_length - 1] == '/')
		folder_length--;
	path = malloc(folder_length + 1 + name_size);
	if (path == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	memcpy(path, folder, folder_length);
	if (folder_length > 0 && path[folder_length - 1] != '/')
		path[folder_length++] = '/';
	memcpy(path + folder_length, name, name_size);
	return path;
}

/* Does every part of PATH name something below the previous one? */
static bool
stays_below(const char *path)
{
	size_t length;

	for (;; path += length + 1) {
		length = strcspn(path, "/");
		if (length == 0 || (length == 1 && path[0] == '.') ||
		    (length == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (path[length] == '\0')
			return true;
	}
}

char *
path_parse(struct bytes path, struct gantry_error *error)
{
	char *copy = malloc(path.length + 1);
	size_t i;

	if (copy == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	for (i = 0; i < path.length; i++)
		copy[i] = path.data[i] == '\\' ? '/' : path.data[i];
	copy[path.length] = '\0';
	if (strlen(copy) == path.length && stays_below(copy))
		return copy;
	free(copy);
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected a path within the export, found %s",
	    bytes_show(path).text);
	return NULL;
}
