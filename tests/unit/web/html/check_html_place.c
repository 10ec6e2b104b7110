/*
 * Unit tests for bridge/web/html/html_place.c: what an attacker's value can do
 * at each place of a page.
 */
#include "web/html/templates.h"

#define EVIL  "{\"x\":\"javascript:alert(1)\"}"
#define QUOTE "{\"x\":\"\\\"'><script>\"}"

START_TEST(values_stay_values_where_they_stand)
{
	static const struct page pages[] = {
		{ "<p title=\"{{x}}\">{{x}}</p>", QUOTE,
		    "<p title=\"&quot;&#39;&gt;&lt;script&gt;\">"
		    "&quot;&#39;&gt;&lt;script&gt;</p>",
		    { NULL, NULL } },
		{ "<p\ttitle = '{{x}}'>", QUOTE,
		    "<p\ttitle = '&quot;&#39;&gt;&lt;script&gt;'>",
		    { NULL, NULL } },
		{ "<title>{{x}}</title><textarea\n>{{x}}</TEXTAREA >{{x}}",
		    "{\"x\":\"</title>\"}",
		    "<title>&lt;/title&gt;</title><textarea\n>&lt;/title&gt;"
		    "</TEXTAREA >&lt;/title&gt;",
		    { NULL, NULL } },
		{ "<a href=\"{{x}}\">", EVIL, "<a href=\"about:invalid\">",
		    { NULL, NULL } },
		{ "<a href=\" {{x}}\">", EVIL, "<a href=\" about:invalid\">",
		    { NULL, NULL } },
		{ "<A HREF='{{x}}'>", EVIL, "<A HREF='about:invalid'>",
		    { NULL, NULL } },
		{ "<form action=\"{{x}}\">", EVIL,
		    "<form action=\"about:invalid\">", { NULL, NULL } },
		{ "<svg><a xlink:href=\"{{x}}\"/></svg>", EVIL,
		    "<svg><a xlink:href=\"about:invalid\"/></svg>",
		    { NULL, NULL } },
		{ "<a href=\"{{x}}\">", "{\"x\":\"/a?b=1&c\\u0000\"}",
		    "<a href=\"about:invalid\">", { NULL, NULL } },
		{ "<a href=\"{{x}}?q={{q}}\">",
		    "{\"x\":\"/a\",\"q\":\"a b&c=/+\xc3\xa9\"}",
		    "<a href=\"/a?q=a%20b%26c%3D%2F%2B%C3%A9\">",
		    { NULL, NULL } },
		{ "<a href=\"/{{x}}\">", "{\"x\":\"/evil.example\"}",
		    "<a href=\"/%2Fevil.example\">", { NULL, NULL } },
		{ "<a href=\"{{a}}{{b}}\">",
		    "{\"a\":\"java\",\"b\":\"script:alert(1)\"}",
		    "<a href=\"javascript%3Aalert%281%29\">", { NULL, NULL } },
		{ "<a href=\"java{{b}}\">", "{\"b\":\"script:alert(1)\"}",
		    "<a href=\"javascript%3Aalert%281%29\">", { NULL, NULL } },
		{ "<a href=\"mailto:{{x}}\">",
		    "{\"x\":\"a+b@c.example?bcc=d\"}",
		    "<a href=\"mailto:a+b@c.example%3Fbcc%3Dd\">",
		    { NULL, NULL } },
		{ "<a href=\"https://{{x}}/\">", "{\"x\":\"a.example\"}",
		    "<a href=\"https://a.example/\">", { NULL, NULL } },
		{ "<a href=\"javascript:void(0)\" title=\"{{x}}\">", EVIL,
		    "<a href=\"javascript:void(0)\" "
		    "title=\"javascript:alert(1)\">",
		    { NULL, NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(sections_may_stand_between_attributes)
{
	static const struct page pages[] = {
		{ "<b{{#x}} c=\"{{.}}\"{{/x}} d>", "{\"x\":[1,2]}",
		    "<b c=\"1\" c=\"2\" d>", { NULL, NULL } },
		{ "<b {{#x}}checked{{/x}}>", "{\"x\":1}", "<b checked>",
		    { NULL, NULL } },
		{ "<b {{#x}}c=\"d\" {{/x}}e=\"{{x}}\">", "{\"x\":1}",
		    "<b c=\"d\" e=\"1\">", { NULL, NULL } },
		{ "<b c=\"d{{#x}} e{{/x}}\">", "{\"x\":1}", "<b c=\"d e\">",
		    { NULL, NULL } },
		{ "<a href=\"{{#x}}{{x}}{{/x}}{{^x}}#{{/x}}\">", EVIL,
		    "<a href=\"about:invalid\">", { NULL, NULL } },
		{ "<script>{{#x}}f(){{/x}}</script>", "{\"x\":1}",
		    "<script>f()</script>", { NULL, NULL } },
		{ "<!-- {{#x}} c {{/x}}-->", "{\"x\":1}", "<!--  c -->",
		    { NULL, NULL } },
		{ "<!--> {{x}} <!---> {{x}} <!-- --!> {{x}}", "{\"x\":1}",
		    "<!--> 1 <!---> 1 <!-- --!> 1", { NULL, NULL } },
		{ "<!doctype html>{{x}} a < b <3 </p>", "{\"x\":1}",
		    "<!doctype html>1 a < b <3 </p>", { NULL, NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(places_where_no_value_is_safe_are_refused)
{
	static const char *const refused[][2] = {
		{ "<p title={{x}}>", "needs quotes" },
		{ "<p title=a{{x}}>", "needs quotes" },
		{ "<p title= {{x}}>", "needs quotes" },
		{ "<p {{x}}>", "in text or in a quoted attribute" },
		{ "<p {{x}}=\"a\">", "in text or in a quoted attribute" },
		{ "<p on{{x}}=\"a\">", "in text or in a quoted attribute" },
		{ "<p title=\"a\"{{x}}>", "in text or in a quoted" },
		{ "<{{x}}>", "in text or in a quoted attribute" },
		{ "<{{{x}}}>", "a part of a tag's" },
		{ "<p title={{{x}}}>", "a part of a tag's" },
		{ "</{{x}}>", "in text or in a quoted attribute" },
		{ "<!{{x}}>", "in text or in a quoted attribute" },
		{ "<script>{{x}}</script>", "<script>" },
		{ "<SCRIPT>var a = \"{{x}}\"</SCRIPT>", "<script>" },
		{ "<script>a</scripts>{{x}}</script>", "<script>" },
		{ "<script>a</ script>{{x}}</script>", "<script>" },
		{ "<script><<!--<script></script>{{x}}", "'<!'" },
		{ "<style>{{x}}</style>", "<style>" },
		{ "<iframe>{{x}}</iframe>", "<script>" },
		{ "<!-- {{x}} -->", "comment" },
		{ "<!--!> {{x}} -->", "comment" },
		{ "<!-- -- > {{x}} -->", "comment" },
		{ "<p onclick=\"{{x}}\">", "in this attribute" },
		{ "<p ONCLICK = '{{x}}'>", "in this attribute" },
		{ "<p/onclick=\"{{x}}\">", "in this attribute" },
		{ "<p a/onclick=\"{{x}}\">", "in this attribute" },
		{ "<p style=\"color: {{x}}\">", "in this attribute" },
		{ "<iframe srcdoc=\"{{x}}\">", "in this attribute" },
		{ "<img srcset=\"{{x}} 2x\">", "in this attribute" },
		{ "<animate to=\"{{x}}\">", "in this attribute" },
		{ "<a href=\"javascript:f({{x}})\">", "scheme" },
		{ "<a href=\"data:,{{x}}\">", "scheme" },
		{ "<a href=\"javascript&#58;{{x}}\">", "scheme" },
		{ "<a href=\"{{a}}:{{x}}\">", "scheme" },
		{ "<a href=\"{{a}}&colon;f\">", "scheme" },
		{ "<a href=\"{{#a}}javascript{{/a}}:{{x}}\">", "scheme" },
		{ "<a href=\"{{#a}}/{{/a}}{{x}}\">", "after a section" },
		{ "<a href=\"{{#a}}{{x}}{{/a}}{{x}}\">", "after a section" },
		{ "<title><a href=\"{{x}}\"></title>", "&lt;" },
		{ "<title></{{x}}</title>", "must not follow '<'" },
	};
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		page_expect_refused(refused[i][0], refused[i][1]);
}
END_TEST

START_TEST(html_that_parsers_would_have_to_guess_is_refused)
{
	static const char *const refused[][2] = {
		{ "<p", "ends within a tag" },
		{ "<p title=\"a>", "ends within a tag" },
		{ "<!-- a", "ends within a tag" },
		{ "<script>a", "ends within a tag" },
		{ "a <", "ends within a tag" },
		{ "<p a=\"b\"c=\"d\">", "a space is missing" },
		{ "<p \"a\">", "name of an attribute is missing" },
		{ "<p =a>", "name of an attribute is missing" },
		{ "<p a\"b=c>", "has a quote" },
		{ "<p a=>", "value of an attribute is missing" },
		{ "<p <b>", "name of an attribute is missing" },
		{ "</>", "need a name" },
		{ "<?xml ?>", "need a name" },
		{ "<![CDATA[a]]>", "'<!' needs" },
		{ "<!-a>", "'<!' needs" },
		{ "<p{{#a}}{{/a}}q>", "a space is missing" },
		{ "<p {{#a}}on{{/a}}click=\"b\">", "a space is missing" },
		{ "<p {{#a}}b=\"c\" on{{/a}}>", "end of the section" },
		{ "<p title{{#a}}=\"b\"{{/a}}>", "a space is missing" },
		{ "<p title {{#a}}=\"b\"{{/a}}>", "is missing" },
		{ "<p {{#a}}>{{/a}}", "end where it began" },
		{ "{{#a}}<p {{/a}}>", "end where it began" },
		{ "<p a=\"{{#a}}\" b=\"{{/a}}\">", "end where it began" },
		{ "{{#a}}<script>{{/a}}</script>", "end where it began" },
		{ "<!-{{#a}}-{{/a}}->", "must not begin" },
		{ "<!-- -{{#a}}-{{/a}}>-->", "end where it began" },
		{ "<{{#a}}b{{/a}}>", "must not begin" },
		{ "<p a={{#a}}b{{/a}}>", "must not begin" },
		{ "<p {{>main}}>", "must stand in text" },
		{ "<title>{{>main}}</title>", "must stand in text" },
		{ "<{{>main}}>", "must stand in text" },
		{ "a\n<p\n\"b\">", "main:3: " },
	};
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		page_expect_refused(refused[i][0], refused[i][1]);
}
END_TEST

START_TEST(values_are_not_escaped_if_the_template_says_so)
{
	static const struct page pages[] = {
		{ "{{{x}}}<script>{{{x}}}</script>", "{\"x\":\"<b>\"}",
		    "<b><script><b></script>", { NULL, NULL } },
		{ "<p {{{x}}} b>", "{\"x\":\"a=\\\"1\\\"\"}", "<p a=\"1\" b>",
		    { NULL, NULL } },
		{ "<a href=\"{{{x}}}\" style=\"{{&x}}\">", "{\"x\":\"a:b\"}",
		    "<a href=\"a:b\" style=\"a:b\">", { NULL, NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_stay_values_where_they_stand,
		sections_may_stand_between_attributes,
		places_where_no_value_is_safe_are_refused,
		html_that_parsers_would_have_to_guess_is_refused,
		values_are_not_escaped_if_the_template_says_so,
		NULL,
	};

	return unit_run("web/html/html_place", tests);
}
