/*
 * Unit tests for bridge/web/html/html_render.c: limits, and pages as responses.
 */
#include "web/exchange.h"
#include "web/html/templates.h"

static void
expect_limit(const struct page *page, const char *expected)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error = { 0 };

	ck_assert_int_eq(page_render(page, &buffer, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_msg(strstr(error.text, expected) != NULL, "%s", error.text);
	/* Only the NUL of page_render. */
	ck_assert_uint_eq(buffer.length, 1);
	gantry_buffer_clear(&buffer);
}

START_TEST(a_page_is_bounded)
{
	struct gantry_buffer items = { 0 };
	struct page page = { .json = "1" };
	size_t i;

	page.text = "{{>main}}";
	expect_limit(&page, "main:1: sections and partials are more than 100");
	page.text = "{{#a}}{{>main}}{{/a}}";
	page.json = "{\"a\":1}";
	expect_limit(&page, "more than 100 deep");

	gantry_buffer_puts(&items, "{\"a\":[0");
	for (i = 0; i < 299; i++)
		gantry_buffer_puts(&items, ",0");
	gantry_buffer_puts(&items, "],\"b\":\"");
	for (i = 0; i < 1000; i++)
		gantry_buffer_putc(&items, 'b');
	gantry_buffer_add(&items, "\"}", 3);
	page.json = items.data;
	page.text = "{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}";
	expect_limit(&page, "too many steps");
	page.text = "{{#a}}{{#a}}{{b}}{{/a}}{{/a}}";
	expect_limit(&page, "more than 16 MiB");
	gantry_buffer_clear(&items);
}
END_TEST

static struct gantry_html_templates *templates;

static int
respond_page(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_buffer json = { 0 };
	int result;

	(void)request;
	gantry_buffer_puts(&json, "{\"a\":\"<\"}");
	result = gantry_response_html(response, templates, "page", &json);
	gantry_buffer_clear(&json);
	return result;
}

static int
respond_without_values(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_type(response, "text/plain");
	return gantry_response_html(response, templates, "page", NULL);
}

static int
respond_wrong_values(
    struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_buffer json = { 0 };
	int result;

	(void)request;
	gantry_buffer_puts(&json, "{");
	result = gantry_response_html(response, templates, "page", &json);
	gantry_buffer_clear(&json);
	return result;
}

static int
respond_unknown(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_html(response, templates, "none", NULL);
}

START_TEST(a_page_is_a_response)
{
	static const struct gantry_html_source sources[] = {
		{ "page", "<p>{{a}}</p>" },
		{ NULL, NULL },
	};
	struct exchange exchange = { 0 };

	templates = gantry_html_templates_new(sources, NULL);
	ck_assert_ptr_nonnull(templates);
	respond_to_get(&exchange, respond_page);
	assert_header(&exchange, "Content-Type", "text/html; charset=utf-8");
	ck_assert_str_eq(exchange.answer.body, "<p>&lt;</p>");
	respond_to_get(&exchange, respond_without_values);
	assert_header(&exchange, "Content-Type", "text/plain");
	ck_assert_str_eq(exchange.answer.body, "<p></p>");
	respond_to_get(&exchange, respond_wrong_values);
	assert_internal_error(&exchange, "the values of template 'page'");
	respond_to_get(&exchange, respond_unknown);
	assert_internal_error(&exchange, "there is no template 'none'");
	exchange_clear(&exchange);
	gantry_html_templates_free(templates);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_page_is_bounded,
		a_page_is_a_response,
		NULL,
	};

	return unit_run("web/html/html_render", tests);
}
