/*
 * The JSON writer: a document that it calls whole is JSON.
 */
#include <math.h>
#include <string.h>

#include "gantry/json.h"
#include "unit.h"

static struct gantry_buffer buffer;
static struct gantry_json_writer json;

static void
begin(void)
{
	gantry_buffer_reset(&buffer);
	gantry_json_writer_init(&json, &buffer);
}

static const char *
written(void)
{
	ck_assert_int_eq(gantry_buffer_putc(&buffer, '\0'), 0);
	buffer.length--;
	return buffer.data;
}

START_TEST(values_are_written_in_their_structure)
{
	begin();
	gantry_json_begin_object(&json, NULL);
	gantry_json_put_text(&json, "text", "caf\xc3\xa9 \"au lait\"");
	gantry_json_put_text(&json, "no text", NULL);
	gantry_json_put_string(&json, "string", "a\0b", 3);
	gantry_json_begin_array(&json, "array");
	gantry_json_put_integer(&json, NULL, -7);
	gantry_json_put_number(&json, NULL, 0.1);
	gantry_json_put_number(&json, NULL, NAN);
	gantry_json_put_number(&json, NULL, -INFINITY);
	gantry_json_put_boolean(&json, NULL, true);
	gantry_json_put_boolean(&json, NULL, false);
	gantry_json_put_null(&json, NULL);
	gantry_json_begin_object(&json, NULL);
	gantry_json_end(&json);
	gantry_json_begin_array(&json, NULL);
	gantry_json_end(&json);
	gantry_json_end(&json);
	gantry_json_put_raw(&json, "raw", "{\"a\":[1]}");
	gantry_json_begin_object(&json, "a \"name\"\n");
	gantry_json_put_integer(&json, "", 1);
	ck_assert(!gantry_json_is_whole(&json));
	gantry_json_end(&json);
	ck_assert(!gantry_json_is_whole(&json));
	gantry_json_end(&json);
	ck_assert(gantry_json_is_whole(&json));
	ck_assert_str_eq(written(),
	    "{\"text\":\"caf\xc3\xa9 \\\"au lait\\\"\",\"no text\":null,"
	    "\"string\":\"a\\u0000b\",\"array\":[-7,0.1,null,null,true,false,"
	    "null,{},[]],\"raw\":{\"a\":[1]},\"a \\\"name\\\"\\n\":"
	    "{\"\":1}}");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_document_is_one_value)
{
	begin();
	ck_assert(!gantry_json_is_whole(&json));
	gantry_json_put_integer(&json, NULL, 42);
	ck_assert(gantry_json_is_whole(&json));
	ck_assert_str_eq(written(), "42");
	gantry_buffer_clear(&buffer);
}
END_TEST

/* Each writes something that is not a document. */

static void
put_two_values(void)
{
	gantry_json_put_null(&json, NULL);
	gantry_json_put_null(&json, NULL);
}

static void
begin_after_the_end(void)
{
	gantry_json_begin_array(&json, NULL);
	gantry_json_end(&json);
	gantry_json_begin_array(&json, NULL);
}

static void
put_a_member_without_a_name(void)
{
	gantry_json_begin_object(&json, NULL);
	gantry_json_put_integer(&json, NULL, 1);
}

static void
begin_a_member_without_a_name(void)
{
	gantry_json_begin_object(&json, NULL);
	gantry_json_begin_array(&json, NULL);
}

static void
name_an_item(void)
{
	gantry_json_begin_array(&json, NULL);
	gantry_json_put_boolean(&json, "name", true);
}

static void
name_an_item_after_an_object(void)
{
	gantry_json_begin_array(&json, NULL);
	gantry_json_begin_object(&json, NULL);
	gantry_json_end(&json);
	gantry_json_put_text(&json, "name", "text");
}

static void
name_the_document(void)
{
	gantry_json_put_number(&json, "name", 1.5);
}

static void
end_nothing(void)
{
	gantry_json_end(&json);
}

static void
end_once_too_often(void)
{
	gantry_json_begin_array(&json, NULL);
	gantry_json_end(&json);
	gantry_json_end(&json);
}

START_TEST(a_value_in_the_wrong_place_fails)
{
	static void (*const calls[])(void) = { put_two_values,
		begin_after_the_end, put_a_member_without_a_name,
		begin_a_member_without_a_name, name_an_item,
		name_an_item_after_an_object, name_the_document, end_nothing,
		end_once_too_often };
	size_t i, length;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		begin();
		calls[i]();
		ck_assert_msg(json.failed, "case %zu", i);
		length = buffer.length;
		gantry_json_put_null(&json, NULL);
		gantry_json_put_null(&json, "name");
		gantry_json_begin_object(&json, "name");
		gantry_json_end(&json);
		ck_assert_uint_eq(buffer.length, length);
		ck_assert(!gantry_json_is_whole(&json));
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

static void
begin_many(unsigned count)
{
	begin();
	gantry_json_begin_array(&json, NULL);
	while (--count > 0)
		if (json.depth % 2 == 0)
			gantry_json_begin_array(&json, "a");
		else
			gantry_json_begin_object(&json, NULL);
}

START_TEST(sixty_four_levels_are_written_and_no_more)
{
	unsigned i;

	begin_many(64);
	gantry_json_put_null(&json, "a");
	for (i = 0; i < 64; i++)
		gantry_json_end(&json);
	ck_assert(gantry_json_is_whole(&json));
	ck_assert(strncmp(written(), "[{\"a\":[{\"a\":[", 13) == 0);
	ck_assert_str_eq(buffer.data + buffer.length - 5, "]}]}]");
	begin_many(65);
	ck_assert(json.failed);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_failed_buffer_does_not_contain_a_whole_document)
{
	begin();
	gantry_json_put_null(&json, NULL);
	buffer.failed = true;
	ck_assert(!gantry_json_is_whole(&json));
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_are_written_in_their_structure,
		a_document_is_one_value,
		a_value_in_the_wrong_place_fails,
		sixty_four_levels_are_written_and_no_more,
		a_failed_buffer_does_not_contain_a_whole_document,
		NULL,
	};

	return unit_run("base/json_writer", tests);
}
