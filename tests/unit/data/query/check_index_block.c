#include <stdlib.h>
#include <string.h>

#include "data/query/store/index_block.h"
#include "unit.h"

static struct index_block_writer writer;
static struct index_block block;
static struct gantry_error error;

static struct bytes
text(const char *string)
{
	return (struct bytes){ string, strlen(string) };
}

static int
read_again(struct bytes rows)
{
	return index_block_read(&block,
	    (struct bytes){ writer.first_key.data, writer.first_key.length },
	    writer.first_rank, rows, &error);
}

static void
begin(void)
{
	index_block_begin(&writer, text("apple"), 7);
	index_block_add(&writer, text("apple"), 9);
	index_block_add(&writer, text("apple"), UINT32_MAX);
	index_block_add(&writer, text("apples"), 1);
	index_block_add(&writer, text("b"), 300);
	ck_assert(!index_block_failed(&writer));
	ck_assert_int_eq(writer.count, 5);
	ck_assert_int_eq(
	    read_again((struct bytes){ writer.rows.data, writer.rows.length }),
	    0);
}

static void
end(void)
{
	index_block_writer_clear(&writer);
	index_block_clear(&block);
}

static void
expect(size_t i, const char *key, uint32_t rank)
{
	ck_assert(bytes_is_equal(index_block_key(&block, i), key));
	ck_assert_uint_eq(block.items[i].rank, rank);
}

START_TEST(rows_are_read_as_they_were_added)
{
	begin();
	ck_assert_uint_eq(block.count, 5);
	expect(0, "apple", 7);
	expect(1, "apple", 9);
	expect(2, "apple", UINT32_MAX);
	expect(3, "apples", 1);
	expect(4, "b", 300);
	end();
}
END_TEST

START_TEST(places_are_found)
{
	begin();
	ck_assert_uint_eq(index_block_find(&block, text("apple"), 0), 0);
	ck_assert_uint_eq(index_block_find(&block, text("apple"), 8), 1);
	ck_assert_uint_eq(index_block_find(&block, text("apples"), 1), 3);
	ck_assert_uint_eq(index_block_find(&block, text("c"), 1), 5);
	ck_assert(index_block_has(&block, 1, text("apple"), 9));
	ck_assert(!index_block_has(&block, 1, text("apple"), 8));
	ck_assert(!index_block_has(&block, 5, text("c"), 1));
	end();
}
END_TEST

START_TEST(keys_may_be_empty)
{
	uint32_t i;

	index_block_begin(&writer, text(""), 1);
	for (i = 2; !index_block_is_full(&writer); i++)
		index_block_add(&writer, text(""), i);
	ck_assert_int_eq(
	    read_again((struct bytes){ writer.rows.data, writer.rows.length }),
	    0);
	ck_assert_uint_eq(block.count, INDEX_BLOCK_SIZE);
	expect(500, "", 501);
	end();
}
END_TEST

START_TEST(the_keys_of_a_block_are_bounded)
{
	char key[1500];
	uint32_t i;

	memset(key, 'k', sizeof(key));
	index_block_begin(&writer, (struct bytes){ key, sizeof(key) }, 1);
	for (i = 2; !index_block_is_full(&writer); i++) {
		key[1490 + i % 10]++;
		index_block_add(&writer, (struct bytes){ key, sizeof(key) }, i);
	}
	ck_assert_uint_lt(i, 60);
	end();
}
END_TEST

/* Whatever a file has in place of a block, nothing else is read. */
START_TEST(damaged_blocks_are_refused)
{
	static const char *const damaged[] = {
		"", /* no row */
		"\x80", /* a number that does not end */
		"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
		"\x01\x06\x01", /* more than the last key has */
		"\x0b\x01\x61\x61", /* more than follows */
		"\x03\x01\x61", /* no rank */
		"\xfe\xff\xff\xff\x1f", /* a rank beyond all */
		"\x01\x02\x80\x80\x80\x80\x7f",
	};
	char *copy;
	size_t i, length;

	begin();
	for (i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		ck_assert_int_eq(read_again(text(damaged[i])), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	}
	/* A block that is cut off has fewer rows, or is refused. */
	for (length = 0; length < writer.rows.length; length++) {
		copy = malloc(length + 1);
		memcpy(copy, writer.rows.data, length);
		if (read_again((struct bytes){ copy, length }) == 0)
			ck_assert_uint_lt(block.count, 5);
		free(copy);
	}
	end();
}
END_TEST

/* It would take 24 times its size of memory. */
START_TEST(a_block_that_is_too_large_is_refused)
{
	static const char rows[1 << 20];

	begin();
	ck_assert_int_eq(
	    read_again((struct bytes){ rows, INDEX_BLOCK_SIZE }), 0);
	ck_assert_int_eq(read_again((struct bytes){ rows, sizeof(rows) }), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_uint_eq(block.count, 0);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		rows_are_read_as_they_were_added,
		places_are_found,
		keys_may_be_empty,
		the_keys_of_a_block_are_bounded,
		damaged_blocks_are_refused,
		a_block_that_is_too_large_is_refused,
		NULL,
	};

	return unit_run("query/index_block", tests);
}
