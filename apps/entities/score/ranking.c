/*
 * Keeps the highest of many words in a heap, whose root is the lowest of them.
 */
#include <stdlib.h>
#include <string.h>

#include "entities/score/ranking.h"

/* Compare for sorting: the highest first. */
static int
compare(const void *a, const void *b)
{
	const struct ranked *one = a, *other = b;
	const size_t length =
	    one->length < other->length ? one->length : other->length;
	int result;

	if (one->score != other->score)
		return one->score > other->score ? -1 : 1;
	result = memcmp(one->word, other->word, length);
	if (result != 0)
		return result;
	return (one->length > other->length) - (one->length < other->length);
}

static void
swap(struct ranked *one, struct ranked *other)
{
	const struct ranked kept = *one;

	*one = *other;
	*other = kept;
}

static void
move_up(struct ranked *items, size_t at)
{
	size_t parent;

	for (; at > 0; at = parent) {
		parent = (at - 1) / 2;
		if (compare(&items[at], &items[parent]) <= 0)
			return;
		swap(&items[at], &items[parent]);
	}
}

static void
move_down(struct ranked *items, size_t count)
{
	size_t at = 0, child;

	while ((child = 2 * at + 1) < count) {
		if (child + 1 < count &&
		    compare(&items[child + 1], &items[child]) > 0)
			child++;
		if (compare(&items[child], &items[at]) <= 0)
			return;
		swap(&items[child], &items[at]);
		at = child;
	}
}

static int
make_room(struct ranking *ranking)
{
	const size_t capacity = 2 * ranking->capacity + 16;
	struct ranked *items;

	if (ranking->count < ranking->capacity)
		return 0;
	items = realloc(ranking->items, capacity * sizeof(*items));
	if (items == NULL)
		return -1;
	ranking->items = items;
	ranking->capacity = capacity;
	return 0;
}

int
ranking_add(struct ranking *ranking, const struct ranked *item)
{
	const bool is_full = ranking->count == ranking->limit;
	struct ranked copy = *item;

	if (ranking->limit == 0 ||
	    (is_full && compare(item, &ranking->items[0]) > 0))
		return 0;
	if (!is_full && make_room(ranking) == -1)
		return -1;
	copy.word = malloc(item->length + 1);
	if (copy.word == NULL)
		return -1;
	memcpy(copy.word, item->word, item->length);
	copy.word[item->length] = '\0';
	if (is_full) {
		free(ranking->items[0].word);
		ranking->items[0] = copy;
		move_down(ranking->items, ranking->count);
	} else {
		ranking->items[ranking->count] = copy;
		move_up(ranking->items, ranking->count++);
	}
	return 0;
}

void
ranking_sort(struct ranking *ranking)
{
	if (ranking->count > 0)
		qsort(ranking->items, ranking->count, sizeof(*ranking->items),
		    compare);
}

void
ranking_clear(struct ranking *ranking)
{
	size_t i;

	for (i = 0; i < ranking->count; i++)
		free(ranking->items[i].word);
	free(ranking->items);
	*ranking = (struct ranking){ .limit = ranking->limit };
}
