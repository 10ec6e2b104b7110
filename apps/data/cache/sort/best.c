/*
 * Texts come in the order of their folded form, so that the texts of a prefix
 * are adjacent, and those of a longer prefix are the last of the shorter one.
 * All share one list of entries, in which those of each open prefix are the
 * last.  Entries that cannot be among the best any more are removed now and
 * then.
 */
#include <stdlib.h>

#include "data/cache/sort/best.h"
#include "data/cache/sort/ordered.h"

/* An open prefix has at most this many times the wanted entries. */
#define SURPLUS 4

void
best_init(struct best *best, const struct best_options *options)
{
	const struct sorter_options sorter = {
		.path = options->path,
		.memory = options->memory,
	};

	*best = (struct best){ .options = *options };
	sorter_init(&best->rows, &sorter);
}

void
best_clear(struct best *best)
{
	size_t i;

	for (i = 0; i < best->entry_room; i++)
		gantry_buffer_clear(&best->entries[i].text);
	free(best->entries);
	gantry_buffer_clear(&best->prefix);
	sorter_clear(&best->rows);
	*best = (struct best){ .level_count = 0 };
}

static int
compare_entries(const void *left, const void *right)
{
	const struct best_entry *a = left, *b = right;

	if (a->sum != b->sum)
		return a->sum > b->sum ? -1 : 1;
	return keysort_compare(
	    a->text.data, a->text.length, b->text.data, b->text.length);
}

/* Keep only the best of the last prefix, sorted. */
static void
prune(struct best *best)
{
	size_t start = best->levels[best->level_count - 1].start;
	size_t count = best->entry_count - start;

	qsort(best->entries + start, count, sizeof(*best->entries),
	    compare_entries);
	if (count > best->options.wanted.most)
		best->entry_count = start + best->options.wanted.most;
}

static void
prune_surplus(struct best *best)
{
	size_t start = best->levels[best->level_count - 1].start;

	if (best->entry_count - start >= SURPLUS * best->options.wanted.most)
		prune(best);
}

static int
add_row(struct best *best, size_t prefix_length, const struct best_entry *entry,
    struct gantry_error *error)
{
	char *at = sorter_add(&best->rows,
	    ORDERED_SIZE + prefix_length + 1 + ORDERED_SIZE +
		entry->text.length,
	    error);

	if (at == NULL)
		return -1;
	ordered_put(at, best->parent);
	at += ORDERED_SIZE;
	if (prefix_length > 0)
		memcpy(at, best->prefix.data, prefix_length);
	at += prefix_length;
	*at++ = '\0';
	ordered_put_falling(at, entry->sum);
	if (entry->text.length > 0)
		memcpy(at + ORDERED_SIZE, entry->text.data, entry->text.length);
	return 0;
}

/* Close the longest open prefix: no other text begins with it. */
static int
close_level(struct best *best, struct gantry_error *error)
{
	struct best_level *level = &best->levels[best->level_count - 1];
	size_t i;

	if (level->texts > best->options.wanted.above) {
		prune(best);
		for (i = level->start; i < best->entry_count; i++)
			if (add_row(best, level->length, &best->entries[i],
				error) == -1)
				return -1;
	}
	if (--best->level_count == 0)
		best->entry_count = 0;
	else
		level[-1].texts += level->texts;
	return 0;
}

/* Count the open prefixes that TEXT begins with. */
static size_t
count_common(const struct best *best, const struct best_text *text)
{
	const struct best_level *level = best->levels;
	size_t common = 0;

	if (text->parent != best->parent)
		return 0;
	for (; common < best->level_count; common++, level++)
		if (level->length > text->folded_length ||
		    (level->length > 0 &&
			memcmp(best->prefix.data, text->folded,
			    level->length) != 0))
			break;
	return common;
}

static size_t
next_character(const char *text, size_t length, size_t at)
{
	at++;
	while (at < length && ((unsigned char)text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* Open the prefixes of TEXT that are not open yet. */
static int
open_levels(struct best *best, const struct best_text *text)
{
	size_t end = 0;

	best->parent = text->parent;
	if (best->level_count > 0)
		end = best->levels[best->level_count - 1].length;
	while (best->level_count <= BEST_DEPTH) {
		if (best->level_count > 0) {
			if (end == text->folded_length)
				break;
			end = next_character(
			    text->folded, text->folded_length, end);
		}
		best->levels[best->level_count++] = (struct best_level){
			.start = best->entry_count,
			.length = end,
		};
	}
	gantry_buffer_reset(&best->prefix);
	return gantry_buffer_add(&best->prefix, text->folded, end);
}

/* Make an entry for TEXT, reusing the memory of a removed one. */
static int
add_entry(struct best *best, const struct best_text *text)
{
	struct best_entry *entries = best->entries;
	size_t room = best->entry_room;

	if (best->entry_count == room) {
		entries = realloc(entries, (room * 2 + 64) * sizeof(*entries));
		if (entries == NULL)
			return -1;
		memset(entries + room, 0, (room + 64) * sizeof(*entries));
		best->entries = entries;
		best->entry_room = room * 2 + 64;
	}
	entries += best->entry_count++;
	entries->sum = text->sum;
	gantry_buffer_reset(&entries->text);
	return gantry_buffer_add(&entries->text, text->text, text->text_length);
}

int
best_add(
    struct best *best, const struct best_text *text, struct gantry_error *error)
{
	size_t common = count_common(best, text);

	while (best->level_count > common)
		if (close_level(best, error) == -1)
			return -1;
	if (best->level_count > 0)
		prune_surplus(best);
	if (open_levels(best, text) == -1 || add_entry(best, text) == -1)
		return gantry_error_memory(error);
	best->levels[best->level_count - 1].texts++;
	return 0;
}

int
best_next(struct best *best, struct best_row *row, struct gantry_error *error)
{
	struct run_record record;
	int status;

	while (best->level_count > 0)
		if (close_level(best, error) == -1)
			return -1;
	if (!best->is_sorted && sorter_sort(&best->rows, error) == -1)
		return -1;
	best->is_sorted = true;
	status = sorter_next(&best->rows, &record, error);
	if (status != 1)
		return status;
	row->parent = ordered_get(record.data);
	row->prefix = record.data + ORDERED_SIZE;
	row->prefix_length = strlen(row->prefix);
	row->text = row->prefix + row->prefix_length + 1 + ORDERED_SIZE;
	row->text_length = (size_t)(record.data + record.length - row->text);
	row->sum = ordered_get_falling(row->text - ORDERED_SIZE);
	return 1;
}
