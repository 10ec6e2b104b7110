/*
 * Compiling log formats, and the errors of invalid ones.
 */
#include <string.h>

#include "serve/observe/log_format.h"
#include "unit.h"

static struct gantry_error error;
static struct log_format format;

static void
refused(const char *text, const char *why)
{
	error = (struct gantry_error){ 0 };
	ck_assert_msg(
	    log_format_compile(&format, text, &error) == -1, "%s", text);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_str_eq(error.text, why);
	ck_assert_ptr_null(format.parts);
	ck_assert_ptr_null(format.texts);
}

START_TEST(errors_have_a_column)
{
	refused("", "the format is empty");
	refused(
	    "%(h)s %(x)s", "unknown value '%(x)s' at column 7 of the format");
	refused("%h %l",
	    "expected %(letter)s or %% but got '%h %l' at column 1 of the "
	    "format");
	refused("a%",
	    "expected %(letter)s or %% but got '%' at column 2 of the format");
	refused("%(h)d",
	    "expected %(letter)s or %% but got '%(h)d' at column 1 of the "
	    "format");
	refused("%(",
	    "expected %(letter)s or %% but got '%(' at column 1 of the "
	    "format");
	refused("%({}i)s",
	    "expected %({name}i)s, %({name}o)s or %({name}e)s but got '%({}i)s' "
	    "at column 1 of the format");
	refused("%({x}u)s",
	    "expected %({name}i)s, %({name}o)s or %({name}e)s but got "
	    "'%({x}u)s' at column 1 of the format");
	refused("%({x",
	    "expected %({name}i)s, %({name}o)s or %({name}e)s but got '%({x' at "
	    "column 1 of the format");
	refused("%({x}",
	    "expected %({name}i)s, %({name}o)s or %({name}e)s but got '%({x}' at "
	    "column 1 of the format");
	refused("a\nb",
	    "control character before '\nb' at column 2 of the "
	    "format");
}
END_TEST

START_TEST(a_format_is_compiled_to_parts)
{
	ck_assert_int_eq(
	    log_format_compile(&format,
		"%%a \"%({x-real-ip}i)s\" %({content-type}i)s%({ETag}o)s%%",
		&error),
	    0);
	ck_assert_uint_eq(format.count, 6);
	ck_assert_str_eq(format.parts[0].text, "%a \"");
	ck_assert_int_eq(format.parts[0].kind, LOG_PART_TEXT);
	ck_assert_str_eq(format.parts[1].text, "HTTP_X_REAL_IP");
	ck_assert_int_eq(format.parts[1].kind, LOG_PART_VARIABLE);
	ck_assert(format.parts[1].is_quoted);
	ck_assert_str_eq(format.parts[2].text, "\" ");
	ck_assert_str_eq(format.parts[3].text, "CONTENT_TYPE");
	ck_assert(!format.parts[3].is_quoted);
	ck_assert_str_eq(format.parts[4].text, "ETag");
	ck_assert_int_eq(format.parts[4].kind, LOG_PART_HEADER);
	ck_assert_str_eq(format.parts[5].text, "%");
	log_format_clear(&format);
	log_format_clear(&format);
}
END_TEST

/* The shortest parts and the longest texts. */
START_TEST(long_texts_fit)
{
	static const char *const texts[] = { "x", "%%", "%%%%%(h)s%%",
		"%({a}i)s", "%({a}i)s%({b}i)s%({c}i)s%({d}i)s",
		"%({a}i)s %({b}i)s %({c}i)s %({d}e)sx" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_int_eq(
		    log_format_compile(&format, texts[i], &error), 0);
		ck_assert_uint_gt(format.count, 0);
		log_format_clear(&format);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		errors_have_a_column,
		a_format_is_compiled_to_parts,
		long_texts_fit,
		NULL,
	};

	return unit_run("serve/log_format", tests);
}
