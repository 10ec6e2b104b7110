/*
 * The error document.
 */
#include "gantry/problem.h"
#include "unit.h"

START_TEST(a_problem_has_a_status_a_title_and_an_optional_detail)
{
	static const struct {
		const char *status, *title, *detail, *document;
	} cases[] = {
		{ "404 Not Found", NULL, NULL,
		    "{\"status\":404,\"title\":\"Not Found\"}\n" },
		{ "404 Not Found", NULL, "No such thing.",
		    "{\"status\":404,\"title\":\"Not Found\","
		    "\"detail\":\"No such thing.\"}\n" },
		{ "503 Service Unavailable", "Service Outage", NULL,
		    "{\"status\":503,\"title\":\"Service Outage\"}\n" },
		{ "400 Bad Request", NULL, "'\"' is bad\n",
		    "{\"status\":400,\"title\":\"Bad Request\","
		    "\"detail\":\"'\\\"' is bad\\n\"}\n" },
		{ "599", NULL, "",
		    "{\"status\":599,\"title\":\"599\","
		    "\"detail\":\"\"}\n" },
	};
	struct gantry_buffer buffer = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_problem_document(
		    &buffer, cases[i].status, cases[i].title, cases[i].detail);
		ck_assert_int_eq(gantry_buffer_putc(&buffer, '\0'), 0);
		ck_assert_str_eq(buffer.data, cases[i].document);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_problem_has_the_request_id)
{
	const struct gantry_problem problem = {
		.status = "500 Own Words",
		.request_id = "it",
	};
	struct gantry_buffer buffer = { 0 };

	gantry_problem_put(&buffer, &problem);
	ck_assert_int_eq(gantry_buffer_putc(&buffer, '\0'), 0);
	ck_assert_str_eq(buffer.data,
	    "{\"status\":500,\"title\":\"Own Words\","
	    "\"request_id\":\"it\"}\n");
	gantry_buffer_clear(&buffer);
}
END_TEST

/* RFC 9457 section 3.2 */
START_TEST(a_problem_has_extension_members)
{
	static const char *const objects[] = { "{\"a\":1}", " { \"a\":1} ",
		"{}", "{ }", NULL };
	struct gantry_buffer buffer = { 0 };
	size_t i;

	for (i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_problem_put(&buffer,
		    &(struct gantry_problem){
			.status = "404 X",
			.members = objects[i],
		    });
		gantry_buffer_putc(&buffer, '\0');
		ck_assert_str_eq(buffer.data,
		    i < 2 ? "{\"status\":404,\"title\":\"X\",\"a\":1}\n"
			  : "{\"status\":404,\"title\":\"X\"}\n");
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_document_is_appended)
{
	struct gantry_buffer buffer = { 0 };

	gantry_buffer_puts(&buffer, "before");
	gantry_problem_document(&buffer, "404 X", NULL, NULL);
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(
	    buffer.data, "before{\"status\":404,\"title\":\"X\"}\n");
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_problem_has_a_status_a_title_and_an_optional_detail,
		a_problem_has_the_request_id,
		a_problem_has_extension_members,
		a_document_is_appended,
		NULL,
	};

	return unit_run("base/problem", tests);
}
