/*
 * Sorting more than fits into memory: with little memory, so that files are
 * made, merged and merged again.
 */
#include <stdlib.h>
#include <string.h>

#include "data/cache/sort/sorter.h"
#include "unit.h"

#define TAIL 4

/* A few levels of merges. */
#define RECORDS 6000

/* A run holds so many records, the least that is of use. */
#define SMALL_MEMORY 128

struct row {
	size_t length; /* of the key */
	char key[24];
	uint32_t tail; /* its number */
};

static struct gantry_error error;
static struct row rows[RECORDS];
static bool was_seen[RECORDS];

static int
compare(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	return keysort_compare(a->key, a->length, b->key, b->length);
}

static struct sorter
begin(size_t memory)
{
	const struct sorter_options options = {
		.path = unit_path("x.db"),
		.memory = memory,
		.tail = TAIL,
	};
	struct sorter sorter;

	sorter_init(&sorter, &options);
	return sorter;
}

static void
add(struct sorter *sorter, const struct row *row)
{
	char *at = sorter_add(sorter, row->length + TAIL, &error);

	if (at == NULL)
		ck_abort_msg("%s", error.text);
	memcpy(at, row->key, row->length);
	memcpy(at + row->length, &row->tail, TAIL);
}

static void
make_rows(size_t count)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		rows[i].length = (size_t)rand() % sizeof(rows[i].key);
		rows[i].tail = (uint32_t)i;
		for (j = 0; j < rows[i].length; j++)
			rows[i].key[j] = (char)(rand() % 3 - 1);
		was_seen[i] = false;
	}
}

/* Is RECORD the row that its tail names, which was not seen yet? */
static bool
is_a_row(const struct run_record *record, size_t count, const struct row **row)
{
	uint32_t tail;

	memcpy(&tail, record->data + record->length - TAIL, TAIL);
	if (tail >= count || was_seen[tail])
		return false;
	was_seen[tail] = true;
	*row = &rows[tail];
	return record->length == (*row)->length + TAIL &&
	    memcmp(record->data, (*row)->key, (*row)->length) == 0;
}

/* Every row comes once, in the order of the keys. */
static void
assert_sorted(struct sorter *sorter, size_t count)
{
	const struct row *row, *last = NULL;
	struct run_record record;
	size_t right = 0;

	while (sorter_next(sorter, &record, &error) == 1 &&
	    is_a_row(&record, count, &row) &&
	    (last == NULL || compare(last, row) <= 0)) {
		last = row;
		right++;
	}
	ck_assert_uint_eq(right, count);
	ck_assert_int_eq(sorter_next(sorter, &record, &error), 0);
}

START_TEST(records_are_sorted_whatever_the_memory)
{
	static const size_t counts[] = { 0, 1, 2, 3, 50, 1000, RECORDS };
	static const size_t memories[] = { 1, SMALL_MEMORY, 4096, 1 << 20 };
	struct sorter sorter;
	size_t i, j, k;

	srand(1);
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		for (j = 0; j < sizeof(memories) / sizeof(memories[0]); j++) {
			/* A file for each record takes its time. */
			if (counts[i] > 1000 && memories[j] == 1)
				continue;
			sorter = begin(memories[j]);
			make_rows(counts[i]);
			for (k = 0; k < counts[i]; k++)
				add(&sorter, &rows[k]);
			ck_assert_int_eq(sorter_sort(&sorter, &error), 0);
			assert_sorted(&sorter, counts[i]);
			sorter_clear(&sorter);
		}
}
END_TEST

START_TEST(files_are_few_and_without_names)
{
	struct sorter sorter = begin(SMALL_MEMORY);
	size_t i, most = 0;

	make_rows(RECORDS);
	for (i = 0; i < RECORDS; i++) {
		add(&sorter, &rows[i]);
		if (sorter.run_count > most)
			most = sorter.run_count;
	}
	ck_assert_uint_eq(sorter.size, SMALL_MEMORY);
	ck_assert_uint_eq(unit_count_files(), 0);
	/* More than a thousand runs in three levels. */
	ck_assert_uint_gt(most, RUN_MERGE_MAX);
	ck_assert_uint_lt(most, 4 * RUN_MERGE_MAX);
	ck_assert_int_eq(sorter_sort(&sorter, &error), 0);
	ck_assert_uint_le(sorter.run_count, RUN_MERGE_MAX);
	sorter_clear(&sorter);
}
END_TEST

START_TEST(records_that_fit_need_no_file)
{
	/* The folder is not there. */
	const struct sorter_options options = {
		.path = unit_path("folder/x.db"),
		.memory = SMALL_MEMORY,
		.tail = TAIL,
	};
	struct sorter sorter;

	make_rows(2);
	sorter_init(&sorter, &options);
	add(&sorter, &rows[0]);
	add(&sorter, &rows[1]);
	ck_assert_int_eq(sorter_sort(&sorter, &error), 0);
	assert_sorted(&sorter, 2);
	sorter_clear(&sorter);
	sorter_init(&sorter, &options);
	add(&sorter, &rows[0]);
	ck_assert_ptr_null(sorter_add(&sorter, SMALL_MEMORY, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	sorter_clear(&sorter);
	sorter_clear(&sorter);
}
END_TEST

START_TEST(a_record_longer_than_the_memory_is_sorted_too)
{
	static const char letters[] = "fbdace";
	struct sorter sorter = begin(SMALL_MEMORY);
	struct run_record record;
	size_t i, j;
	char *at;

	for (i = 0; i < 6; i++) {
		at = sorter_add(&sorter, 100000 + TAIL, &error);
		ck_assert_ptr_nonnull(at);
		memset(at, letters[i], 100000 + TAIL);
		at = sorter_add(&sorter, 1 + TAIL, &error);
		ck_assert_ptr_nonnull(at);
		memset(at, letters[i], 1 + TAIL);
	}
	ck_assert_int_eq(sorter_sort(&sorter, &error), 0);
	for (i = 0; i < 12; i++) {
		ck_assert_int_eq(sorter_next(&sorter, &record, &error), 1);
		ck_assert_uint_eq(
		    record.length, (i % 2 == 0 ? 1 : 100000) + TAIL);
		for (j = 0;
		     record.data[j] == "abcdef"[i / 2] && j + 1 < record.length;
		     j++)
			;
		ck_assert_uint_eq(j + 1, record.length);
	}
	ck_assert_int_eq(sorter_next(&sorter, &record, &error), 0);
	sorter_clear(&sorter);
}
END_TEST

START_TEST(a_record_of_gigabytes_is_rejected)
{
	struct sorter sorter = begin(SMALL_MEMORY);

	ck_assert_ptr_null(sorter_add(&sorter, (size_t)3 << 30, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	sorter_clear(&sorter);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		records_are_sorted_whatever_the_memory,
		files_are_few_and_without_names,
		records_that_fit_need_no_file,
		a_record_longer_than_the_memory_is_sorted_too,
		a_record_of_gigabytes_is_rejected,
		NULL,
	};

	return unit_run("cache/sorter", tests);
}
