/*
 * Documents out of JSON of every shape, plain and compressed, and what is said
 * of a text that has others.
 */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/json/json_reader.h"
#include "data/firestore/json/json_text.h"
#include "data/firestore/pack.h"
#include "data/firestore/scratch.h"

#define COUNT(table) (int)(sizeof(table) / sizeof(table[0]))
#define ROOT	     "projects/p/databases/(default)/documents/"
#define FIELDS	     "\"fields\":{\"n\":{\"integerValue\":\"1\"}}"
#define TIMES                                      \
	"\"createTime\":\"1970-01-01T00:00:01Z\"," \
	"\"updateTime\":\"1970-01-01T00:00:02Z\""
#define DOCUMENT(path) "{\"name\":\"" ROOT path "\"," FIELDS "," TIMES "}"
#define SEEN(path)     path " {\"n\":{\"integerValue\":\"1\"}}\n"

static struct scratch scratch;
static struct gantry_error error;
static struct firestore_json_summary summary;
static struct gantry_buffer file, seen;
static uint64_t last_bytes, last_total, last_documents;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	gantry_buffer_clear(&file);
	gantry_buffer_clear(&seen);
	scratch_close(&scratch);
}

static int
note(void *argument, const struct firestore_document *document,
    struct gantry_error *reason)
{
	const char *stop = argument;

	if (stop != NULL && strcmp(document->path, stop) == 0)
		return gantry_error_set(
		    reason, GANTRY_ERROR_BUSY, "stopped by the visitor");
	ck_assert_uint_eq(strlen(document->path), document->path_length);
	ck_assert_uint_eq(strlen(document->fields), document->fields_length);
	gantry_buffer_printf(
	    &seen, "%s %s\n", document->path, document->fields);
	return 0;
}

static void
note_progress(
    void *argument, uint64_t bytes, uint64_t total, uint64_t documents)
{
	(void)argument;
	ck_assert_uint_ge(bytes, last_bytes);
	last_bytes = bytes;
	last_total = total;
	last_documents = documents;
}

static int
read_path(const char *path, struct firestore_json_options options)
{
	options.visit = note;
	options.progress = note_progress;
	gantry_buffer_reset(&seen);
	last_bytes = last_total = last_documents = 0;
	error = (struct gantry_error){ 0 };
	return firestore_json_read(path, &options, &summary, &error);
}

static int
read_file(struct firestore_json_options options)
{
	int status;

	scratch_put(&scratch, "file", &file);
	status = read_path(scratch_path(&scratch, "file"), options);
	gantry_buffer_putc(&seen, '\0');
	return status;
}

static void
put(const char *text)
{
	gantry_buffer_reset(&file);
	gantry_buffer_puts(&file, text);
}

static void
expect_seen(struct firestore_json_options options, const char *wanted)
{
	ck_assert_msg(read_file(options) == 0, "%s", error.text);
	ck_assert_str_eq(seen.data, wanted);
	ck_assert_uint_eq(summary.bytes, file.length);
	ck_assert_uint_eq(last_bytes, file.length);
	ck_assert_uint_eq(last_total, file.length);
	ck_assert_uint_eq(last_documents, summary.documents);
}

/* Read TEXT as it is, in gzip and in Zstandard. */
static void
expect_everywhere(
    struct firestore_json_options options, const char *text, const char *wanted)
{
	struct bytes bytes = { text, strlen(text) };

	put(text);
	expect_seen(options, wanted);
	gantry_buffer_reset(&file);
	pack_gzip(&file, bytes);
	expect_seen(options, wanted);
	gantry_buffer_reset(&file);
	pack_zstd(&file, bytes);
	expect_seen(options, wanted);
}

static void
expect_error(
    struct firestore_json_options options, const char *text, const char *reason)
{
	put(text);
	ck_assert_msg(read_file(options) == -1, "%s", text);
	ck_assert_msg(strstr(error.text, reason) != NULL,
	    "expected \"%s\" in \"%s\"", reason, error.text);
	ck_assert_msg(strstr(error.text, "/file: ") != NULL,
	    "expected the file in \"%s\"", error.text);
}

static const struct firestore_json_options rest = { .plain = false };

static const struct {
	const char *text, *seen;
} shapes[] = {
	{ "", "" },
	{ " \r\n\t", "" },
	{ "\xef\xbb\xbf", "" },
	{ "{}", "" },
	{ "[]", "" },
	{ DOCUMENT("a/b"), SEEN("a/b") },
	{ DOCUMENT("a/b") "\n" DOCUMENT("a/c") "\n", SEEN("a/b") SEEN("a/c") },
	{ DOCUMENT("a/b") "\r\n\r\n" DOCUMENT("a/c") "\r\n",
	    SEEN("a/b") SEEN("a/c") },
	{ DOCUMENT("a/b") DOCUMENT("a/c"), SEEN("a/b") SEEN("a/c") },
	{ "\xef\xbb\xbf" DOCUMENT("a/b"), SEEN("a/b") },
	{ "{\"path\":\"a/b\"," FIELDS "}\n{\"path\":\"a/c\"}",
	    SEEN("a/b") "a/c {}\n" },
	{ " [ " DOCUMENT("a/b") " ,\n" DOCUMENT("a/c") " ] ",
	    SEEN("a/b") SEEN("a/c") },
	{ "[" DOCUMENT("a/b") "]\n[" DOCUMENT("a/c") "]",
	    SEEN("a/b") SEEN("a/c") },
	{ "{\"documents\":[]}", "" },
	{ "{\"documents\":[" DOCUMENT("a/b") "," DOCUMENT("a/c") "]}",
	    SEEN("a/b") SEEN("a/c") },
	{ "{ \"documents\" : [ " DOCUMENT(
	      "a/b") " ] , \"nextPageToken\":\"t\""
		     " } {\"nextPageToken\":\"u\",\"documents\": [" DOCUMENT(
			 "a/c") "]}"
				"{}",
	    SEEN("a/b") SEEN("a/c") },
	{ "[{\"documents\":[" DOCUMENT("a/b") "]},{}]", SEEN("a/b") },
	{ "[{\"document\":" DOCUMENT(
	      "a/b") ",\"readTime\":\"x\"},"
		     "{\"document\":" DOCUMENT(
			 "a/c") ",\"skippedResults\":1,"
				"\"readTime\":\"x\",\"done\":true}]",
	    SEEN("a/b") SEEN("a/c") },
	{ "[{\"readTime\":\"x\",\"done\":true}]", "" },
	{ "[{\"skippedResults\":2,\"readTime\":\"x\"}]", "" },
	{ "[{\"transaction\":\"x\"},{\"found\":" DOCUMENT(
	      "a/b") ",\"readTime\":\"x\"},{\"missing\":\"" ROOT
		     "a/c\",\"readTime\":"
		     "\"x\"}]",
	    SEEN("a/b") },
	{ "{\"documents\":[{\"name\":\"" ROOT "a/b\"},{\"name\":\"" ROOT
	  "a/c\"," TIMES "}]}",
	    "a/c {}\n" },
	{ "{\"path\":\"a/b\",\"fields\":{\"x\\\"documents\\\":[\":"
	  "{\"stringValue\":\"}\\\\\"}}}",
	    "a/b {\"x\\\"documents\\\":[\":{\"stringValue\":\"}\\\\\"}}\n" },
	{ "{\"path\":\"a/b\",\"fields\":{\"d\":{\"doubleValue\":"
	  "100000000000000000000},\"s\":{\"stringValue\":"
	  "\"99999999999999999999\\\"\"}}}",
	    "a/b {\"d\":{\"doubleValue\":100000000000000000000.0},\"s\":"
	    "{\"stringValue\":\"99999999999999999999\\\"\"}}\n" },
};

START_TEST(documents_are_found_in_every_shape)
{
	expect_everywhere(rest, shapes[_i].text, shapes[_i].seen);
}
END_TEST

START_TEST(what_was_written_reads_back_the_same)
{
	char first[512], line[1024];

	put("{\"path\":\"a/\xc3\xa9\",\"fields\":{\"z\":{\"doubleValue\":"
	    "1e300},\"a\":{\"bytes_value\":\"-_8\"}}}");
	ck_assert_int_eq(read_file(rest), 0);
	snprintf(first, sizeof(first), "%s", seen.data);
	snprintf(line, sizeof(line), "{\"path\":\"a/\xc3\xa9\",\"fields\":%s}",
	    first + strlen("a/\xc3\xa9 "));
	expect_everywhere(rest, line, first);
}
END_TEST

START_TEST(the_summary_counts_and_names_the_database)
{
	put("{\"documents\":[" DOCUMENT(
	    "a/b") ",{\"name\":\"" ROOT "x/y\"}],"
		   "\"nextPageToken\":\"t\"}[{\"missing\":\"x\"}]"
		   "{\"path\":\"c/d\"}");
	ck_assert_msg(read_file(rest) == 0, "%s", error.text);
	ck_assert_uint_eq(summary.documents, 2);
	ck_assert_uint_eq(summary.missing, 2);
	ck_assert_uint_eq(summary.incomplete, 1);
	ck_assert_str_eq(summary.incomplete_list,
	    "projects/p/databases/(default)/documents/a");
	ck_assert_str_eq(summary.origin.project, "p");
	ck_assert_str_eq(summary.origin.database, "(default)");
	put("{\"nextPageToken\":\"t\"}{}{\"path\":\"c/d\"}");
	ck_assert_int_eq(read_file(rest), 0);
	ck_assert_uint_eq(summary.incomplete, 0);
	ck_assert_str_eq(summary.origin.project, "");
	ck_assert_str_eq(summary.origin.database, "");
}
END_TEST

#define PAGE(first, rest) "{\"documents\":[" DOCUMENT(first) "]" rest "}"
#define NEXT		  ",\"nextPageToken\":\"t\""

/* How many lists lack a page. */
static const struct {
	const char *text;
	unsigned incomplete;
} pages[] = {
	{ PAGE("a/b", NEXT) PAGE("a/c", ""), 0 },
	{ PAGE("a/b", NEXT) "{"
			    "\"nextPageToken\":\"u\"}" PAGE("a/c", ""),
	    0 },
	{ PAGE("a/b", NEXT) "{}" PAGE("c/d", ""), 0 },
	{ PAGE("a/b", NEXT) PAGE("a/c", NEXT) "{}", 0 },
	{ PAGE("a/b", NEXT) PAGE("c/d", ""), 1 },
	{ PAGE("a/b", NEXT) "{"
			    "\"nextPageToken\":\"u\"}" PAGE("c/d", ""),
	    1 },
	{ "[" PAGE("a/b", NEXT) "," PAGE("a/b/c/d", "") "]", 1 },
	{ PAGE("a/b", NEXT) PAGE("c/d", NEXT) PAGE("e/f", ""), 2 },
	{ PAGE("a/b", NEXT) PAGE("c/d", NEXT), 2 },
	{ PAGE("a/b", NEXT) DOCUMENT("a/c"), 1 },
	{ PAGE("a/b", ""), 0 },
};

START_TEST(a_list_must_have_all_its_pages)
{
	put(pages[_i].text);
	ck_assert_msg(read_file(rest) == 0, "%s", error.text);
	ck_assert_uint_eq(summary.incomplete, pages[_i].incomplete);
	if (pages[_i].incomplete > 0)
		ck_assert_str_eq(summary.incomplete_list, ROOT "a");
}
END_TEST

static const struct {
	const char *text, *reason;
} refused[] = {
	{ "x",
	    "line 1, byte 0: expected an object or an array of objects, "
	    "found \"x\"" },
	{ DOCUMENT("a/b") "\r\n ,", "line 2, byte " },
	{ "{}\n{}\n  [1]", "line 3, byte 9: expected an object, found \"1\"" },
	{ "[[]]", "byte 1: expected an object, found \"[\"" },
	{ "[{},]", "byte 4: expected an object, found \"]\"" },
	{ "[{} {}]", "byte 4: expected ',' or ']', found \"{\"" },
	{ "[{}", "byte 3: expected ',' or ']', found the end of the text" },
	{ "[", "byte 1: expected an object, found the end of the text" },
	{ "\xef\xbb\xbf\n\n[7]", "line 3, byte 6: expected an object" },
	{ "{}\n{\"path\":\"a",
	    "object at line 2, byte 3: expected a complete" },
	{ "{\"documents\":[", "byte 14: expected an object, found the end" },
	{ "{\"documents\":[{}", "found the end of the text" },
	{ "{\"documents\":[]",
	    "object at line 1, byte 0: expected a complete" },
	{ "{\"documents\":[1]}", "byte 14: expected an object" },
	{ "{\"documents\":[],\"documents\":[]}", "duplicate object key" },
	{ "{\"documents\":[],\"foo\":1}",
	    "found an object with the member "
	    "\"foo\"" },
	{ "{\"documents\":{}}", "with the member \"documents\"" },
	{ "{\"foo\":[],\"documents\":[]}", "with the member \"foo\"" },
	{ "{\"a\":1}", "expected a document of the REST API or an answer" },
	{ "{}\n{\"path\":tru}", "line 2, byte " },
	{ "{\"path\":\"a/b\",\n\"path\":\"a/c\"}",
	    "line 2, byte 21: expected "
	    "well-formed JSON: "
	    "duplicate" },
	{ "{\"path\":\"a/b\",\"fields\":{\"a\":{\"doubleValue\":1e999}}}",
	    "expected well-formed JSON: real number overflow" },
	{ "{\"path\":\"a/b\",\"fields\":{\"a\":{\"integerValue\":"
	  "99999999999999999999}}}",
	    "document \"a/b\": field \"a\": expected an integer" },
	{ "{\"path\":\"\\ud800\"}", "expected well-formed JSON" },
	{ "{\"path\":\"\xff\"}", "expected well-formed JSON" },
	{ "{]", "expected well-formed JSON" },
	{ "{\"path\":\"a/b\x1b[0m\"}", "expected well-formed JSON" },
	{ "{\"name\":\"a\"," FIELDS "}", "expected a document's path" },
	{ "[{\"name\":\"Alice\"}]", "expected a document's path" },
	{ "[{\"found\":1}]", "expected a document, an object" },
	{ "[{\"document\":" DOCUMENT("a/b") ",\"found\":{}}]",
	    "with the member \"found\"" },
	{ "{\"error\":{\"code\":404,\"message\":\"Document\\nis not here.\","
	  "\"status\":\"NOT_FOUND\"}}",
	    "found an error that Firestore returned: Document is not here., "
	    "NOT_FOUND" },
	{ "[{\"error\":{\"message\":\"No.\"}}]", "returned: No." },
	{ "{\"error\":{}}", "returned: no message" },
	{ DOCUMENT("a/b") "{\"name\":\"projects/q/databases/(default)/"
			  "documents/a/b\"," FIELDS "}",
	    "expected project \"p\" and database \"(default)\" as in the "
	    "documents before, found \"q\"" },
	{ "{\"name\":\"projects/p/databases/d/documents/a/b\"," FIELDS
	  "}" DOCUMENT("a/b"),
	    "expected project \"p\" and database \"d\"" },
};

START_TEST(text_without_documents_is_rejected)
{
	expect_error(rest, refused[_i].text, refused[_i].reason);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
}
END_TEST

START_TEST(documents_before_an_error_were_seen)
{
	put(DOCUMENT("a/b") "\n{\"path\":1}\n");
	ck_assert_int_eq(read_file(rest), -1);
	ck_assert_str_eq(seen.data, SEEN("a/b"));
	ck_assert_uint_eq(summary.documents, 1);
}
END_TEST

START_TEST(a_compressed_file_that_is_cut_off_is_an_error)
{
	static const char text[] = DOCUMENT("a/b") DOCUMENT("a/c");
	struct bytes bytes = { text, sizeof(text) - 1 };

	(_i == 0 ? pack_gzip : pack_zstd)(&file, bytes);
	file.length -= 3;
	ck_assert_int_eq(read_file(rest), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "/file: byte "));
	ck_assert_ptr_nonnull(strstr(error.text, "found the end of the file"));
}
END_TEST

/* Documents whose texts fall across the chunks in every way. */
START_TEST(many_documents_are_read_across_the_chunks)
{
	struct gantry_buffer wanted = { 0 }, packed = { 0 };
	int i;

	gantry_buffer_puts(&file, "{\"documents\":[");
	for (i = 0; i < 20000; i++) {
		gantry_buffer_printf(&file,
		    "%s{\"name\":\"" ROOT "a/%d\",\"fields\":{\"s\":"
		    "{\"stringValue\":\"\\\\\\\"%.*s\"}}}",
		    i > 0 ? "," : "", i, i % 37,
		    "abcdefghijklmnopqrstuvwxyz0123456789A");
		gantry_buffer_printf(&wanted,
		    "a/%d {\"s\":{\"stringValue\":\"\\\\\\\"%.*s\"}}\n", i,
		    i % 37, "abcdefghijklmnopqrstuvwxyz0123456789A");
	}
	gantry_buffer_puts(&file, "]}");
	gantry_buffer_putc(&wanted, '\0');
	expect_seen(rest, wanted.data);
	pack_gzip(&packed, (struct bytes){ file.data, file.length });
	gantry_buffer_reset(&file);
	gantry_buffer_add(&file, packed.data, packed.length);
	expect_seen(rest, wanted.data);
	gantry_buffer_clear(&wanted);
	gantry_buffer_clear(&packed);
}
END_TEST

START_TEST(an_object_that_is_too_large_is_rejected)
{
	size_t size = JSON_TEXT_OBJECT_MAX + 1;

	gantry_buffer_puts(&file, "{\"path\":\"");
	memset(gantry_buffer_reserve(&file, size), 'a', size);
	file.length += size;
	ck_assert_int_eq(read_file(rest), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "/file: object at line 1, byte 0: expected"));
}
END_TEST

START_TEST(the_visitor_can_stop_the_reading)
{
	static char stop[] = "a/c";

	put(DOCUMENT("a/b") DOCUMENT("a/c") DOCUMENT("a/d"));
	ck_assert_int_eq(
	    read_file((struct firestore_json_options){ .argument = stop }), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_str_eq(error.text, "stopped by the visitor");
	ck_assert_uint_eq(summary.documents, 1);
}
END_TEST

START_TEST(a_summary_and_progress_are_not_required)
{
	struct firestore_json_options options = { .visit = note };

	put(DOCUMENT("a/b"));
	scratch_put(&scratch, "file", &file);
	ck_assert_int_eq(firestore_json_read(scratch_path(&scratch, "file"),
			     &options, NULL, &error),
	    0);
	ck_assert_int_eq(
	    firestore_json_read("/nowhere/at all", &options, NULL, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
}
END_TEST

static const struct firestore_json_options plain = {
	.plain = true,
	.collection = "users/u/c",
	.id_field = "id",
};

static const struct {
	const char *text, *seen;
} plain_shapes[] = {
	{ "", "" },
	{ "{\"id\":-7}\r\n{\"id\":\"8\"}",
	    "users/u/c/-7 {\"id\":{\"integerValue\":\"-7\"}}\n"
	    "users/u/c/8 {\"id\":{\"stringValue\":\"8\"}}\n" },
	{ "[{\"id\":1},{\"id\":2}]",
	    "users/u/c/1 {\"id\":{\"integerValue\":\"1\"}}\n"
	    "users/u/c/2 {\"id\":{\"integerValue\":\"2\"}}\n" },
	{ "{\"id\":1,\"documents\":[2]}",
	    "users/u/c/1 {\"documents\":{\"arrayValue\":{\"values\":["
	    "{\"integerValue\":\"2\"}]}},\"id\":{\"integerValue\":\"1\"}}\n" },
	{ "{\"id\":1,\"error\":{}}",
	    "users/u/c/1 {\"error\":{\"mapValue\":{}},"
	    "\"id\":{\"integerValue\":\"1\"}}\n" },
};

START_TEST(plain_values_keep_their_types)
{
	expect_everywhere(plain, plain_shapes[_i].text, plain_shapes[_i].seen);
	ck_assert_str_eq(summary.origin.project, "");
}
END_TEST

static const struct {
	const char *text, *reason;
} plain_refused[] = {
	{ "{}\n1", "object at line 1, byte 0: expected an id" },
	{ "{\"id\":1}\n1", "line 2, byte 9: expected an object" },
	{ "{\"id\":1}\n{\"id\":2,\"a\":[[]]}",
	    "object at line 2, byte 9: document \"users/u/c/2\": field \"a\"" },
	{ "{\"id\":1,\"id\":2}", "duplicate object key" },
};

START_TEST(plain_objects_that_are_not_documents_are_rejected)
{
	expect_error(plain, plain_refused[_i].text, plain_refused[_i].reason);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
}
END_TEST

START_TEST(plain_objects_need_a_collection_and_an_id)
{
	struct firestore_json_options options = plain;

	put("{\"id\":1}");
	options.id_field = NULL;
	ck_assert_int_eq(read_file(options), -1);
	options = plain;
	options.collection = NULL;
	ck_assert_int_eq(read_file(options), -1);
	options.collection = "users/u";
	ck_assert_int_eq(read_file(options), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "expected a collection"));
	options.collection = "";
	ck_assert_int_eq(read_file(options), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/json_reader");
	TCase *tcase = tcase_create("json_reader");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(
	    tcase, documents_are_found_in_every_shape, 0, COUNT(shapes));
	tcase_add_test(tcase, what_was_written_reads_back_the_same);
	tcase_add_test(tcase, the_summary_counts_and_names_the_database);
	tcase_add_loop_test(
	    tcase, a_list_must_have_all_its_pages, 0, COUNT(pages));
	tcase_add_loop_test(
	    tcase, text_without_documents_is_rejected, 0, COUNT(refused));
	tcase_add_test(tcase, documents_before_an_error_were_seen);
	tcase_add_loop_test(
	    tcase, a_compressed_file_that_is_cut_off_is_an_error, 0, 2);
	tcase_add_test(tcase, many_documents_are_read_across_the_chunks);
	tcase_add_test(tcase, an_object_that_is_too_large_is_rejected);
	tcase_add_test(tcase, the_visitor_can_stop_the_reading);
	tcase_add_test(tcase, a_summary_and_progress_are_not_required);
	tcase_add_loop_test(
	    tcase, plain_values_keep_their_types, 0, COUNT(plain_shapes));
	tcase_add_loop_test(tcase,
	    plain_objects_that_are_not_documents_are_rejected, 0,
	    COUNT(plain_refused));
	tcase_add_test(tcase, plain_objects_need_a_collection_and_an_id);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
