/*
 * The queue: bytes come out in order, from memory or a file.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/queue.h"
#include "unit.h"

static struct queue queue;
static struct gantry_error error;

/* The byte that was added at POSITION. */
static char
byte_at(size_t position)
{
	return (char)(position * 7 + position / 251);
}

static void
add(size_t from, size_t size)
{
	char *bytes = malloc(size);
	size_t i;

	for (i = 0; i < size; i++)
		bytes[i] = byte_at(from + i);
	ck_assert_int_eq(queue_add(&queue, bytes, size, &error), 0);
	free(bytes);
}

/* Read SIZE bytes; the first is the one that was added at FROM. */
static void
take(size_t from, size_t size)
{
	static char room[10000];
	const void *data;
	ssize_t count;
	size_t i, n;
	bool is_same;

	while (size > 0) {
		count = queue_peek(&queue, room, sizeof(room), &data);
		ck_assert_int_gt(count, 0);
		n = (size_t)count < size ? (size_t)count : size;
		is_same = true;
		for (i = 0; i < n; i++)
			is_same &= ((const char *)data)[i] == byte_at(from + i);
		ck_assert(is_same);
		queue_drop(&queue, n);
		from += n;
		size -= n;
	}
}

static void
is_empty(void)
{
	char room[16];
	const void *data;

	ck_assert_int_eq(queue_length(&queue), 0);
	ck_assert_int_eq(queue_peek(&queue, room, sizeof(room), &data), 0);
}

START_TEST(a_small_queue_stays_in_memory)
{
	queue_init(&queue, "/nonexistent");
	is_empty();
	add(0, 1000);
	add(1000, QUEUE_MEMORY_MAX - 1000);
	ck_assert_int_eq(queue_length(&queue), QUEUE_MEMORY_MAX);
	take(0, 10);
	take(10, QUEUE_MEMORY_MAX - 10);
	is_empty();
	add(0, QUEUE_MEMORY_MAX);
	queue_clear(&queue);
	queue_clear(&queue);
	is_empty();
}
END_TEST

START_TEST(a_large_queue_continues_in_an_unnamed_file)
{
	size_t files = unit_count_files();

	queue_init(&queue, unit_path(NULL));
	add(0, QUEUE_MEMORY_MAX);
	add(QUEUE_MEMORY_MAX, 300000);
	ck_assert_int_eq(queue_length(&queue), QUEUE_MEMORY_MAX + 300000);
	ck_assert_uint_eq(unit_count_files(), files);
	take(0, QUEUE_MEMORY_MAX + 100000);
	add(QUEUE_MEMORY_MAX + 300000, 50000);
	take(QUEUE_MEMORY_MAX + 100000, 250000);
	is_empty();
	ck_assert_int_eq(queue.file, -1);
	add(0, 5);
	take(0, 5);
	queue_clear(&queue);
}
END_TEST

START_TEST(the_owner_may_allow_less_memory)
{
	queue_init(&queue, unit_path(NULL));
	add(0, 1000);
	queue.memory_max = 500;
	add(1000, 1);
	ck_assert_int_ne(queue.file, -1);
	ck_assert_uint_eq(queue.memory.length, 1000);
	queue.memory_max = QUEUE_MEMORY_MAX;
	/* The order is kept. */
	add(1001, 1000);
	take(0, 2001);
	is_empty();
	queue.memory_max = 0;
	queue_clear(&queue);
	ck_assert_uint_eq(queue.memory_max, QUEUE_MEMORY_MAX);
}
END_TEST

START_TEST(a_missing_folder_is_an_error)
{
	static char bytes[QUEUE_MEMORY_MAX];

	queue_init(&queue, "/nonexistent");
	ck_assert_int_eq(queue_add(&queue, bytes, sizeof(bytes), &error), 0);
	ck_assert_int_eq(queue_add(&queue, bytes, 1, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "/nonexistent"));
	ck_assert_int_eq(queue_length(&queue), QUEUE_MEMORY_MAX);
	queue_clear(&queue);
}
END_TEST

/* Is the rest, from number FROM on, in the file? */
static void
assert_in_file(unsigned from, size_t size)
{
	size_t i;

	ck_assert_int_eq(queue_to_file(&queue, &error), 0);
	ck_assert_uint_eq(queue.memory.length - queue.memory_read, 0);
	ck_assert_int_eq(queue.file_length - queue.file_read, (int64_t)size);
	for (i = 0; i < size; i += 997) {
		unsigned char byte;

		ck_assert_int_eq(
		    pread(queue.file, &byte, 1, queue.file_read + (int64_t)i),
		    1);
		ck_assert_uint_eq(byte, (unsigned char)byte_at(from + i));
	}
}

START_TEST(all_of_it_can_be_moved_to_the_file)
{
	queue_init(&queue, ".");
	ck_assert_int_eq(queue_to_file(&queue, &error), -1);
	/* Only in memory, of which a part was read. */
	add(0, 5000);
	take(0, 1000);
	assert_in_file(1000, 4000);
	add(5000, 10);
	take(1000, 4010);
	is_empty();
	/* In memory and in the file. */
	queue.memory_max = 1000;
	add(0, 1000);
	add(1000, 9000);
	take(0, 500);
	assert_in_file(500, 9500);
	assert_in_file(500, 9500);
	take(500, 9500);
	is_empty();
	queue_clear(&queue);
}
END_TEST

START_TEST(what_cannot_be_moved_stays)
{
	queue_init(&queue, "/nonexistent");
	add(0, 100);
	ck_assert_int_eq(queue_to_file(&queue, &error), -1);
	take(0, 100);
	queue_clear(&queue);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_small_queue_stays_in_memory,
		a_large_queue_continues_in_an_unnamed_file,
		the_owner_may_allow_less_memory,
		a_missing_folder_is_an_error,
		all_of_it_can_be_moved_to_the_file,
		what_cannot_be_moved_stays,
		NULL,
	};

	return unit_run("base/queue", tests);
}
