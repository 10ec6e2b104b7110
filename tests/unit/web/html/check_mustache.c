/*
 * Unit tests for bridge/web/html/mustache.c: the rules of Mustache's
 * specification, in templates of our own.
 */
#include "web/html/templates.h"

#define VALUES                                                              \
	"{\"a\":\"x\",\"n\":7,\"d\":1.5,\"t\":true,\"f\":false,\"z\":null," \
	"\"e\":[],\"o\":{\"k\":\"v\",\"p\":{\"q\":\"deep\"}},\"list\":"     \
	"[{\"i\":1},{\"i\":2},{\"i\":3}],\"w\":[\"b\",\"c\"],\"h\":"        \
	"\"<&\\\"'>\",\"a2\":{\"b\":{}},\"b\":{\"c\":\"outer\"},\"nest\":"  \
	"[[1,2],[3]]}"

START_TEST(values_are_written_and_escaped)
{
	static const struct page pages[] = {
		{ "plain { } text\n", VALUES, "plain { } text\n",
		    { NULL, NULL } },
		{ "{{a}}{{ n }}{{\td\n}}", VALUES, "x71.5", { NULL, NULL } },
		{ "{{t}} {{f}} ({{z}}) ({{absent}})", VALUES,
		    "true false () ()", { NULL, NULL } },
		{ "{{h}}", VALUES, "&lt;&amp;&quot;&#39;&gt;", { NULL, NULL } },
		{ "{{{h}}}{{&h}}{{& h }}{{{ h }}}", VALUES,
		    "<&\"'><&\"'><&\"'><&\"'>", { NULL, NULL } },
		{ "{{o.k}} {{o.p.q}} {{o.p.r}} {{a.k}} {{x.y.z}}", VALUES,
		    "v deep   ", { NULL, NULL } },
		/* The first part decides; the others are not sought outside. */
		{ "{{#a2}}({{b.c}}){{/a2}}", VALUES, "()", { NULL, NULL } },
		{ "{{.}}", "\"top\"", "top", { NULL, NULL } },
		{ "{{e}} {{w}} {{o.p}}", VALUES,
		    "[] [&quot;b&quot;,&quot;c&quot;] "
		    "{&quot;q&quot;:&quot;deep&quot;}",
		    { NULL, NULL } },
		{ "{{n}}", "{\"n\":123456789012345678901234567890}",
		    "123456789012345678901234567890", { NULL, NULL } },
		/* What is written is not read again. */
		{ "{{v}}", "{\"v\":\"{{a}}\",\"a\":1}", "{{a}}",
		    { NULL, NULL } },
		{ "{{v}}", "{\"v\":\"a\\u0000b\"}",
		    "a\xef\xbf\xbd"
		    "b",
		    { NULL, NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(sections_are_written_as_their_values_say)
{
	static const struct page pages[] = {
		{ "{{#t}}y{{/t}}{{^t}}n{{/t}}", VALUES, "y", { NULL, NULL } },
		{ "{{#f}}y{{/f}}{{^f}}n{{/f}}", VALUES, "n", { NULL, NULL } },
		{ "{{#z}}y{{/z}}{{^z}}n{{/z}}", VALUES, "n", { NULL, NULL } },
		{ "{{#e}}y{{/e}}{{^e}}n{{/e}}", VALUES, "n", { NULL, NULL } },
		{ "{{#no}}y{{/no}}{{^no}}n{{/no}}", VALUES, "n",
		    { NULL, NULL } },
		{ "{{#s}}y{{/s}}{{^s}}n{{/s}}", "{\"s\":\"\"}", "n",
		    { NULL, NULL } },
		{ "{{#s}}y{{/s}}{{^s}}n{{/s}}", "{\"s\":0}", "n",
		    { NULL, NULL } },
		{ "{{#s}}y{{/s}}{{^s}}n{{/s}}", "{\"s\":0.5}", "y",
		    { NULL, NULL } },
		{ "{{#s}}{{.}}{{/s}}", "{\"s\":\"text\"}", "text",
		    { NULL, NULL } },
		{ "{{#list}}{{i}},{{/list}}", VALUES, "1,2,3,",
		    { NULL, NULL } },
		{ "{{#w}}({{.}}{{a}}){{/w}}", VALUES, "(bx)(cx)",
		    { NULL, NULL } },
		{ "{{#nest}}[{{#.}}{{.}}{{/.}}]{{/nest}}", VALUES, "[12][3]",
		    { NULL, NULL } },
		{ "{{#o}}{{k}}{{#p}}{{q}}{{k}}{{/p}}{{/o}}", VALUES, "vdeepv",
		    { NULL, NULL } },
		{ "{{#o.p}}{{q}}{{/o.p}}{{^o.r}}n{{/o.r}}", VALUES, "deepn",
		    { NULL, NULL } },
		{ "{{#t}}a{{#t}}b{{/t}}c{{/t}}", VALUES, "abc",
		    { NULL, NULL } },
		{ "{{# t }}y{{/ t }}", VALUES, "y", { NULL, NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(tags_alone_in_a_line_take_it_with_them)
{
	static const struct page pages[] = {
		{ "1\n{{#t}}\n2\n{{/t}}\n3\n", VALUES, "1\n2\n3\n",
		    { NULL, NULL } },
		{ "1\r\n  {{#t}} \r\n2\r\n\t{{/t}}\r\n3", VALUES, "1\r\n2\r\n3",
		    { NULL, NULL } },
		{ "  {{#t}}\n2\n{{/t}}", VALUES, "2\n", { NULL, NULL } },
		{ "1\n{{^t}}\n2\n{{/t}}\n3", VALUES, "1\n3", { NULL, NULL } },
		{ "1\n {{! one\n two }} \n2", VALUES, "1\n2", { NULL, NULL } },
		{ "1 {{! c }}\n2", VALUES, "1 \n2", { NULL, NULL } },
		{ "1\n{{=<% %>=}}\n<%a%> {{a}}", VALUES, "1\nx {{a}}",
		    { NULL, NULL } },
		{ " {{#t}}y{{/t}}\n", VALUES, " y\n", { NULL, NULL } },
		{ " {{a}} \n", VALUES, " x \n", { NULL, NULL } },
		{ "{{#list}}\n- {{i}}\n{{/list}}\n", VALUES, "- 1\n- 2\n- 3\n",
		    { NULL, NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(delimiters_and_comments)
{
	static const struct page pages[] = {
		{ "{{=| |=}}|a| {{a}}", VALUES, "x {{a}}", { NULL, NULL } },
		{ "{{= <% %> =}}<%#t%><%a%><%/t%><%={{ }}=%>{{a}}", VALUES,
		    "xx", { NULL, NULL } },
		{ "{{=[ ]=}}[a][&h]", VALUES, "x<&\"'>", { NULL, NULL } },
		{ "a{{! {{ }}b{{!}}", VALUES, "ab", { NULL, NULL } },
		/* A partial begins with those of the language. */
		{ "{{=| |=}}|>one||a|", VALUES, "x|a|x", { "{{a}}|a|", NULL } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(partials_see_the_values_and_are_indented)
{
	static const struct page pages[] = {
		{ "({{>one}})", VALUES, "(x)", { "{{a}}", NULL } },
		{ "{{#list}}{{> one }}{{/list}}", VALUES, "[1x][2x][3x]",
		    { "[{{i}}{{a}}]", NULL } },
		{ "{{>one}}",
		    "{\"v\":1,\"c\":[{\"v\":2,\"c\":[]},{\"v\":3,\"c\":[]}]}",
		    "1[2[]3[]]", { "{{v}}[{{#c}}{{>one}}{{/c}}]", NULL } },
		{ "  {{>one}}\nend", VALUES, "  1\n  2\nend",
		    { "1\n2\n", NULL } },
		{ "  {{>one}}\n-", VALUES, "  1\n  2-", { "1\n2", NULL } },
		{ " {{>one}}", "{\"v\":\"a\\nb\"}", " |\n a\nb\n |\n",
		    { "|\n{{{v}}}\n|\n", NULL } },
		{ "a {{>one}}\n", VALUES, "a 1\n2\n", { "1\n2", NULL } },
		{ " {{>one}}\n", VALUES, " 1\n   2\n   3\n 4\n",
		    { "1\n  {{>two}}\n4\n", "2\n3\n" } },
		/* What follows a partial is of the line that it stands in. */
		{ " {{>one}}\n", VALUES, " 1\n 2\n3\n!\n 4\n",
		    { "1\n{{>two}}!\n4\n", "2\n3\n" } },
		{ .text = NULL },
	};

	page_expect(pages);
}
END_TEST

START_TEST(errors_name_the_line)
{
	page_expect_refused("1\n2\n{{a", "main:3: a tag does not end");
	page_expect_refused("{{#a}}", "main:1: a section that begins here");
	page_expect_refused(
	    "\n{{#a}}\n\n{{#b}}\n{{/b}}", "main:2: a section that begins");
	page_expect_refused("\n{{/a}}", "main:2: a section ends that did not");
	page_expect_refused("{{#a}}\n{{#b}}{{/a}}", "main:2: a section ends");
	page_expect_refused("{{}}", "main:1: a name");
	page_expect_refused("{{a..b}}", "a part of it between dots");
	page_expect_refused("{{a.}}", "a part of it between dots");
	page_expect_refused("{{a b}}", "must not have a space");
	page_expect_refused("{{>none}}", "main:1: there is no template 'none'");
	page_expect_refused("{{>*a}}", "a name that is fixed");
	page_expect_refused("{{<a}}{{/a}}", "inheritance");
	page_expect_refused("{{$a}}{{/a}}", "blocks");
	page_expect_refused("{{=a=}}", "delimiters must be two words");
	page_expect_refused("{{=a b c=}}", "delimiters must be two words");
	page_expect_refused("\n{{=a b}}", "main:2: a tag that sets");
	page_expect_refused("{{{a}}", "a tag does not end");
	page_expect_refused("\xff", "UTF-8");
	/* After a tag that spans lines. */
	page_expect_refused("{{!\n\n}}\n{{/a}}", "main:4: ");
	page_expect_refused("a\n {{!\n\n}}x\n{{/a}}", "main:5: ");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_are_written_and_escaped,
		sections_are_written_as_their_values_say,
		tags_alone_in_a_line_take_it_with_them,
		delimiters_and_comments,
		partials_see_the_values_and_are_indented,
		errors_name_the_line,
		NULL,
	};

	return unit_run("web/html/mustache", tests);
}
