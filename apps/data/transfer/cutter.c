/*
 * Cutting caches into chunks.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "data/transfer/cutter.h"

/* https://www.sqlite.org/fileformat.html, 1.3: the size of a page. */
#define PAGE_OFFSET 16
#define PAGE_LEAST  512
#define PAGE_MOST   65536
/* Of a page, what points to another page. */
#define POINTER_SIZE 4

int
cut_choose(struct cut *cut, int file, uint64_t size, struct gantry_error *error)
{
	unsigned char bytes[2];

	if (pread(file, bytes, sizeof(bytes), PAGE_OFFSET) != sizeof(bytes))
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "it has no SQLite header");
	cut->page = (uint32_t)(bytes[0] << 8 | bytes[1]);
	if (cut->page == 1)
		cut->page = PAGE_MOST;
	cut->mean = CUTTER_PAGES;
	while (cut->mean > 1 &&
	    (uint64_t)cut->page * cut->mean > CUTTER_PAGES * 4096)
		cut->mean /= 2;
	while (size / cut->page / cut->mean > CUTTER_CHUNKS)
		cut->mean *= 2;
	if (!cut_is_valid(cut))
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "it is too large, or its pages have an odd size");
	return 0;
}

bool
cut_is_valid(const struct cut *cut)
{
	return cut->page >= PAGE_LEAST && cut->page <= PAGE_MOST &&
	    (cut->page & (cut->page - 1)) == 0 && cut->mean > 0 &&
	    (cut->mean & (cut->mean - 1)) == 0 && cut->mean <= CUTTER_LONGEST &&
	    cut_longest(cut) <= CUTTER_LONGEST;
}

size_t
cut_longest(const struct cut *cut)
{
	return (size_t)cut->page * cut->mean * CUTTER_SPREAD;
}

size_t
cut_margin(const struct cut *cut)
{
	return 2 * (size_t)cut->page * cut->mean;
}

static uint64_t
hash_page(const char *page, size_t length)
{
	return length > POINTER_SIZE
	    ? XXH3_64bits(page + POINTER_SIZE, length - POINTER_SIZE)
	    : 0;
}

/* Read until LENGTH bytes are there or the file ends.  Returns -1 on errors. */
static ssize_t
read_fully(int file, char *data, size_t length, uint64_t offset)
{
	size_t done = 0;
	ssize_t got;

	while (done < length) {
		got = pread(
		    file, data + done, length - done, (off_t)(offset + done));
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

/* How long is the chunk at the start of LENGTH bytes of DATA? */
static size_t
find_end(const struct cut *cut, const char *data, size_t length)
{
	const size_t least =
	    (size_t)cut->page * (cut->mean < 4 ? 1 : cut->mean / CUTTER_SPREAD);
	size_t end;

	for (end = least; end < length; end += cut->page)
		if ((hash_page(data + end - cut->page, cut->page) &
			(cut->mean - 1)) == 0)
			return end;
	return length;
}

int
cutter_run(const struct cut *cut, int file, cutter_take *take, void *argument,
    struct gantry_error *error)
{
	const size_t longest = cut_longest(cut);
	char *data = malloc(longest);
	struct chunk chunk = { .offset = 0 };
	ssize_t got = 1;
	int result = 0;

	if (data == NULL)
		return gantry_error_memory(error);
	while (result == 0 && got > 0) {
		got = read_fully(file, data, longest, chunk.offset);
		if (got == -1)
			result = gantry_error_system(error, "cannot read it");
		if (got <= 0)
			break;
		chunk.length = (uint32_t)find_end(cut, data, (size_t)got);
		if (!sha256_of(data, chunk.length, &chunk.hash))
			result = gantry_error_memory(error);
		else
			result = take(argument, &chunk, data, error);
		chunk.offset += chunk.length;
	}
	free(data);
	return result;
}
