/*
 * Parts are found however the body is cut into chunks.
 */
#include <string.h>

#include "unit.h"
#include "web/test_body.h"

#define TYPE "multipart/form-data; boundary=bo-und"
#define BEGIN(name) \
	"--bo-und\r\nContent-Disposition: form-data; name=" name "\r\n"
#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

static struct test_body posted;
static struct gantry_buffer seen;

static int
see_begin(void *argument, const struct gantry_part *part)
{
	const char *refused = argument;

	gantry_buffer_printf(&seen, "%s,%s,%s:", part->name,
	    part->filename != NULL ? part->filename : "-", part->type);
	/* Whatever is not 0 stops. */
	return refused != NULL && strcmp(refused, part->name) == 0 ? 1 : 0;
}

static int
see_data(void *argument, const char *data, size_t length)
{
	const char *refused = argument;

	ck_assert_uint_gt(length, 0);
	gantry_buffer_add(&seen, data, length);
	return refused != NULL && strcmp(refused, "data") == 0 ? -1 : 0;
}

static int
see_end(void *argument)
{
	const char *refused = argument;

	gantry_buffer_puts(&seen, "|");
	return refused != NULL && strcmp(refused, "end") == 0 ? 2 : 0;
}

static const struct gantry_multipart callbacks = {
	.begin = see_begin,
	.data = see_data,
	.end = see_end,
};

/* Parse the body; SEEN records the callbacks. */
static int
walk(const struct gantry_multipart *multipart)
{
	int result;

	gantry_buffer_reset(&seen);
	result = gantry_request_multipart(&posted.request, multipart);
	ck_assert_int_eq(gantry_buffer_putc(&seen, '\0'), 0);
	return result;
}

START_TEST(parts_are_found_wherever_the_body_is_cut)
{
	static const struct {
		const char *body, *seen;
	} cases[] = {
		{ BEGIN("a") "\r\nhey\r\n--bo-und--\r\n",
		    "a,-,text/plain:hey|" },
		{ BEGIN("a") "\r\nhey\r\n--bo-und--", "a,-,text/plain:hey|" },
		{ BEGIN("a") "\r\n1\r\n" BEGIN(
		      "b; filename=f") "Content-Type: x/y\r\n\r\n2\r\n--bo-und--\r\n",
		    "a,-,text/plain:1|b,f,x/y:2|" },
		{ BEGIN("a") "\r\n1\r\n" BEGIN("a") "\r\n2\r\n--bo-und--\r\n",
		    "a,-,text/plain:1|a,-,text/plain:2|" },
		/* Empty parts, with and without a line of their own. */
		{ BEGIN("a") "\r\n\r\n--bo-und--", "a,-,text/plain:|" },
		{ BEGIN("a") "\r\n--bo-und--", "a,-,text/plain:|" },
		{ BEGIN("a") "\r\n" BEGIN("b") "\r\n--bo-und--",
		    "a,-,text/plain:|b,-,text/plain:|" },
		{ "--bo-und--", "" },
		{ "\r\n--bo-und--\r\n", "" },
		/* Text around the parts. */
		{ "preamble\r\n" BEGIN("a") "\r\n1\r\n--bo-und--\r\nepilogue",
		    "a,-,text/plain:1|" },
		{ "--bo\r\n--bo-un\r\n\r\r\n" BEGIN("a") "\r\n1\r\n--bo-und--"
							 "--bo-und\r\n",
		    "a,-,text/plain:1|" },
		{ "x--bo-und\r\n--bo-und--", "" },
		{ "--bo-und \t\r\nContent-Disposition: form-data; name=a\r\n"
		  "\r\n1\r\n--bo-und \r\nContent-Disposition: form-data; "
		  "name=b\r\n\r\n2\r\n--bo-und--  ",
		    "a,-,text/plain:1|b,-,text/plain:2|" },
		/* What looks like a delimiter. */
		{ BEGIN("a") "\r\n\r\n\r\n--bo-und--", "a,-,text/plain:\r\n|" },
		{ BEGIN("a") "\r\n\r\r\n\r\n--bo-und--",
		    "a,-,text/plain:\r\r\n|" },
		{ BEGIN("a") "\r\n-\r\n--bo-und--", "a,-,text/plain:-|" },
		{ BEGIN("a") "\r\n--bo-unD\r\n--bo-und--",
		    "a,-,text/plain:--bo-unD|" },
		{ BEGIN("a") "\r\n\r\r\r\n\r\n--\r\n--bo\r\n--bo-un\r\n"
			     "--bo-und--",
		    "a,-,text/plain:\r\r\r\n\r\n--\r\n--bo\r\n--bo-un|" },
		{ BEGIN("a") "\r\n\n--bo-und\r\n--bo-und--",
		    "a,-,text/plain:\n--bo-und|" },
		{ BEGIN("a") "\r\n\r--bo-und\r\n--bo-und--",
		    "a,-,text/plain:\r--bo-und|" },
		{ BEGIN("a") "\r\nx--bo-und\r\n--bo-und--",
		    "a,-,text/plain:x--bo-und|" },
		{ BEGIN("a") "\r\n\r\n--bo-u\r\n--bo-und--",
		    "a,-,text/plain:\r\n--bo-u|" },
	};
	size_t i, chunk;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		for (chunk = 0; chunk <= strlen(cases[i].body); chunk++) {
			test_body_text(&posted, TYPE, cases[i].body);
			posted.chunk = chunk;
			ck_assert_msg(walk(&callbacks) == 0,
			    "case %zu by %zu: %s", i, chunk,
			    test_body_failure(&posted));
			ck_assert_str_eq(seen.data, cases[i].seen);
			test_body_end(&posted);
		}
	}
	gantry_buffer_clear(&seen);
}
END_TEST

START_TEST(a_malformed_body_is_a_400_with_any_chunks)
{
	static const struct {
		const char *body, *failure;
	} cases[] = {
		{ "", "it ends before its last boundary" },
		{ "text", "it ends before its last boundary" },
		{ "--bo-und", "it ends before its last boundary" },
		{ "--bo-und-", "it ends before its last boundary" },
		{ "--bo-und\r", "it ends before its last boundary" },
		{ "--bo-und\r\n", "it ends before its last boundary" },
		{ BEGIN("a"), "it ends before its last boundary" },
		{ BEGIN("a") "\r\nhey", "it ends before its last boundary" },
		{ BEGIN("a") "\r\nhey\r\n--bo-und\r\n",
		    "it ends before its last boundary" },
		{ BEGIN("a") "\r\nhey\r\n--bo-un",
		    "it ends before its last boundary" },
		{ "x--bo-und--", "it ends before its last boundary" },
		{ "\n--bo-und--", "it ends before its last boundary" },
		{ "--bo-undx\r\n", "a line begins with the boundary" },
		{ "--bo-und x\r\n", "a line begins with the boundary" },
		{ "--bo-und -- \r\n", "a line begins with the boundary" },
		{ "--bo-und\n", "a line begins with the boundary" },
		{ "--bo-und-\r\n", "a boundary is not followed by the end" },
		{ "--bo-und\rX", "a boundary is not followed by the end" },
		{ BEGIN("a") "\r\n\r\n--bo-und2\r\n--bo-und--",
		    "a line begins with the boundary but does not end after it" },
		{ "--bo-und\r\n\r\n1\r\n--bo-und--",
		    "part 1 of the body: it has no Content-Disposition" },
		{ BEGIN("a") "\r\n1\r\n--bo-und\r\nX: y\r\n\r\n2\r\n--bo-und--",
		    "part 2 of the body: it has no Content-Disposition" },
		{ "--bo-und\r\n--bo-und\r\n\r\n",
		    "part 1 of the body: one of its headers is malformed" },
	};
	size_t i, chunk;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		for (chunk = 0; chunk <= strlen(cases[i].body); chunk++) {
			test_body_text(&posted, TYPE, cases[i].body);
			posted.chunk = chunk;
			ck_assert_int_eq(walk(&callbacks), -1);
			ck_assert_msg(strstr(test_body_failure(&posted),
					  cases[i].failure) != NULL &&
				strncmp(
				    test_body_failure(&posted), "400 ", 4) == 0,
			    "case %zu by %zu: %s", i, chunk,
			    test_body_failure(&posted));
			test_body_end(&posted);
		}
	}
	gantry_buffer_clear(&seen);
}
END_TEST

#define SEVENTY                                 \
	"0123456789012345678901234567890123456" \
	"789012345678901234567890123456789"

START_TEST(a_boundary_has_1_to_70_characters)
{
	static const struct {
		const char *type, *body;
	} cases[] = {
		{ "multipart/form-data; boundary=x", "--x--" },
		{ "Multipart/Form-Data;BOUNDARY=\"x\"", "--x--" },
		{ "multipart/form-data; charset=utf-8; boundary=x; a=b",
		    "--x--" },
		{ "multipart/form-data; boundary=\"a b\"", "--a b--" },
		{ "multipart/form-data; boundary=----=_P'()+,./:=?",
		    "------=_P'()+,./:=?--" },
		{ "multipart/form-data; boundary=" SEVENTY, "--" SEVENTY "--" },
		{ "multipart/form-data", NULL },
		{ "multipart/form-data; boundary", NULL },
		{ "multipart/form-data; boundary=", NULL },
		{ "multipart/form-data; boundary=\"\"", NULL },
		{ "multipart/form-data; boundary=\"x", NULL },
		{ "multipart/form-data; boundary=\"x \"", NULL },
		{ "multipart/form-data; boundary=\"x\ty\"", NULL },
		{ "multipart/form-data; boundary=x@y", NULL },
		{ "multipart/form-data; boundary=caf\xc3\xa9", NULL },
		{ "multipart/form-data; boundary=x; boundary=x", NULL },
		{ "multipart/form-data; boundary=x y", NULL },
		{ "multipart/form-data; boundary=" SEVENTY "0", NULL },
		{ "multipart/form-data; xboundary=x", NULL },
	};
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		test_body_text(&posted, cases[i].type,
		    cases[i].body != NULL ? cases[i].body : "--x--");
		ck_assert_msg(
		    walk(&callbacks) == (cases[i].body != NULL ? 0 : -1),
		    "case %zu: %s", i, test_body_failure(&posted));
		if (cases[i].body == NULL)
			ck_assert_str_eq(test_body_failure(&posted),
			    "400 Bad Request: the Content-Type has no valid "
			    "boundary of 1 to 70 characters");
		test_body_end(&posted);
	}
	gantry_buffer_clear(&seen);
}
END_TEST

START_TEST(another_type_is_a_415)
{
	static const char *const types[] = { NULL, "text/plain",
		"multipart/mixed; boundary=x",
		"multipart/form-data2; "
		"boundary=x" };
	size_t i;

	for (i = 0; i < LENGTH_OF(types); i++) {
		test_body_text(&posted, types[i], "--x--");
		ck_assert_int_eq(walk(&callbacks), -1);
		ck_assert_ptr_nonnull(strstr(test_body_failure(&posted),
		    "415 Unsupported Media Type: the body"));
		ck_assert_ptr_nonnull(strstr(
		    test_body_failure(&posted), "must be multipart/form-data"));
		test_body_end(&posted);
	}
	gantry_buffer_clear(&seen);
}
END_TEST

START_TEST(more_than_the_limit_is_a_413)
{
	static const char body[] = BEGIN("a") "\r\n123\r\n" BEGIN(
	    "b") "\r\n4567\r\n" BEGIN("c") "\r\n\r\n--bo-und--";
	/* The headers of each. */
	const size_t head = sizeof(BEGIN("a")) - sizeof("--bo-und\r\n") + 2;
	const struct {
		struct gantry_multipart limits;
		const char *failure;
	} cases[] = {
		{ { .parts_max = 3 }, "" },
		{ { .parts_max = 2 }, "the body has more than 2 parts" },
		{ { .part_size_max = 4 }, "" },
		{ { .part_size_max = 3 },
		    "part 2 of the body, 'b', exceeds 3 bytes" },
		{ { .part_size_max = 1 },
		    "part 1 of the body, 'a', exceeds 1 bytes" },
		{ { .headers_max = head }, "" },
		{ { .headers_max = head - 1 },
		    "the headers of part 1 of the body exceed" },
		{ { .headers_max = 1 },
		    "the headers of part 1 of the body exceed 1 bytes" },
	};
	size_t i, chunk;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		for (chunk = 0; chunk < sizeof(body); chunk++) {
			test_body_text(&posted, TYPE, body);
			posted.chunk = chunk;
			ck_assert_msg(walk(&cases[i].limits) ==
				(*cases[i].failure == '\0' ? 0 : -1),
			    "case %zu by %zu: %s", i, chunk,
			    test_body_failure(&posted));
			ck_assert_ptr_nonnull(strstr(
			    test_body_failure(&posted), cases[i].failure));
			if (*cases[i].failure != '\0')
				ck_assert(strncmp(test_body_failure(&posted),
					      "413 ", 4) == 0);
			test_body_end(&posted);
		}
	}
	gantry_buffer_clear(&seen);
}
END_TEST

/* A body with a part of SIZE bytes, or COUNT parts, or long headers. */
static void
post_large(
    struct gantry_buffer *body, size_t count, size_t padding, size_t size)
{
	size_t i;

	gantry_buffer_reset(body);
	for (i = 0; i < count; i++) {
		gantry_buffer_puts(body, BEGIN("a") "X:");
		while (padding-- > 0)
			gantry_buffer_putc(body, 'x');
		padding = 0;
		gantry_buffer_puts(body, "\r\n\r\n");
		while (size-- > 0)
			gantry_buffer_putc(body, '\r');
		size = 0;
		gantry_buffer_puts(body, "\r\n");
	}
	gantry_buffer_puts(body, "--bo-und--");
	test_body_begin(&posted, TYPE, body->data, body->length);
}

START_TEST(there_are_default_limits)
{
	/* The length of the headers without padding. */
	const size_t head =
	    sizeof(BEGIN("a") "X:\r\n\r\n") - sizeof("--bo-und\r\n");
	const struct {
		size_t count, padding, size;
		int64_t size_max;
		const char *failure;
	} cases[] = {
		{ 64, 0, 0, 0, "" },
		{ 65, 0, 0, 0,
		    "413 Content Too Large: the body has more than "
		    "64 parts" },
		{ 1, 8192 - head, 0, 0, "" },
		{ 1, 8193 - head, 0, 0,
		    "413 Content Too Large: the headers of part 1 of the body "
		    "exceed 8192 bytes" },
		{ 1, 0, 1024 * 1024, 0, "" },
		{ 1, 0, 1024 * 1024 + 1, 0,
		    "413 Content Too Large: part 1 of the body, 'a', exceeds "
		    "1048576 bytes" },
		{ 1, 0, 4 * 1024 * 1024, -1, "" },
	};
	struct gantry_multipart multipart = callbacks;
	struct gantry_buffer body = { 0 };
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		multipart.part_size_max = cases[i].size_max;
		post_large(
		    &body, cases[i].count, cases[i].padding, cases[i].size);
		ck_assert_int_eq(
		    walk(&multipart), *cases[i].failure == '\0' ? 0 : -1);
		ck_assert_str_eq(test_body_failure(&posted), cases[i].failure);
		test_body_end(&posted);
	}
	gantry_buffer_clear(&body);
	gantry_buffer_clear(&seen);
}
END_TEST

START_TEST(a_callback_can_stop_the_parser)
{
	static const struct {
		const char *refused, *seen;
	} cases[] = {
		{ "a", "a,-,text/plain:" },
		{ "b", "a,-,text/plain:1|b,-,text/plain:" },
		{ "data", "a,-,text/plain:1" },
		{ "end", "a,-,text/plain:1|" },
	};
	struct gantry_multipart multipart = callbacks;
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		test_body_text(&posted, TYPE,
		    BEGIN("a") "\r\n1\r\n" BEGIN("b") "\r\n2\r\n--bo-und--");
		multipart.argument = (void *)cases[i].refused;
		ck_assert_int_eq(walk(&multipart), -1);
		ck_assert_str_eq(seen.data, cases[i].seen);
		ck_assert_str_eq(test_body_failure(&posted), "");
		test_body_end(&posted);
	}
	gantry_buffer_clear(&seen);
}
END_TEST

START_TEST(a_body_that_ends_early_is_a_400)
{
	test_body_text(&posted, TYPE, BEGIN("a") "\r\n1");
	posted.gate.input.left++;
	ck_assert_int_eq(walk(&callbacks), -1);
	ck_assert_str_eq(test_body_failure(&posted),
	    "400 Bad Request: the body ended early");
	test_body_end(&posted);
	gantry_buffer_clear(&seen);
}
END_TEST

START_TEST(a_body_that_was_kept_can_be_parsed_again)
{
	const char *data;
	size_t length;
	int i;

	test_body_text(&posted, TYPE, BEGIN("a") "\r\n1\r\n--bo-und--");
	ck_assert_int_eq(
	    gantry_request_body(&posted.request, 0, &data, &length), 0);
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(walk(&callbacks), 0);
		ck_assert_str_eq(seen.data, "a,-,text/plain:1|");
	}
	test_body_end(&posted);
	gantry_buffer_clear(&seen);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		parts_are_found_wherever_the_body_is_cut,
		a_malformed_body_is_a_400_with_any_chunks,
		a_boundary_has_1_to_70_characters,
		another_type_is_a_415,
		more_than_the_limit_is_a_413,
		there_are_default_limits,
		a_callback_can_stop_the_parser,
		a_body_that_ends_early_is_a_400,
		a_body_that_was_kept_can_be_parsed_again,
		NULL,
	};

	return unit_run("web/multipart", tests);
}
