/*
 * The growing buffer: it keeps what is added, and that it failed.
 */
#include <stdint.h>
#include <string.h>

#include "gantry/buffer.h"
#include "unit.h"

START_TEST(an_empty_buffer_holds_no_memory)
{
	struct gantry_buffer buffer = { 0 };

	ck_assert_int_eq(gantry_buffer_add(&buffer, "x", 0), 0);
	ck_assert_int_eq(gantry_buffer_add(&buffer, NULL, 0), 0);
	ck_assert_int_eq(gantry_buffer_puts(&buffer, ""), 0);
	ck_assert_ptr_null(buffer.data);
	ck_assert_uint_eq(buffer.length, 0);
	ck_assert(!gantry_buffer_failed(&buffer));
	gantry_buffer_clear(&buffer);
	gantry_buffer_clear(&buffer);
}
END_TEST

/* A NULL means that memory ran out. */
START_TEST(room_for_nothing_is_not_null)
{
	struct gantry_buffer buffer = { 0 };

	ck_assert_ptr_nonnull(gantry_buffer_reserve(&buffer, 0));
	ck_assert_uint_eq(buffer.length, 0);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(added_bytes_are_appended)
{
	struct gantry_buffer buffer = { 0 };

	ck_assert_int_eq(gantry_buffer_puts(&buffer, "one "), 0);
	ck_assert_int_eq(gantry_buffer_putc(&buffer, '2'), 0);
	ck_assert_int_eq(gantry_buffer_add(&buffer, " \0!", 3), 0);
	ck_assert_int_eq(gantry_buffer_printf(&buffer, "%s-%d", "x", -7), 0);
	ck_assert_uint_eq(buffer.length, 12);
	ck_assert_mem_eq(buffer.data, "one 2 \0!x--7", 12);
	gantry_buffer_clear(&buffer);
	ck_assert_ptr_null(buffer.data);
	ck_assert_uint_eq(buffer.length, 0);
	ck_assert_uint_eq(buffer.capacity, 0);
}
END_TEST

START_TEST(bytes_survive_growth)
{
	struct gantry_buffer buffer = { 0 };
	size_t i;

	for (i = 0; i < 100000; i++)
		ck_assert_int_eq(
		    gantry_buffer_putc(&buffer, (char)(i % 251)), 0);
	ck_assert_uint_eq(buffer.length, 100000);
	ck_assert_uint_ge(buffer.capacity, 100000);
	for (i = 0; i < 100000; i++)
		ck_assert_int_eq(buffer.data[i], (char)(i % 251));
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_long_format_is_whole)
{
	struct gantry_buffer buffer = { 0 };

	ck_assert_int_eq(gantry_buffer_printf(&buffer, "%*d", 5000, 7), 0);
	ck_assert_uint_eq(buffer.length, 5000);
	ck_assert_int_eq(buffer.data[4999], '7');
	ck_assert_int_eq(gantry_buffer_printf(&buffer, "%s", ""), 0);
	ck_assert_uint_eq(buffer.length, 5000);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(reserved_room_does_not_count_as_content)
{
	struct gantry_buffer buffer = { 0 };
	char *room;

	ck_assert_int_eq(gantry_buffer_puts(&buffer, "ab"), 0);
	room = gantry_buffer_reserve(&buffer, 1000);
	ck_assert_ptr_eq(room, buffer.data + 2);
	memset(room, 'x', 1000);
	ck_assert_uint_eq(buffer.length, 2);
	ck_assert_uint_ge(buffer.capacity, 1002);
	ck_assert_int_eq(gantry_buffer_puts(&buffer, "c"), 0);
	ck_assert_mem_eq(buffer.data, "abc", 3);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_failed_buffer_keeps_its_content)
{
	struct gantry_buffer buffer = { 0 };

	ck_assert_int_eq(gantry_buffer_puts(&buffer, "kept"), 0);
	ck_assert_ptr_null(gantry_buffer_reserve(&buffer, SIZE_MAX));
	ck_assert(gantry_buffer_failed(&buffer));
	ck_assert_int_eq(gantry_buffer_putc(&buffer, 'x'), -1);
	ck_assert_int_eq(gantry_buffer_add(&buffer, "x", 0), -1);
	ck_assert_int_eq(gantry_buffer_printf(&buffer, "x"), -1);
	ck_assert_ptr_null(gantry_buffer_reserve(&buffer, 1));
	ck_assert_uint_eq(buffer.length, 4);
	ck_assert_mem_eq(buffer.data, "kept", 4);
	gantry_buffer_clear(&buffer);
	ck_assert(!gantry_buffer_failed(&buffer));
}
END_TEST

START_TEST(a_buffer_fails_if_null_is_appended)
{
	struct gantry_buffer buffer = { 0 };
	const char *absent = NULL;

	unit_capture();
	ck_assert_int_eq(gantry_buffer_add(&buffer, NULL, 0), 0);
	ck_assert_int_eq(gantry_buffer_puts(&buffer, absent), -1);
	ck_assert(gantry_buffer_failed(&buffer));
	gantry_buffer_reset(&buffer);
	ck_assert_int_eq(gantry_buffer_add(&buffer, absent, 1), -1);
	ck_assert(gantry_buffer_failed(&buffer));
	ck_assert_int_eq(gantry_buffer_puts(NULL, "x"), -1);
	ck_assert_ptr_nonnull(
	    strstr(unit_captured(), "gantry_buffer_puts: string is NULL"));
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_reset_keeps_the_memory_and_clears_the_failure)
{
	struct gantry_buffer buffer = { 0 };
	char *data;

	ck_assert_int_eq(gantry_buffer_puts(&buffer, "gone"), 0);
	ck_assert_ptr_null(gantry_buffer_reserve(&buffer, SIZE_MAX));
	data = buffer.data;
	gantry_buffer_reset(&buffer);
	ck_assert(!gantry_buffer_failed(&buffer));
	ck_assert_uint_eq(buffer.length, 0);
	ck_assert_int_eq(gantry_buffer_puts(&buffer, "new"), 0);
	ck_assert_ptr_eq(buffer.data, data);
	ck_assert_mem_eq(buffer.data, "new", 3);
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_empty_buffer_holds_no_memory,
		room_for_nothing_is_not_null,
		added_bytes_are_appended,
		bytes_survive_growth,
		a_long_format_is_whole,
		reserved_room_does_not_count_as_content,
		a_failed_buffer_keeps_its_content,
		a_buffer_fails_if_null_is_appended,
		a_reset_keeps_the_memory_and_clears_the_failure,
		NULL,
	};

	return unit_run("base/buffer", tests);
}
