/*
 * Where a pull keeps what it read: whatever is cut off its file, it goes on
 * from the last checkpoint that is left.
 */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/firestore/scratch.h"
#include "data/firestore/spool/spool.h"
#include "data/firestore/spool/spool_read.h"

#define READ_TIME "2026-11-22T17:00:51.313870Z"
#define STEPS	  4

static struct gantry_error error;
static struct scratch scratch;

static const char *const collections[] = { "a", "b \"\\\n", NULL };
static const struct spool_source source = {
	.project = "p",
	.database = "(default)",
	.read_time = READ_TIME,
	.collections = collections,
};
static const char *const found[] = { "a/x/below", "a/y/below", NULL };
/* A page each, of part I % 2; the last one is of a part that was found. */
static const struct spool_step steps[STEPS] = {
	{ .cursor = "a/x" },
	{ .is_listed = true, .is_done = true },
	{ .cursor = "a/y", .is_listed = true, .found = found },
	{ .cursor = "\xf0\x9f\x98\x80", .is_listed = true, .is_done = true },
};
static const size_t parts[STEPS] = { 0, 1, 0, 3 };

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	scratch_close(&scratch);
}

static const char *
path(void)
{
	return scratch_path(&scratch, "cache.db.pull");
}

static off_t
size_of(void)
{
	struct stat status;

	ck_assert_int_eq(stat(path(), &status), 0);
	return status.st_size;
}

/* Put page I, with I documents, into SPOOL. */
static void
put_page(struct spool *spool, size_t i)
{
	struct gantry_buffer lines = { 0 };
	const struct spool_page page = { &lines, i, steps[i] };
	char name[16];
	size_t j;
	struct firestore_document document = {
		.path = name,
		.fields = "{\"s\":{\"stringValue\":\"\\u0000\\n}\"}}",
		.create_time = 1700000000000001,
		.update_time = 1700000000123456,
	};

	document.fields_length = strlen(document.fields);
	for (j = 0; j < i; j++) {
		document.path_length =
		    (size_t)snprintf(name, sizeof(name), "a/%zu-%zu", i, j);
		ck_assert_int_eq(
		    spool_add_document(&lines, &document, &error), 0);
	}
	ck_assert_int_eq(spool_put(spool, parts[i], &page, &error), 0);
	ck_assert_uint_eq(lines.length, 0);
	gantry_buffer_clear(&lines);
}

/* Make a whole spool; ENDS gets where the header and each page end. */
static void
make(off_t ends[STEPS + 1])
{
	struct spool spool;
	size_t i;

	ck_assert_int_eq(spool_create(&spool, path(), &source, &error), 0);
	ends[0] = size_of();
	for (i = 0; i < STEPS; i++) {
		put_page(&spool, i);
		ends[i + 1] = size_of();
	}
	spool_clear(&spool);
	spool_clear(&spool);
}

/* Is SPOOL as it is after the header and COUNT pages? */
static void
expect(const struct spool *spool, size_t count)
{
	static const char *const cursors[STEPS + 1] = { "", "a/x", "a/x", "a/y",
		"a/y" };
	size_t i, documents = 0;

	ck_assert_str_eq(spool->project, "p");
	ck_assert_str_eq(spool->database, "(default)");
	ck_assert_str_eq(spool->read_time, READ_TIME);
	ck_assert_uint_eq(spool->count, count >= 3 ? 4 : 2);
	for (i = 0; i < count; i++)
		documents += i;
	ck_assert_uint_eq(spool->documents, documents);
	ck_assert_str_eq(spool->parts[0]->collection, "a");
	ck_assert_str_eq(spool->parts[0]->cursor, cursors[count]);
	ck_assert_int_eq(spool->parts[0]->is_listed, count >= 3);
	ck_assert(!spool->parts[0]->is_done);
	ck_assert_str_eq(spool->parts[1]->collection, collections[1]);
	ck_assert_str_eq(spool->parts[1]->cursor, "");
	ck_assert_int_eq(spool->parts[1]->is_done, count >= 2);
	if (count < 3)
		return;
	ck_assert_str_eq(spool->parts[2]->collection, found[0]);
	ck_assert(spool->parts[2]->is_listed && !spool->parts[2]->is_done);
	ck_assert_str_eq(spool->parts[3]->collection, found[1]);
	ck_assert_int_eq(spool->parts[3]->is_done, count == 4);
	ck_assert_str_eq(
	    spool->parts[3]->cursor, count == 4 ? steps[3].cursor : "");
}

static int
count_documents(void *argument, const struct firestore_document *document,
    struct gantry_error *why)
{
	(void)why;
	++*(size_t *)argument;
	ck_assert_str_eq(
	    document->fields, "{\"s\":{\"stringValue\":\"\\u0000\\n}\"}}");
	ck_assert_int_eq(document->create_time, 1700000000000001);
	ck_assert_int_eq(document->update_time, 1700000000123456);
	ck_assert_int_eq(strncmp(document->path, "a/", 2), 0);
	ck_assert_uint_eq(document->path_length, 5);
	return 0;
}

START_TEST(every_truncation_continues_from_the_last_checkpoint)
{
	off_t ends[STEPS + 1], length;
	struct spool spool;
	size_t count, seen;
	const struct spool_visitor counting = {
		.visit = count_documents,
		.argument = &seen,
	};

	make(ends);
	for (length = ends[STEPS]; length >= ends[0]; length--) {
		ck_assert_int_eq(truncate(path(), length), 0);
		for (count = STEPS; ends[count] > length;)
			count--;
		ck_assert_int_eq(spool_resume(&spool, path(), &error), 1);
		expect(&spool, count);
		ck_assert_int_eq(size_of(), ends[count]);
		/* What is left to do makes it whole again. */
		for (; count < STEPS; count++)
			put_page(&spool, count);
		expect(&spool, STEPS);
		spool_clear(&spool);
		ck_assert_int_eq(size_of(), ends[STEPS]);
		seen = 0;
		ck_assert_int_eq(spool_read(path(), &counting, &error), 0);
		ck_assert_uint_eq(seen, 1 + 2 + 3);
	}
}
END_TEST

START_TEST(a_spool_without_a_complete_header_is_removed)
{
	off_t ends[STEPS + 1], length;
	struct spool spool;

	make(ends);
	for (length = ends[0] - 1; length >= 0; length--) {
		unlink(path());
		make(ends);
		ck_assert_int_eq(truncate(path(), length), 0);
		ck_assert_int_eq(spool_resume(&spool, path(), &error), 0);
		ck_assert(!spool_exists(path()));
		spool_clear(&spool);
	}
}
END_TEST

static void
append(const char *data, size_t length)
{
	int descriptor = open(path(), O_WRONLY | O_APPEND);

	ck_assert_int_eq(write(descriptor, data, length), (ssize_t)length);
	close(descriptor);
}

START_TEST(zeros_at_the_end_are_cut_off)
{
	static const char zeros[4096];
	off_t ends[STEPS + 1];
	struct spool spool;

	make(ends);
	append(zeros, sizeof(zeros));
	ck_assert_int_eq(spool_resume(&spool, path(), &error), 1);
	expect(&spool, STEPS);
	ck_assert_int_eq(size_of(), ends[STEPS]);
	spool_clear(&spool);
}
END_TEST

static const char *const damages[] = {
	"garbage\n",
	"\n",
	"{\"checkpoint\":{}}\n",
	"{\"checkpoint\":7\n",
	"{\"checkpoint\":{\"part\":9,\"listed\":false,\"cursor\":\"\","
	"\"done\":true,\"found\":[]}}\n",
	"{\"checkpoint\":{\"part\":-1,\"listed\":false,\"cursor\":\"\","
	"\"done\":true,\"found\":[]}}\n",
	"{\"checkpoint\":{\"part\":0,\"listed\":false,\"cursor\":\"\","
	"\"done\":true,\"found\":[1]}}\n",
};

START_TEST(a_damaged_line_is_an_error_that_names_it)
{
	off_t ends[STEPS + 1];
	struct spool spool;

	make(ends);
	append(damages[_i], strlen(damages[_i]));
	ck_assert_int_eq(spool_resume(&spool, path(), &error), -1);
	ck_assert_msg(strstr(error.text,
			  "cache.db.pull, line 12: damaged; "
			  "remove it to start again") != NULL,
	    "%s", error.text);
	spool_clear(&spool);
}
END_TEST

START_TEST(a_file_that_is_not_a_spool_is_left_alone)
{
	struct gantry_buffer content = { 0 };
	struct spool spool;

	gantry_buffer_puts(&content, "a letter\nto a friend\n");
	scratch_put(&scratch, "cache.db.pull", &content);
	ck_assert_int_eq(spool_resume(&spool, path(), &error), -1);
	ck_assert_int_eq(size_of(), (off_t)content.length);
	ck_assert_int_eq(spool_create(&spool, path(), &source, &error), -1);
	ck_assert_int_eq(size_of(), (off_t)content.length);
	gantry_buffer_clear(&content);
}
END_TEST

START_TEST(one_pull_at_a_time_writes_to_it)
{
	struct spool spool, other;

	ck_assert_int_eq(spool_create(&spool, path(), &source, &error), 0);
	ck_assert_int_eq(spool_resume(&other, path(), &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	put_page(&spool, 0);
	spool_clear(&spool);
	ck_assert_int_eq(spool_resume(&other, path(), &error), 1);
	expect(&other, 1);
	spool_clear(&other);
}
END_TEST

static const struct spool_group groups[] = {
	{ "c", "{\"integerValue\":\"7\"}" },
	{ "c", "{\"stringValue\":\"\"}" },
	{ "d \"", "{\"stringValue\":\"\\\"\"}" },
};

START_TEST(a_spool_keeps_what_a_pull_continues_from)
{
	static const struct spool_since since = {
		.field = "meta.last-updated",
		.base = "0123456789abcdef",
		.groups = groups,
		.count = 3,
	};
	struct spool_source both = source;
	struct gantry_buffer lines = { 0 };
	const struct spool_page page = {
		.lines = &lines,
		.step = { .cursor = "[{},{}]" },
	};
	struct spool spool;
	size_t i;

	both.since = &since;
	ck_assert_int_eq(spool_create(&spool, path(), &both, &error), 0);
	ck_assert_int_eq(spool_put(&spool, 3, &page, &error), 0);
	gantry_buffer_clear(&lines);
	spool_clear(&spool);
	ck_assert_int_eq(spool_resume(&spool, path(), &error), 1);
	ck_assert_str_eq(spool.base, since.base);
	ck_assert_str_eq(spool.field.text, "meta.`last-updated`");
	ck_assert_uint_eq(spool.count, 5);
	ck_assert_ptr_null(spool.parts[1]->from);
	for (i = 0; i < 3; i++) {
		ck_assert_str_eq(
		    spool.parts[2 + i]->collection, groups[i].collection);
		ck_assert_str_eq(spool.parts[2 + i]->from, groups[i].from);
		ck_assert_ptr_eq(spool.parts[2 + i]->field, &spool.field);
		ck_assert_str_eq(
		    spool.parts[2 + i]->cursor, i == 1 ? "[{},{}]" : "");
	}
	spool_clear(&spool);
}
END_TEST

#define HEADER                                                         \
	"{\"pull\":1,\"project\":\"p\",\"database\":\"d\",\"chosen\":" \
	"false,\"readTime\":\"t\",\"collections\":[],\"since\":"

static const char *const bad_headers[] = {
	HEADER "7}\n",
	HEADER "{}}\n",
	HEADER "{\"field\":\"f\",\"base\":\"b\"}}\n",
	HEADER "{\"field\":\"f\",\"groups\":[]}}\n",
	HEADER "{\"field\":\"f\",\"base\":\"b\",\"groups\":[7]}}\n",
	HEADER "{\"field\":\"f\",\"base\":\"b\",\"groups\":"
	       "[{\"collection\":\"c\"}]}}\n",
	HEADER "{\"field\":\"a..b\",\"base\":\"b\",\"groups\":[]}}\n",
};

START_TEST(a_header_that_a_pull_did_not_write_is_an_error)
{
	struct gantry_buffer content = { 0 };
	struct spool spool;

	gantry_buffer_puts(&content,
	    HEADER "{\"field\":\"f\",\"base\":"
		   "\"b\",\"groups\":[]}}\n");
	scratch_put(&scratch, "cache.db.pull", &content);
	ck_assert_int_eq(spool_resume(&spool, path(), &error), 1);
	spool_clear(&spool);
	gantry_buffer_reset(&content);
	gantry_buffer_puts(&content, bad_headers[_i]);
	scratch_put(&scratch, "cache.db.pull", &content);
	ck_assert_int_eq(spool_resume(&spool, path(), &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "line 1: damaged"));
	gantry_buffer_clear(&content);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/spool");
	TCase *tcase = tcase_create("spool");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(
	    tcase, every_truncation_continues_from_the_last_checkpoint);
	tcase_add_test(tcase, a_spool_without_a_complete_header_is_removed);
	tcase_add_test(tcase, zeros_at_the_end_are_cut_off);
	tcase_add_loop_test(tcase, a_damaged_line_is_an_error_that_names_it, 0,
	    sizeof(damages) / sizeof(damages[0]));
	tcase_add_test(tcase, a_file_that_is_not_a_spool_is_left_alone);
	tcase_add_test(tcase, one_pull_at_a_time_writes_to_it);
	tcase_add_test(tcase, a_spool_keeps_what_a_pull_continues_from);
	tcase_add_loop_test(tcase,
	    a_header_that_a_pull_did_not_write_is_an_error, 0,
	    sizeof(bad_headers) / sizeof(bad_headers[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
