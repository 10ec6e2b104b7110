/*
 * Field paths, and the fields that they name.
 */
#include <string.h>

#include "data/query/keys/field.h"
#include "unit.h"

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static struct arena arena;
static struct gantry_error error;

static int
read_path(struct field_path_names *field, const char *text)
{
	return field_read(
	    field, &arena, (struct bytes){ text, strlen(text) }, &error);
}

START_TEST(paths_are_read)
{
	static const struct {
		const char *text, *names[3];
	} paths[] = {
		{ "a", { "a" } },
		{ "a.b_1.C", { "a", "b_1", "C" } },
		{ "`a.b`", { "a.b" } },
		{ "a.` `.b", { "a", " ", "b" } },
		{ "`\\``.`\\\\`", { "`", "\\" } },
		{ "`1`", { "1" } },
	};
	struct field_path_names field;
	size_t i, j;

	for (i = 0; i < SIZE(paths); i++) {
		ck_assert_msg(
		    read_path(&field, paths[i].text) == 0, "%s", error.text);
		for (j = 0; j < field.count; j++)
			ck_assert_msg(
			    bytes_is_equal(field.names[j], paths[i].names[j]),
			    "%s", paths[i].text);
		ck_assert(j == 3 || paths[i].names[j] == NULL);
	}
	arena_clear(&arena);
}
END_TEST

START_TEST(malformed_paths_are_refused)
{
	static const char *const paths[] = { "", ".", "a.", ".a", "a..b", "1",
		"a b", "a-b", "`", "``", "`a", "`a`b", "a`b`", "`a\\", "a.`\\`",
		"\xc3\xa9" };
	struct field_path_names field;
	size_t i;

	for (i = 0; i < SIZE(paths); i++)
		ck_assert_msg(
		    read_path(&field, paths[i]) == -1, "%s", paths[i]);
	arena_clear(&arena);
}
END_TEST

START_TEST(the_name_is_known)
{
	struct field_path_names field;

	ck_assert_int_eq(read_path(&field, "__name__"), 0);
	ck_assert(field.is_name);
	arena_clear(&arena);
	ck_assert_int_eq(read_path(&field, "____"), 0);
	ck_assert(!field.is_name);
	arena_clear(&arena);
}
END_TEST

START_TEST(names_that_firestore_keeps_are_refused)
{
	static const char *const paths[] = { "__x__", "a.__x__", "a.__name__",
		"__name__.a", "`__x__`" };
	struct field_path_names field;
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		ck_assert_int_eq(read_path(&field, paths[i]), -1);
		arena_clear(&arena);
	}
}
END_TEST

/* The names are not texts that end with a NUL. */
START_TEST(errors_show_the_name_alone)
{
	struct field_path_names field;
	char *memory = arena_alloc(&arena, 4000);

	ck_assert_ptr_nonnull(memory);
	memset(memory, 'm', 4000);
	arena_clear(&arena);
	ck_assert_int_eq(read_path(&field, "__x__.b"), -1);
	ck_assert_str_eq(
	    error.text, "Invalid reserved name in field path __x__");
	ck_assert_int_eq(read_path(&field, "a.__x__"), -1);
	ck_assert_str_eq(
	    error.text, "Invalid reserved name in field path __x__");
	arena_clear(&arena);
}
END_TEST

START_TEST(lengths_are_bounded)
{
	static char text[1502];
	struct field_path_names field;
	int i;

	memset(text, 'x', 1500);
	ck_assert_int_eq(read_path(&field, text), 0);
	memset(text, 'x', 1501);
	ck_assert_int_eq(read_path(&field, text), -1);
	ck_assert_str_eq(
	    error.text, "property path is longer than 1500 bytes.");
	for (i = 0; i < 41; i++)
		text[i] = i % 2 == 0 ? 'a' : '.';
	text[39] = '\0';
	ck_assert_int_eq(read_path(&field, text), 0);
	text[39] = '.';
	text[41] = '\0';
	ck_assert_int_eq(read_path(&field, text), -1);
	ck_assert_str_eq(error.text, "paths must have at most 20 elements");
	arena_clear(&arena);
}
END_TEST

static bool
finds(const char *path, const char *fields)
{
	struct field_path_names field;
	struct value value;

	ck_assert_int_eq(read_path(&field, path), 0);
	return field_find(
	    &field, (struct json_part){ fields, strlen(fields) }, &value);
}

START_TEST(fields_are_found_in_maps)
{
	static const char fields[] =
	    "{\"a\":{\"mapValue\":{\"fields\":{\"b.c\":{\"mapValue\":{"
	    "\"fields\":{\"d\":{\"nullValue\":null}}}}}}},"
	    "\"v\":{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	    "\"__vector__\"},\"value\":{\"arrayValue\":{}}}}},"
	    "\"r\":{\"arrayValue\":{\"values\":[]}},"
	    "\"q\\\"\":{\"nullValue\":null}}";

	ck_assert(finds("a", fields));
	ck_assert(finds("a.`b.c`.d", fields));
	ck_assert(finds("`q\"`", fields));
	ck_assert(!finds("a.b", fields));
	ck_assert(!finds("a.`b.c`.d.e", fields));
	ck_assert(!finds("v.value", fields));
	ck_assert(!finds("r.values", fields));
	ck_assert(!finds("q", fields));
	ck_assert(!finds("a", ""));
	ck_assert(!finds("a", "{\"a\":"));
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		paths_are_read,
		malformed_paths_are_refused,
		the_name_is_known,
		names_that_firestore_keeps_are_refused,
		errors_show_the_name_alone,
		lengths_are_bounded,
		fields_are_found_in_maps,
		NULL,
	};

	return unit_run("query/field", tests);
}
