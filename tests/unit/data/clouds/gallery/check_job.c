/*
 * Drawing a gallery: what is drawn, what is linked, what is kept, and who may
 * draw.
 */
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/clouds/gallery/gallery.h"
#include "data/clouds/gallery/job.h"
#include "data/clouds/gallery/manifest.h"
#include "unit.h"

/* Publications and their words, which tests change. */
struct data {
	const char *names[8]; /* ended by NULL */
	const char *words[8]; /* one each; NULL: an error */
};

static void *
open_data(void *argument, struct gantry_error *error)
{
	(void)error;
	return argument;
}

static void
close_data(void *opened)
{
	(void)opened;
}

static int
visit_names(void *opened, int (*visit)(void *visitor, const char *name),
    void *visitor, struct gantry_error *error)
{
	const struct data *data = opened;
	int i;

	(void)error;
	for (i = 0; data->names[i] != NULL; i++)
		ck_assert_int_eq(visit(visitor, data->names[i]), 0);
	return 0;
}

static int
add_words(void *opened, const char *name, struct words *words,
    struct gantry_error *error)
{
	const struct data *data = opened;
	int i;

	for (i = 0; strcmp(data->names[i], name) != 0; i++)
		;
	if (data->words[i] == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_SYSTEM, "no words today");
	if (strcmp(data->words[i], "abort") == 0)
		abort();
	if (strcmp(data->words[i], "exit 1") == 0)
		_exit(1);
	if (strcmp(data->words[i], "exit 0") == 0)
		_exit(0);
	return words_add(words, data->words[i], strlen(data->words[i]), 3);
}

static struct gantry_error error;
static struct job_summary summary;

static int
draw(struct data *data, const char *generation, unsigned processes)
{
	const struct job_options options = {
		.folder = unit_path("images"),
		.generation = generation,
		.font = "DejaVu Sans",
		.processes = processes,
		.source = { data, open_data, close_data, visit_names,
		    add_words },
	};

	return job_run(&options, &summary, &error);
}

static bool
is_there(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "images/%s", name);
	return unit_exists(unit_path(path));
}

static ino_t
get_inode(const char *name)
{
	struct stat status;
	char path[256];

	snprintf(path, sizeof(path), "images/%s", name);
	ck_assert_int_eq(stat(unit_path(path), &status), 0);
	return status.st_ino;
}

static const char *
read_progress(void)
{
	static char text[1024];
	FILE *file = fopen(unit_path("images/progress.json"), "r");
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

START_TEST(each_publication_has_five_files)
{
	struct data data = { { "a b", "c", NULL }, { "one", "two" } };

	ck_assert_int_eq(draw(&data, "g1", 2), 0);
	ck_assert_uint_eq(summary.total, 2);
	ck_assert_uint_eq(summary.drawn, 2);
	ck_assert(is_there("g1/a%20b.png"));
	ck_assert(is_there("g1/a%20b@2x.png"));
	ck_assert(is_there("g1/a%20b@dark.png"));
	ck_assert(is_there("g1/a%20b@dark@2x.png"));
	ck_assert(is_there("g1/a%20b.svg"));
	ck_assert(is_there("current/c.svg"));
	ck_assert(!is_there(".new"));
}
END_TEST

START_TEST(what_has_not_changed_is_linked)
{
	struct data data = { { "a", "b", NULL }, { "one", "two" } };
	ino_t a, b;

	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	a = get_inode("g1/a.png");
	b = get_inode("g1/b.png");
	data.words[1] = "three";
	ck_assert_int_eq(draw(&data, "g2", 1), 0);
	ck_assert_uint_eq(summary.drawn, 1);
	ck_assert_uint_eq(get_inode("g2/a.png"), a);
	ck_assert_uint_ne(get_inode("g2/b.png"), b);
	/* What is old stays as it was. */
	ck_assert_uint_eq(get_inode("g1/b.png"), b);
}
END_TEST

START_TEST(a_generation_that_is_there_is_not_drawn_again)
{
	struct data data = { { "a", NULL }, { "one" } };
	ino_t folder;

	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	folder = get_inode("g1");
	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	ck_assert_uint_eq(summary.drawn, 0);
	ck_assert_uint_eq(get_inode("g1"), folder);
}
END_TEST

START_TEST(files_that_are_gone_are_drawn_again_and_links_are_not_written_to)
{
	struct data data = { { "a", NULL }, { "one" } };
	ino_t light;

	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	light = get_inode("g1/a.png");
	ck_assert_int_eq(unlink(unit_path("images/g1/a.svg")), 0);
	ck_assert_int_eq(draw(&data, "g2", 1), 0);
	ck_assert_uint_eq(summary.drawn, 1);
	ck_assert(is_there("g2/a.svg"));
	ck_assert_uint_ne(get_inode("g2/a.png"), light);
	ck_assert_uint_eq(get_inode("g1/a.png"), light);
	/* And in place of a folder that lacks them. */
	ck_assert_int_eq(unlink(unit_path("images/g2/a.svg")), 0);
	ck_assert_int_eq(draw(&data, "g2", 1), 0);
	ck_assert(is_there("g2/a.svg"));
	ck_assert(!is_there(".new"));
}
END_TEST

START_TEST(two_generations_are_kept)
{
	struct data data = { { "a", NULL }, { "one" } };

	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	ck_assert_int_eq(mkdir(unit_path("images/mine"), 0700), 0);
	unit_write_text(unit_path("images/mine/x"), "");
	ck_assert_int_eq(draw(&data, "g2", 1), 0);
	ck_assert(is_there("g1"));
	ck_assert_int_eq(draw(&data, "g3", 1), 0);
	ck_assert(!is_there("g1"));
	ck_assert(is_there("g2"));
	/* Back to the one before, which then is the current one. */
	ck_assert_int_eq(draw(&data, "g2", 1), 0);
	ck_assert_int_eq(draw(&data, "g4", 1), 0);
	ck_assert(!is_there("g3"));
	ck_assert(is_there("g2"));
	ck_assert(is_there("mine/x"));
}
END_TEST

START_TEST(a_failure_leaves_all_as_it_was)
{
	struct data data = { { "a", "b", NULL }, { "one", NULL } };

	ck_assert_int_eq(draw(&data, "g1", 2), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "no words today"));
	ck_assert_ptr_nonnull(strstr(error.text, "publication b"));
	ck_assert(!is_there("g1"));
	ck_assert(!is_there("current"));
	ck_assert(!is_there(".new"));
	ck_assert_ptr_nonnull(strstr(read_progress(), "\"state\":\"failed\""));
	ck_assert_ptr_nonnull(strstr(read_progress(), "no words today"));
}
END_TEST

START_TEST(a_process_that_dies_is_a_failure)
{
	struct data data = { { "a", NULL }, { "abort" } };

	unit_capture();
	ck_assert_int_eq(draw(&data, "g1", 1), -1);
	unit_captured();
	ck_assert_ptr_nonnull(strstr(error.text, "signal 6"));
	ck_assert(!is_there("g1"));
}
END_TEST

START_TEST(a_process_that_exits_without_a_word_is_a_failure)
{
	static const char *const ways[] = { "exit 1", "exit 0" };
	struct data data = { { "a", "b", "c", NULL }, { "one", "two", "3" } };
	ino_t kept;
	int i;

	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	kept = get_inode("current/b.png");
	for (i = 0; i < 2; i++) {
		data.words[1] = ways[i];
		ck_assert_int_eq(draw(&data, "g2", 1), -1);
		ck_assert_ptr_nonnull(strstr(error.text,
		    "2 of 3 word clouds are missing, the first is that of "
		    "publication b: a drawing process e"));
		ck_assert(!is_there("g2"));
		ck_assert_uint_eq(get_inode("current/b.png"), kept);
		ck_assert_ptr_nonnull(
		    strstr(read_progress(), "\"state\":\"failed\""));
		ck_assert_ptr_nonnull(strstr(read_progress(), "publication b"));
	}
	data.words[1] = "two";
	ck_assert_int_eq(draw(&data, "g2", 1), 0);
}
END_TEST

START_TEST(a_generation_cannot_lead_out_of_the_folder)
{
	static const char *const names[] = { "", ".", "..", "../outside",
		"outside/../../outside", "/tmp", ".new", "current", "lock",
		"progress.json", "a b", "a\nb" };
	struct data data = { { "a", NULL }, { "one" } };
	size_t i;

	ck_assert_int_eq(mkdir(unit_path("outside"), 0700), 0);
	unit_write_text(unit_path("outside/x"), "");
	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		ck_assert_msg(
		    draw(&data, names[i], 1) == -1, "drew '%s'", names[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert(unit_exists(unit_path("outside/x")));
		ck_assert(is_there("current/a.png"));
	}
}
END_TEST

START_TEST(one_draws_at_a_time)
{
	struct data data = { { "a", NULL }, { "one" } };
	struct gallery gallery;

	ck_assert_int_eq(
	    gallery_open(&gallery, unit_path("images"), &error), 0);
	ck_assert_int_eq(draw(&data, "g1", 1), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, "progress.json"));
	gallery_close(&gallery);
	gallery_close(&gallery);
	ck_assert_int_eq(draw(&data, "g1", 1), 0);
}
END_TEST

START_TEST(what_a_killed_run_left_is_removed)
{
	struct data data = { { "a", NULL }, { "one" } };

	ck_assert_int_eq(mkdir(unit_path("images"), 0700), 0);
	ck_assert_int_eq(mkdir(unit_path("images/.new"), 0700), 0);
	unit_write_text(unit_path("images/.new/a.png"), "half");
	unit_write_text(unit_path("images/.new/b.png"), "half");
	ck_assert_int_eq(draw(&data, "g1", 1), 0);
	ck_assert(!is_there(".new"));
	ck_assert(!is_there("g1/b.png"));
}
END_TEST

START_TEST(the_end_is_in_the_progress)
{
	struct data data = { { "a", "b", NULL }, { "one", "two" } };

	ck_assert_int_eq(draw(&data, "g1", 2), 0);
	ck_assert_ptr_nonnull(strstr(read_progress(),
	    "{\"state\":\"done\",\"generation\":\"g1\",\"done\":2,\"total\":2,"
	    "\"drawn\":2,\"started\":"));
	ck_assert_ptr_nonnull(strstr(read_progress(), "\"error\":null}\n"));
}
END_TEST

START_TEST(no_publication_is_an_empty_generation)
{
	struct data data = { { NULL }, { NULL } };

	ck_assert_int_eq(draw(&data, "g1", 0), 0);
	ck_assert_uint_eq(summary.total, 0);
	ck_assert(is_there("g1/manifest"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_publication_has_five_files,
		what_has_not_changed_is_linked,
		a_generation_that_is_there_is_not_drawn_again,
		files_that_are_gone_are_drawn_again_and_links_are_not_written_to,
		two_generations_are_kept,
		a_failure_leaves_all_as_it_was,
		a_process_that_dies_is_a_failure,
		a_process_that_exits_without_a_word_is_a_failure,
		a_generation_cannot_lead_out_of_the_folder,
		one_draws_at_a_time,
		what_a_killed_run_left_is_removed,
		the_end_is_in_the_progress,
		no_publication_is_an_empty_generation,
		NULL,
	};

	return unit_run("clouds/job", tests);
}
