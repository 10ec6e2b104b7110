/*
 * Query parameters: found by name, decoded, and given once.
 */
#include <string.h>

#include "gantry/buffer.h"
#include "gantry/web.h"
#include "gate/environ/environ.h"
#include "unit.h"

static struct gantry_environ environ_;
static struct gantry_error error;

static void
begin(const char *query)
{
	environ_init(&environ_);
	error = (struct gantry_error){ 0 };
	if (query != NULL)
		ck_assert_int_eq(
		    environ_set(&environ_, "QUERY_STRING", query, NULL), 0);
}

START_TEST(a_value_is_found_and_decoded)
{
	static const struct {
		const char *query, *value;
	} cases[] = {
		{ "a=1", "1" },
		{ "a=", "" },
		{ "a", "" },
		{ "a&b", "" },
		{ "b=2&a=1", "1" },
		{ "b&a=1&c", "1" },
		{ "&&a=1&&", "1" },
		{ "a=b=c", "b=c" },
		{ "a==", "=" },
		{ "a=1;b=2", "1;b=2" },
		{ "a=x+y", "x y" },
		{ "a=%2B", "+" },
		{ "a=%20%26%3d", " &=" },
		{ "a=caf%c3%A9", "caf\xc3\xa9" },
		{ "a=caf\xc3\xa9", "caf\xc3\xa9" },
		{ "a=%25", "%" },
		{ "a=%2525", "%25" },
		{ "a=1#2", "1#2" },
		{ "%61=1", "1" },
		{ "%61", "" },
		{ "b=2&%61=%62&c", "b" },
		{ NULL, NULL },
		{ "", NULL },
		{ "&", NULL },
		{ "=1", NULL },
		{ "aa=1", NULL },
		{ "ab", NULL },
		{ "b=a=1", NULL },
		{ "A=1", NULL },
		{ "b=%zz", NULL },
		{ "%41=1", NULL },
		{ "%2561=1", NULL },
		{ "%61%62=1", NULL },
		{ "a%3D1", NULL },
		{ "a+=1", NULL },
		{ "%=1", NULL },
		{ "%6=1", NULL },
		{ "%6&1=1", NULL },
		{ "%zz=1", NULL },
		{ "a%=1", NULL },
		{ "a%00=1", NULL },
		{ "a%00b=1", NULL },
	};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(cases[i].query);
		value = "unset";
		ck_assert_msg(
		    gantry_query_get(&environ_, "a", &value, &error) == 0,
		    "'%s': %s", cases[i].query, error.text);
		ck_assert_pstr_eq(value, cases[i].value);
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_name_is_decoded_as_a_value_is)
{
	static const struct {
		const char *query, *name;
	} cases[] = {
		{ "two+words=1", "two words" },
		{ "two%20words=1", "two words" },
		{ "two%2bwords=1", "two+words" },
		{ "a%26b=1", "a&b" },
		{ "a%3Db=1", "a=b" },
		{ "100%25=1", "100%" },
		{ "caf%C3%A9=1", "caf\xc3\xa9" },
		{ "caf\xc3\xa9=1", "caf\xc3\xa9" },
		{ "x[]=1", "x[]" },
		{ "x%5B%5d=1", "x[]" },
	};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(cases[i].query);
		ck_assert_int_eq(
		    gantry_query_get(&environ_, cases[i].name, &value, &error),
		    0);
		ck_assert_pstr_eq(value, "1");
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(an_invalid_signature_is_an_error)
{
	static const struct {
		const char *query, *says;
	} cases[] = {
		{ "a=1&a=2", "twice" },
		{ "a=1&a=1", "twice" },
		{ "a&a", "twice" },
		{ "a=&b&a", "twice" },
		{ "a=1&%61=1", "twice" },
		{ "%61=%zz", "percent" },
		{ "a=%", "percent" },
		{ "a=%4", "percent" },
		{ "a=%zz", "percent" },
		{ "a=%4z", "percent" },
		{ "a=%z4", "percent" },
		{ "a=%-1", "percent" },
		{ "a=% 1", "percent" },
		{ "a=%00", "percent" },
		{ "a=x%00y", "percent" },
		{ "a=1%&b=23", "percent" },
		{ "a=%4&b", "percent" },
	};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(cases[i].query);
		ck_assert_msg(
		    gantry_query_get(&environ_, "a", &value, &error) == -1,
		    "'%s'", cases[i].query);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_ptr_nonnull(strstr(error.text, "'a'"));
		ck_assert_ptr_nonnull(strstr(error.text, cases[i].says));
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_number_is_whole_and_within_its_bounds)
{
	static const struct {
		const char *query;
		int64_t minimum, maximum;
		int result;
		int64_t value;
	} cases[] = {
		{ "n=5", 1, 10, 0, 5 },
		{ "n=1", 1, 10, 0, 1 },
		{ "n=10", 1, 10, 0, 10 },
		{ "n=007", 1, 10, 0, 7 },
		{ "n=%35", 1, 10, 0, 5 },
		{ "n=-3", -5, 5, 0, -3 },
		{ "n=-0", -5, 5, 0, 0 },
		{ "n=9223372036854775807", INT64_MIN, INT64_MAX, 0, INT64_MAX },
		{ "n=-9223372036854775808", INT64_MIN, INT64_MAX, 0,
		    INT64_MIN },
		{ "n=0", 1, 10, -1, 0 },
		{ "n=11", 1, 10, -1, 0 },
		{ "n=-1", 1, 10, -1, 0 },
		{ "n=9223372036854775808", INT64_MIN, INT64_MAX, -1, 0 },
		{ "n=-9223372036854775809", INT64_MIN, INT64_MAX, -1, 0 },
		{ "n=99999999999999999999999", 0, INT64_MAX, -1, 0 },
		{ "n=", 0, 10, -1, 0 },
		{ "n", 0, 10, -1, 0 },
		{ "n=-", -10, 10, -1, 0 },
		{ "n=--1", -10, 10, -1, 0 },
		{ "n=%2B1", 0, 10, -1, 0 },
		{ "n=+1", 0, 10, -1, 0 },
		{ "n=1+", 0, 10, -1, 0 },
		{ "n=1.0", 0, 10, -1, 0 },
		{ "n=1e1", 0, 10, -1, 0 },
		{ "n=0x1", 0, 10, -1, 0 },
		{ "n=%091", 0, 10, -1, 0 },
		{ "n=one", 0, 10, -1, 0 },
		{ "n=1&n=1", 0, 10, -1, 0 },
		{ "n=%", 0, 10, -1, 0 },
	};
	int64_t value;
	bool given;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(cases[i].query);
		value = 77;
		given = false;
		ck_assert_msg(gantry_query_integer(&environ_, "n",
				  cases[i].minimum, cases[i].maximum, &value,
				  &given, &error) == cases[i].result,
		    "'%s'", cases[i].query);
		if (cases[i].result == 0) {
			ck_assert(given);
			ck_assert_int_eq(value, cases[i].value);
		} else {
			ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
			ck_assert_int_eq(value, 77);
		}
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(an_absent_number_leaves_the_value_unchanged)
{
	int64_t value = 77;
	bool given = true;

	begin("m=1");
	ck_assert_int_eq(
	    gantry_query_integer(&environ_, "n", 1, 10, &value, &given, &error),
	    0);
	ck_assert(!given);
	ck_assert_int_eq(value, 77);
	environ_clear(&environ_);
}
END_TEST

START_TEST(bounds_are_shown)
{
	int64_t value;
	bool given;

	begin("n=0");
	ck_assert_int_eq(gantry_query_integer(
			     &environ_, "n", 1, 5000, &value, &given, &error),
	    -1);
	ck_assert_ptr_nonnull(strstr(error.text, "from 1 to 5000"));
	environ_clear(&environ_);
}
END_TEST

START_TEST(all_but_unreserved_characters_are_encoded)
{
	struct gantry_buffer buffer = { 0 };

	gantry_percent_encode(&buffer, "AZaz09-._~");
	gantry_percent_encode(&buffer, " /?#%&=+\"<>\x01\x7f");
	gantry_percent_encode(&buffer, "");
	gantry_percent_encode(&buffer, "caf\xc3\xa9");
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data,
	    "AZaz09-._~%20%2F%3F%23%25%26%3D%2B%22%3C%3E%01%7Fcaf%C3%A9");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_path_keeps_its_slashes_when_it_is_encoded)
{
	struct gantry_buffer buffer = { 0 };

	gantry_percent_encode_path(&buffer, "/a b/(c):d@e=f&g/?#%");
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, "/a%20b/(c):d@e=f&g/%3F%23%25");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(encoded_text_decodes_to_the_same)
{
	struct gantry_buffer buffer = { 0 };
	char every[256];
	const char *value;
	int i;

	for (i = 1; i < 256; i++)
		every[i - 1] = (char)i;
	every[255] = '\0';
	gantry_buffer_puts(&buffer, "a=");
	gantry_percent_encode(&buffer, every);
	gantry_buffer_putc(&buffer, '\0');
	begin(buffer.data);
	ck_assert_int_eq(gantry_query_get(&environ_, "a", &value, &error), 0);
	ck_assert_str_eq(value, every);
	environ_clear(&environ_);
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_value_is_found_and_decoded,
		a_name_is_decoded_as_a_value_is,
		an_invalid_signature_is_an_error,
		a_number_is_whole_and_within_its_bounds,
		an_absent_number_leaves_the_value_unchanged,
		bounds_are_shown,
		all_but_unreserved_characters_are_encoded,
		a_path_keeps_its_slashes_when_it_is_encoded,
		encoded_text_decodes_to_the_same,
		NULL,
	};

	return unit_run("web/query", tests);
}
