/*
 * Texts that look like HTML.
 */
#include <string.h>

#include "openapi/html.h"
#include "unit.h"

static struct gantry_buffer html;

static void
assert_html(const char *expected)
{
	ck_assert_int_eq(gantry_buffer_putc(&html, '\0'), 0);
	ck_assert_str_eq(html.data, expected);
	gantry_buffer_clear(&html);
}

START_TEST(texts_in_the_page_are_escaped)
{
	static const char text[] = "a<b>\"c\" & 'd' \xc3\xa9";

	html_put(&html, text, strlen(text));
	assert_html("a&lt;b&gt;&quot;c&quot; &amp; 'd' \xc3\xa9");
	html_put(&html, text, 2);
	assert_html("a&lt;");
	html_put(&html, NULL, 0);
	assert_html("");
}
END_TEST

START_TEST(each_placeholder_is_replaced)
{
	html_putf(&html, "<a href=\"%s\">%s</a> %d%", "?a&b", "%s<");
	assert_html("<a href=\"?a&amp;b\">%s&lt;</a> %d%");
	html_putf(&html, "plain");
	assert_html("plain");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		texts_in_the_page_are_escaped,
		each_placeholder_is_replaced,
		NULL,
	};

	return unit_run("openapi/html", tests);
}
