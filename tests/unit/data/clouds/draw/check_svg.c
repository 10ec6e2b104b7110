/*
 * SVG: what is in it, and what cannot get out of its text.
 */
#include <string.h>

#include "data/clouds/draw/svg.h"
#include "data/clouds/draw/xml.h"
#include "data/clouds/layout/palette.h"
#include "data/clouds/sample.h"
#include "unit.h"

static const char *
escape(const char *text)
{
	static struct gantry_buffer buffer;

	gantry_buffer_reset(&buffer);
	xml_escape(&buffer, text);
	gantry_buffer_putc(&buffer, '\0');
	return buffer.data;
}

START_TEST(what_xml_reserves_is_escaped)
{
	ck_assert_str_eq(escape("<img onerror=\"a('&')\">"),
	    "&lt;img onerror=&quot;a(&#39;&amp;&#39;)&quot;&gt;");
	ck_assert_str_eq(escape("भारत 😀"), "भारत 😀");
}
END_TEST

START_TEST(characters_that_xml_does_not_permit_are_replaced)
{
	ck_assert_str_eq(escape("a\x01z"), "a\xef\xbf\xbdz");
	ck_assert_str_eq(escape("\xef\xbf\xbe"), "\xef\xbf\xbd");
	ck_assert_str_eq(escape("\xef\xbf\xbf"), "\xef\xbf\xbd");
	ck_assert_str_eq(escape("\xff"), "\xef\xbf\xbd");
	ck_assert_str_eq(
	    escape("\xed\xa0\x80")[0] == '\xef' ? "yes" : "no", "yes");
}
END_TEST

/* The SVG of one or two words, which is the caller's no longer than this. */
static const char *
write_svg(const char *title, const char *one, const char *other)
{
	static struct gantry_buffer buffer;
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;

	sample_add(&words, one, 12);
	if (other != NULL)
		sample_add(&words, other, 5);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	gantry_buffer_reset(&buffer);
	ck_assert_int_eq(svg_write(&layout, title, &buffer), 0);
	gantry_buffer_putc(&buffer, '\0');
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
	return buffer.data;
}

static int
count(const char *text, const char *part)
{
	int found = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		found++;
	}
	return found;
}

START_TEST(each_word_is_a_group_with_its_text_and_count)
{
	const char *svg = write_svg("A & B", "noon", "moon");

	ck_assert_ptr_nonnull(strstr(svg, "<title>A &amp; B</title>"));
	ck_assert_ptr_nonnull(strstr(svg, "<title>noon: 12</title>"));
	ck_assert_ptr_nonnull(strstr(svg, "<title>moon: 5</title>"));
	ck_assert_int_eq(count(svg, "<g "), 2);
	ck_assert_int_eq(count(svg, "</g>"), 2);
	ck_assert_int_eq(count(svg, "<text"), 0);
}
END_TEST

START_TEST(the_outline_of_a_glyph_is_there_once)
{
	const char *svg = write_svg("", "noon", "moon");

	/* n, o, m */
	ck_assert_int_eq(count(svg, "<path "), 3);
	ck_assert_int_eq(count(svg, "<use "), 8);
	ck_assert_int_eq(count(svg, "href=\"#g1\""), 4);
}
END_TEST

START_TEST(readers_of_svg_1_1_find_the_outlines)
{
	const char *svg = write_svg("", "noon", "moon");

	ck_assert_ptr_nonnull(
	    strstr(svg, "xmlns:xlink=\"http://www.w3.org/1999/xlink\""));
	ck_assert_int_eq(count(svg, " href="), 0);
}
END_TEST

START_TEST(the_description_says_what_sizes_mean_and_what_is_left_out)
{
	const char *svg = write_svg("", "noon", " ");

	ck_assert_ptr_nonnull(strstr(svg, "times the mentions.  1 of 2 words"));
	ck_assert_ptr_nonnull(strstr(
	    svg, "Left out: 1 because nothing of them is visible.</desc>"));
	svg = write_svg("\u202etitle", "noon", NULL);
	ck_assert_ptr_nonnull(strstr(svg, "<title>title</title>"));
	ck_assert_ptr_null(strstr(svg, "Left out"));
}
END_TEST

START_TEST(hostile_words_and_titles_stay_text)
{
	const char *svg = write_svg("</title><script>alert(1)</script>",
	    "<img onerror=alert(1)>", "\"/><a href='x'>");

	ck_assert_int_eq(count(svg, "<script"), 0);
	ck_assert_int_eq(count(svg, "<img"), 0);
	ck_assert_int_eq(count(svg, "<a "), 0);
	ck_assert_ptr_nonnull(
	    strstr(svg, "<title>&lt;img onerror=alert(1)&gt;: 12</title>"));
}
END_TEST

START_TEST(dark_colours_are_for_readers_that_prefer_them)
{
	const char *svg = write_svg("", "noon", NULL);
	char colour[16];

	ck_assert_ptr_nonnull(strstr(svg, "prefers-color-scheme:dark"));
	snprintf(colour, sizeof(colour), "fill=\"#%06x\"",
	    (unsigned)palette_light.ground);
	ck_assert_ptr_nonnull(strstr(svg, colour));
	snprintf(colour, sizeof(colour), "{fill:#%06x}",
	    (unsigned)palette_dark.ground);
	ck_assert_ptr_nonnull(strstr(svg, colour));
}
END_TEST

START_TEST(nothing_is_fetched_from_elsewhere)
{
	const char *svg = write_svg("", "noon", "moon");

	ck_assert_int_eq(count(svg, "http"), 2); /* the namespaces */
	ck_assert_int_eq(count(svg, "url("), 0);
	ck_assert_int_eq(count(svg, "@import"), 0);
}
END_TEST

START_TEST(the_svg_does_not_depend_on_earlier_drawings)
{
	struct gantry_buffer one = { 0 }, other = { 0 };
	struct words words = { .items = NULL };
	struct shaper *shaper = sample_shaper();
	struct layout layout;
	struct shape before;

	ck_assert_int_eq(shaper_shape(shaper, &before, "zyx", 3), SHAPE_DONE);
	sample_zipf(&words, 40);
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_int_eq(svg_write(&layout, "", &one), 0);
	layout_clear(&layout);
	shape_clear(&before);
	shaper_free(shaper);
	shaper = sample_shaper();
	ck_assert_int_eq(layout_make(&layout, &words, shaper), 0);
	ck_assert_int_eq(svg_write(&layout, "", &other), 0);
	ck_assert_uint_eq(one.length, other.length);
	ck_assert_mem_eq(one.data, other.data, one.length);
	layout_clear(&layout);
	shaper_free(shaper);
	words_clear(&words);
	gantry_buffer_clear(&one);
	gantry_buffer_clear(&other);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_xml_reserves_is_escaped,
		characters_that_xml_does_not_permit_are_replaced,
		each_word_is_a_group_with_its_text_and_count,
		the_outline_of_a_glyph_is_there_once,
		readers_of_svg_1_1_find_the_outlines,
		the_description_says_what_sizes_mean_and_what_is_left_out,
		hostile_words_and_titles_stay_text,
		dark_colours_are_for_readers_that_prefer_them,
		nothing_is_fetched_from_elsewhere,
		the_svg_does_not_depend_on_earlier_drawings,
		NULL,
	};

	return unit_run("clouds/svg", tests);
}
