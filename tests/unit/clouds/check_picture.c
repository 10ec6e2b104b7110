/*
 * What the files of a publication are called.
 */
#include <string.h>

#include "clouds/picture.h"
#include "unit.h"

static const char *
get_name(const char *publication)
{
	static struct gantry_buffer buffers[4];
	static int next;
	struct gantry_buffer *buffer = &buffers[next++ % 4];

	gantry_buffer_reset(buffer);
	picture_put_name(buffer, publication);
	gantry_buffer_putc(buffer, '\0');
	return buffer->data;
}

START_TEST(names_are_percent_encoded)
{
	ck_assert_str_eq(get_name("Barack Obama"), "Barack%20Obama");
	ck_assert_str_eq(get_name("../../etc/x"), "..%2F..%2Fetc%2Fx");
	ck_assert_str_eq(get_name("é%"), "%C3%A9%25");
}
END_TEST

START_TEST(no_name_is_that_of_another_ones_file)
{
	int i;

	/* Suffixes begin with what no name holds, or end a name. */
	ck_assert_str_eq(get_name("x@dark"), "x%40dark");
	for (i = 0; i < PICTURE_FILES; i++)
		ck_assert(picture_files[i].suffix[0] == '@' ||
		    strchr(picture_files[i].suffix, '@') == NULL);
}
END_TEST

START_TEST(long_names_become_a_hash_and_short_ones_do_not)
{
	char name[PICTURE_NAME_MAX + 2], other[PICTURE_NAME_MAX + 2];

	memset(name, 'a', sizeof(name));
	name[PICTURE_NAME_MAX] = '\0';
	ck_assert_str_eq(get_name(name), name);
	name[PICTURE_NAME_MAX] = 'a';
	name[PICTURE_NAME_MAX + 1] = '\0';
	memcpy(other, name, sizeof(name));
	other[PICTURE_NAME_MAX] = 'b';
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
		no_name_is_that_of_another_ones_file,
		long_names_become_a_hash_and_short_ones_do_not,
		NULL,
	};

	return unit_run("clouds/picture", tests);
}
