/*
 * Sorts by keys that are compared as bytes.  The first sort brings the parts of
 * a sum together:
 *
 *	parent NUL folded NUL text
 *
 * A folded text does not contain a NUL.  The path of the parent may: in it, NUL
 * becomes 1 1 and 1 becomes 1 2, which keeps the order of paths.  So the texts
 * of a parent stay together.  Its output goes into the other two: without the
 *parent, to add up over all parents,
 *
 *	folded NUL text
 *
 * and with the number of the parent, for the order of the sums: number, sum,
 * text.
 */
#include <string.h>

#include "data/cache/fold.h"
#include "data/cache/sort/ordered.h"
#include "data/cache/sort/sums.h"

/* The best need less memory: they are few. */
#define BEST_SHARE 8

void
sums_init(struct sums *sums, const struct sums_options *options)
{
	const struct sorter_options whole = {
		.path = options->path,
		.memory = options->memory,
	};
	const struct best_options best = {
		.path = options->path,
		.memory = options->memory / BEST_SHARE,
		.wanted = options->best,
	};

	*sums = (struct sums){ .folds = options->folds };
	adder_init(&sums->parts, options->path, options->memory);
	adder_init(&sums->totals, options->path, options->memory);
	sorter_init(&sums->whole, &whole);
	best_init(&sums->best, &best);
}

void
sums_clear(struct sums *sums)
{
	adder_clear(&sums->parts);
	adder_clear(&sums->totals);
	sorter_clear(&sums->whole);
	best_clear(&sums->best);
	gantry_buffer_clear(&sums->folded);
	gantry_buffer_clear(&sums->parent);
	gantry_buffer_clear(&sums->path);
}

/* Write LENGTH bytes and a NUL.  Returns the end. */
static char *
put_text(char *at, const char *text, size_t length)
{
	if (length > 0)
		memcpy(at, text, length);
	at[length] = '\0';
	return at + length + 1;
}

/* Count the bytes of a path that take two in a key; most paths have none. */
static size_t
count_escaped(const char *path, size_t length)
{
	size_t count = 0, i;

	if (length == 0 ||
	    (memchr(path, '\0', length) == NULL &&
		memchr(path, '\1', length) == NULL))
		return 0;
	for (i = 0; i < length; i++)
		count += (unsigned char)path[i] <= 1;
	return count;
}

/* Write the path of PART and a NUL.  Returns the end. */
static char *
put_parent(char *at, const struct sums_part *part, size_t escaped)
{
	size_t i;

	if (escaped == 0)
		return put_text(at, part->parent, part->parent_length);
	for (i = 0; i < part->parent_length; i++) {
		if ((unsigned char)part->parent[i] <= 1)
			*at++ = '\1';
		*at++ = (unsigned char)part->parent[i] <= 1
		    ? (char)(part->parent[i] + 1)
		    : part->parent[i];
	}
	*at++ = '\0';
	return at;
}

int
sums_add(
    struct sums *sums, const struct sums_part *part, struct gantry_error *error)
{
	struct gantry_buffer *folded = &sums->folded;
	const size_t escaped = count_escaped(part->parent, part->parent_length);
	char *at;

	gantry_buffer_reset(folded);
	if (sums->folds &&
	    fold_text(folded, part->text, part->text_length) == -1)
		return gantry_error_memory(error);
	at = adder_add(&sums->parts,
	    part->parent_length + escaped + 1 + folded->length + 1 +
		part->text_length,
	    part->amount, error);
	if (at == NULL)
		return -1;
	at = put_parent(at, part, escaped);
	at = put_text(at, folded->data, folded->length);
	if (part->text_length > 0)
		memcpy(at, part->text, part->text_length);
	return 0;
}

void
sums_start(struct sums *sums, sums_number *number, void *argument)
{
	sums->number = number;
	sums->argument = argument;
}

/* Append the path that the LENGTH bytes at KEY stand for, and a NUL. */
static int
get_path(struct gantry_buffer *path, const char *key, size_t length)
{
	size_t i;

	gantry_buffer_reset(path);
	for (i = 0; i < length; i++) {
		if (key[i] == '\1' && i + 1 < length)
			gantry_buffer_putc(path, (char)(key[++i] - 1));
		else
			gantry_buffer_putc(path, key[i]);
	}
	return gantry_buffer_putc(path, '\0');
}

/* Get the number of the parent with KEY, unless it is the previous one. */
static int
number_parent(struct sums *sums, const char *key, size_t length,
    struct gantry_error *error)
{
	if (sums->parent.length == length + 1 &&
	    memcmp(sums->parent.data, key, length) == 0)
		return 0;
	gantry_buffer_reset(&sums->parent);
	if (gantry_buffer_add(&sums->parent, key, length + 1) == -1 ||
	    get_path(&sums->path, key, length) == -1)
		return gantry_error_memory(error);
	sums->is_numbered = sums->number(sums->argument, sums->path.data,
	    sums->path.length - 1, &sums->parent_number, error);
	return sums->is_numbered == -1 ? -1 : 0;
}

/* Split the key at AT, "folded NUL text". */
static void
split_key(const char *at, const char *end, struct sum *sum)
{
	sum->folded = at;
	sum->folded_length = strlen(at);
	sum->text = at + sum->folded_length + 1;
	sum->length = (size_t)(end - sum->text);
}

static int
add_to_whole(
    struct sums *sums, const struct sum *sum, struct gantry_error *error)
{
	char *at =
	    sorter_add(&sums->whole, 2 * ORDERED_SIZE + sum->length, error);

	if (at == NULL)
		return -1;
	ordered_put(at, sum->parent);
	ordered_put_falling(at + ORDERED_SIZE, sum->sum);
	if (sum->length > 0)
		memcpy(at + 2 * ORDERED_SIZE, sum->text, sum->length);
	return 0;
}

static int
add_to_totals(
    struct sums *sums, const struct sum *sum, struct gantry_error *error)
{
	char *at = adder_add(&sums->totals,
	    sum->folded_length + 1 + sum->length, sum->sum, error);

	if (at == NULL)
		return -1;
	at = put_text(at, sum->folded, sum->folded_length);
	if (sum->length > 0)
		memcpy(at, sum->text, sum->length);
	return 0;
}

static int
add_to_best(
    struct sums *sums, const struct sum *sum, struct gantry_error *error)
{
	const struct best_text text = {
		.parent = sum->parent,
		.sum = sum->sum,
		.folded = sum->folded,
		.folded_length = sum->folded_length,
		.text = sum->text,
		.text_length = sum->length,
	};

	return best_add(&sums->best, &text, error);
}

int
sums_next_text(struct sums *sums, struct sum *sum, struct gantry_error *error)
{
	struct adder_sum added;
	size_t parent_length;
	int status;

	while ((status = adder_next(&sums->parts, &added, error)) == 1) {
		parent_length = strlen(added.key);
		if (number_parent(sums, added.key, parent_length, error) == -1)
			return -1;
		if (sums->is_numbered == 0)
			continue;
		split_key(added.key + parent_length + 1,
		    added.key + added.length, sum);
		sum->parent = sums->parent_number;
		sum->sum = added.sum;
		if (add_to_whole(sums, sum, error) == -1 ||
		    (sums->folds &&
			(add_to_totals(sums, sum, error) == -1 ||
			    add_to_best(sums, sum, error) == -1)))
			return -1;
		return 1;
	}
	if (status == 0)
		adder_clear(&sums->parts);
	return status;
}

int
sums_next_total(struct sums *sums, struct sum *sum, struct gantry_error *error)
{
	struct adder_sum added;
	int status = adder_next(&sums->totals, &added, error);

	if (status == 0)
		adder_clear(&sums->totals);
	if (status != 1)
		return status;
	split_key(added.key, added.key + added.length, sum);
	sum->parent = 0;
	sum->sum = added.sum;
	return add_to_best(sums, sum, error) == -1 ? -1 : 1;
}

int
sums_next(struct sums *sums, struct sum *sum, struct gantry_error *error)
{
	struct run_record record;
	int status;

	if (!sums->whole_is_sorted && sorter_sort(&sums->whole, error) == -1)
		return -1;
	sums->whole_is_sorted = true;
	status = sorter_next(&sums->whole, &record, error);
	if (status != 1)
		return status;
	sum->parent = ordered_get(record.data);
	sum->sum = ordered_get_falling(record.data + ORDERED_SIZE);
	sum->text = record.data + 2 * ORDERED_SIZE;
	sum->length = record.length - 2 * ORDERED_SIZE;
	return 1;
}

int
sums_next_best(
    struct sums *sums, struct best_row *row, struct gantry_error *error)
{
	return best_next(&sums->best, row, error);
}
