/*
 * What the files of a publication are called.
 */
#include <string.h>

#include "data/cache/image_name.h"
#include "unit.h"

static const char *
get_name(const char *publication)
{
	static struct gantry_buffer buffers[4];
	static int next;
	struct gantry_buffer *buffer = &buffers[next++ % 4];

	gantry_buffer_reset(buffer);
	image_name_put(buffer, publication);
	gantry_buffer_putc(buffer, '\0');
	return buffer->data;
}

START_TEST(names_are_percent_encoded)
{
	ck_assert_str_eq(get_name("Barack Obama"), "Barack%20Obama");
	ck_assert_str_eq(get_name("../../etc/x"), "%2E.%2F..%2Fetc%2Fx");
	ck_assert_str_eq(get_name("é%"), "%C3%A9%25");
	ck_assert_str_eq(get_name("x@dark"), "x%40dark");
	ck_assert_uint_eq(strlen(get_name("")), 33);
}
END_TEST

START_TEST(long_names_become_a_hash_and_short_ones_do_not)
{
	char name[IMAGE_NAME_MAX + 2], other[IMAGE_NAME_MAX + 2];

	memset(name, 'a', sizeof(name));
	name[IMAGE_NAME_MAX] = '\0';
	ck_assert_str_eq(get_name(name), name);
	name[IMAGE_NAME_MAX] = 'a';
	name[IMAGE_NAME_MAX + 1] = '\0';
	memcpy(other, name, sizeof(name));
	other[IMAGE_NAME_MAX] = 'b';
	ck_assert_uint_eq(strlen(get_name(name)), 33);
	ck_assert_int_eq(get_name(name)[0], '@');
	ck_assert_str_ne(get_name(name), get_name(other));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		names_are_percent_encoded,
		long_names_become_a_hash_and_short_ones_do_not,
		NULL,
	};

	return unit_run("cache/image_name", tests);
}
