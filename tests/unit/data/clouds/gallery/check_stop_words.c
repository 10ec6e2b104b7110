/*
 * Which words a file of stop words removes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/clouds/gallery/stop_words.h"
#include "unit.h"

static struct stop_words *
read_text(const char *text, struct gantry_error *error)
{
	char path[] = "stop_words.XXXXXX";
	int descriptor = mkstemp(path);
	struct stop_words *stop_words;

	ck_assert_int_ne(descriptor, -1);
	ck_assert_int_eq(write(descriptor, text, strlen(text)), strlen(text));
	close(descriptor);
	stop_words = stop_words_read(path, error);
	unlink(path);
	return stop_words;
}

START_TEST(case_and_diacritics_do_not_matter)
{
	const char *const texts[] = { "\u00c9COLE", "kept", "a b", "#tag" };
	struct gantry_error error;
	struct stop_words *stop_words =
	    read_text("\xef\xbb\xbf# comment\n\n  ecole \r\nA B", &error);
	struct words words = { .items = NULL };
	int i;

	ck_assert_ptr_nonnull(stop_words);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(
		    words_add(&words, texts[i], strlen(texts[i]), 9 - i), 0);
	ck_assert_int_eq(stop_words_remove(stop_words, &words), 0);
	ck_assert_uint_eq(words.count, 2);
	ck_assert_str_eq(words.items[0].text, "kept");
	ck_assert_str_eq(words.items[1].text, "#tag");
	ck_assert_uint_eq(words.left_out.counts[LEFT_OUT_HIDDEN], 2);
	ck_assert_int_eq(stop_words_remove(NULL, &words), 0);
	ck_assert_uint_eq(words.count, 2);
	words_clear(&words);
	stop_words_free(stop_words);
	stop_words_free(NULL);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_named)
{
	struct gantry_error error;

	ck_assert_ptr_null(stop_words_read("none/stop", &error));
	ck_assert_ptr_nonnull(strstr(error.text, "stop words none/stop: "));
	ck_assert_ptr_null(read_text("a\nb\xff\n", &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "line 2 is not UTF-8"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		case_and_diacritics_do_not_matter,
		a_file_that_cannot_be_read_is_named,
		NULL,
	};

	return unit_run("clouds/stop_words", tests);
}
