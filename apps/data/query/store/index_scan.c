/*
 * Reading ranges.  A place is in the last block that does not begin behind it.
 */
#include "data/query/store/index_state.h"
#include "data/query/store/index_store.h"

/* A place in the index that RANGE is of. */
struct place {
	const struct store_range *range;
	struct bytes key;
	int64_t rank;
};

static struct place
low_of(const struct store_range *range)
{
	return (struct place){ range, range->low, range->low_rank };
}

/* Bind a key and a rank from parameter INDEX on. */
static void
bind_place(
    struct db_statement *statement, int index, struct bytes key, int64_t rank)
{
	db_bind_blob(statement, index, key.data, key.length);
	db_bind_integer(statement, index + 1, rank);
}

static void
bind_field(struct db_statement *statement, const struct store_range *range)
{
	db_bind_integer(statement, 1, range->table == STORE_GROUP);
	db_bind_integer(statement, 2, range->scope);
	db_bind_integer(statement, 3, range->field);
}

/* Read the block in the row of STATEMENT. */
static int
read_block(struct db_statement *statement, struct index_block *block,
    struct gantry_error *error)
{
	struct bytes key, rows;
	int64_t rank = db_column_integer(statement, 1);

	key.data = db_column_blob(statement, 0, &key.length);
	rows.data = db_column_blob(statement, 3, &rows.length);
	return index_block_read(block, key, (uint32_t)rank, rows, error);
}

/*
 * Read the block that PLACE is in, or would be.  Returns 1, or 0 when it is
 * before all, or -1.  BEFORE gets the rows of the field that are before the
 * block.
 */
static int
find_block(struct store *store, const struct place *place,
    struct index_block *block, int64_t *before, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_BLOCK];
	int result;

	bind_field(find, place->range);
	bind_place(find, 4, place->key, place->rank);
	result = db_step(find, error);
	if (result == 1)
		*before = db_column_integer(find, 2);
	if (result == 1 && read_block(find, block, error) == -1)
		result = -1;
	db_reset(find);
	return result;
}

/* Is PLACE between the first and the last row of the last block? */
static bool
is_in_last(const struct last_block *last, const struct place *place)
{
	const struct store_range *range = place->range;
	const struct index_block *block = &last->block;
	size_t before;

	if (last->scope == 0 || last->scope != range->scope ||
	    last->field != range->field || last->table != (int)range->table)
		return false;
	before = index_block_find(block, place->key, place->rank);
	return before < block->count &&
	    (before > 0 || index_block_has(block, 0, place->key, place->rank));
}

/*
 * Search for PLACE: *ORDINAL gets how many rows of the field are before it, and
 * *IS_THERE whether there is one at it.
 */
static int
search(struct store *store, const struct place *place, int64_t *ordinal,
    bool *is_there, struct gantry_error *error)
{
	struct last_block *last = &store->last;
	size_t before;
	int result;

	if (!is_in_last(last, place)) {
		last->scope = 0;
		result = find_block(
		    store, place, &last->block, &last->before, error);
		*ordinal = 0;
		*is_there = false;
		if (result != 1)
			return result;
		last->table = (int)place->range->table;
		last->scope = place->range->scope;
		last->field = place->range->field;
	}
	before = index_block_find(&last->block, place->key, place->rank);
	*ordinal = last->before + (int64_t)before;
	*is_there =
	    index_block_has(&last->block, before, place->key, place->rank);
	return 0;
}

/* Count what is before PLACE. */
static int
count_before(struct store *store, const struct place *place, int64_t *count,
    struct gantry_error *error)
{
	bool unused;

	return search(store, place, count, &unused, error);
}

int
store_count(struct store *store, const struct store_range *range, int64_t limit,
    int64_t *count, struct gantry_error *error)
{
	const struct place first = low_of(range);
	const struct place end = { range, range->high, range->high_rank };
	int64_t low = range->low_rank, high = range->high_rank;

	if (range->table == STORE_NAMES) {
		low = low < 1 ? 1 : low;
		if (high > store->last_rank + 1)
			high = store->last_rank + 1;
	} else if (count_before(store, &first, &low, error) == -1 ||
	    count_before(store, &end, &high, error) == -1)
		return -1;
	*count = high > low ? high - low : 0;
	if (limit >= 0 && *count > limit)
		*count = limit;
	return 0;
}

int
store_has(struct store *store, const struct store_range *range, bool *result,
    struct gantry_error *error)
{
	const struct place place = low_of(range);
	int64_t unused;

	return search(store, &place, &unused, result, error);
}

static enum scan_statement
statement_of(const struct store_scan *scan)
{
	if (scan->range.table == STORE_NAMES)
		return scan->is_falling ? SCAN_NAMES_FALLING : SCAN_NAMES;
	return scan->is_falling ? SCAN_FALLING : SCAN_RISING;
}

/* Prepare to read the blocks that begin in the range, or the names in it. */
static int
open_statement(struct store_scan *scan, struct gantry_error *error)
{
	const struct store_range *range = &scan->range;

	scan->statement =
	    store_take_scan(scan->store, statement_of(scan), error);
	if (scan->statement == NULL)
		return -1;
	if (range->table != STORE_NAMES) {
		bind_field(scan->statement, range);
		bind_place(scan->statement, 4, range->low, range->low_rank);
		bind_place(scan->statement, 6, range->high, range->high_rank);
		return 0;
	}
	db_bind_integer(scan->statement, 5, range->low_rank);
	db_bind_integer(scan->statement, 7, range->high_rank);
	return 0;
}

/* Set the place to read in the block: the first one, or behind the last. */
static void
enter_block(struct store_scan *scan)
{
	const struct store_range *range = &scan->range;

	scan->has_block = true;
	scan->next = scan->is_falling
	    ? index_block_find(scan->block, range->high, range->high_rank)
	    : index_block_find(scan->block, range->low, range->low_rank);
}

/* Read the block that the range begins in.  Returns 1, 0 or -1. */
static int
read_first(struct store_scan *scan, struct gantry_error *error)
{
	const struct place place = low_of(&scan->range);
	int64_t unused;
	int result =
	    find_block(scan->store, &place, scan->block, &unused, error);

	if (result == 1)
		enter_block(scan);
	return result;
}

int
store_scan_open(struct store *store, struct store_scan *scan,
    const struct store_range *range, bool is_falling,
    struct gantry_error *error)
{
	*scan = (struct store_scan){
		.store = store,
		.range = *range,
		.is_falling = is_falling,
	};
	if (range->table == STORE_NAMES)
		return open_statement(scan, error);
	scan->block = store_take_block(store, error);
	if (scan->block == NULL)
		return -1;
	if (is_falling)
		return open_statement(scan, error);
	return read_first(scan, error) == -1 ? -1 : 0;
}

/* Read the next block.  Returns 1, 0 or -1. */
static int
read_next(struct store_scan *scan, struct gantry_error *error)
{
	int result;

	if (scan->is_last)
		return 0;
	if (scan->statement == NULL && open_statement(scan, error) == -1)
		return -1;
	result = db_step(scan->statement, error);
	if (result == 1) {
		if (read_block(scan->statement, scan->block, error) == -1)
			return -1;
		enter_block(scan);
		return 1;
	}
	scan->is_last = true;
	return result == 0 && scan->is_falling ? read_first(scan, error)
					       : result;
}

/* Step in the block.  Returns false at its end. */
static bool
step(struct store_scan *scan)
{
	const struct index_block *block = scan->block;
	size_t i;

	if (!scan->has_block ||
	    scan->next == (scan->is_falling ? 0 : block->count))
		return false;
	i = scan->is_falling ? scan->next - 1 : scan->next;
	scan->key = index_block_key(block, i);
	scan->rank = block->items[i].rank;
	scan->next = scan->is_falling ? i : i + 1;
	return true;
}

/* Is the place that was read still in the range? */
static bool
is_within(const struct store_scan *scan)
{
	const struct store_range *range = &scan->range;
	int order;

	if (scan->is_falling) {
		order = bytes_compare(scan->key, range->low);
		return order > 0 ||
		    (order == 0 && scan->rank >= range->low_rank);
	}
	order = bytes_compare(scan->key, range->high);
	return order < 0 || (order == 0 && scan->rank < range->high_rank);
}

static int
next_name(struct store_scan *scan, struct gantry_error *error)
{
	int result = db_step(scan->statement, error);

	if (result == 1)
		scan->rank = db_column_integer(scan->statement, 0);
	return result;
}

int
store_scan_next(struct store_scan *scan, struct gantry_error *error)
{
	int result;

	if (scan->range.table == STORE_NAMES)
		return next_name(scan, error);
	while (!step(scan)) {
		result = read_next(scan, error);
		if (result != 1)
			return result;
	}
	if (is_within(scan))
		return 1;
	/* The next step finds the end, too. */
	scan->has_block = false;
	scan->is_last = true;
	return 0;
}

void
store_scan_close(struct store_scan *scan)
{
	if (scan->store == NULL)
		return;
	store_keep_scan(scan->store, statement_of(scan), scan->statement);
	store_keep_block(scan->store, scan->block);
	*scan = (struct store_scan){ .store = NULL };
}
