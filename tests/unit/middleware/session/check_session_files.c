/*
 * The store of files.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gantry/session.h>

#include "middleware/session/session.h"
#include "unit.h"

#define KEY                                \
	"0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcdef"

static void *
open_store(void)
{
	const struct gantry_session_files_options options = {
		.folder = unit_path(NULL),
	};
	struct gantry_error error;
	void *state = NULL;

	ck_assert_msg(
	    gantry_session_files_open(&options, NULL, &state, &error) == 0,
	    "%s", error.text);
	return state;
}

static void
put(void *state, const char *text, int64_t expires)
{
	const struct gantry_session_record record = {
		.key = KEY,
		.data = text,
		.size = strlen(text),
		.expires = expires,
	};
	struct gantry_error error;

	ck_assert_msg(gantry_session_files_write(state, &record, &error) == 0,
	    "%s", error.text);
}

static void
expect(void *state, const char *text)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	ck_assert_int_eq(gantry_session_files_read(state, KEY, &buffer, &error),
	    text != NULL);
	ck_assert_uint_eq(buffer.length, text != NULL ? strlen(text) : 0);
	if (text != NULL)
		ck_assert(memcmp(buffer.data, text, buffer.length) == 0);
	gantry_buffer_clear(&buffer);
}

START_TEST(two_states_of_a_folder_share_records)
{
	void *one = open_store(), *other = open_store();

	expect(one, NULL);
	put(one, "first", session_now() + 100);
	expect(other, "first");
	put(other, "second, which is longer", session_now() + 100);
	expect(one, "second, which is longer");
	ck_assert_int_eq(gantry_session_files_remove(one, KEY, NULL), 0);
	expect(other, NULL);
	ck_assert_int_eq(gantry_session_files_remove(one, KEY, NULL), 0);
	ck_assert_uint_eq(unit_count_files(), 0);
	gantry_session_files_close(one);
	gantry_session_files_close(other);
}
END_TEST

START_TEST(a_record_is_for_its_owner_alone)
{
	void *state = open_store();
	struct stat status;

	put(state, "text", session_now() + 100);
	ck_assert_int_eq(stat(unit_path(KEY), &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0600);
	gantry_session_files_close(state);
}
END_TEST

START_TEST(a_record_that_has_expired_is_removed)
{
	void *state = open_store();

	put(state, "old", session_now() - 1);
	expect(state, NULL);
	unit_write_text(unit_path("other"), "stays");
	ck_assert_uint_eq(unit_count_files(), 2);
	ck_assert_int_eq(
	    gantry_session_files_purge(state, session_now(), NULL), 0);
	ck_assert_uint_eq(unit_count_files(), 1);
	put(state, "new", session_now() + 100);
	ck_assert_int_eq(
	    gantry_session_files_purge(state, session_now(), NULL), 0);
	expect(state, "new");
	/* What is being written stays for an hour. */
	unit_write_text(unit_path(".new-0123456789abcdef"), "half");
	ck_assert_int_eq(
	    gantry_session_files_purge(state, session_now(), NULL), 0);
	ck_assert(unit_exists(unit_path(".new-0123456789abcdef")));
	ck_assert_int_eq(
	    gantry_session_files_purge(state, session_now() + 3700, NULL), 0);
	ck_assert(!unit_exists(unit_path(".new-0123456789abcdef")));
	ck_assert(unit_exists(unit_path("other")));
	gantry_session_files_close(state);
}
END_TEST

START_TEST(a_link_in_its_place_is_not_followed)
{
	void *state = open_store();
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	ck_assert_int_eq(symlink("/etc/passwd", unit_path(KEY)), 0);
	ck_assert_int_eq(
	    gantry_session_files_read(state, KEY, &buffer, &error), -1);
	ck_assert_uint_eq(buffer.length, 0);
	/* A write replaces the link, not what it names. */
	put(state, "text", session_now() + 100);
	expect(state, "text");
	gantry_session_files_close(state);
}
END_TEST

START_TEST(a_key_is_a_hash_and_no_path)
{
	static const char *const keys[] = { "", "../x", "0123",
		"0123456789ABCDEF0123456789abcdef"
		"0123456789abcdef0123456789abcdef",
		NULL };
	void *state = open_store();
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;
	size_t i;

	for (i = 0; keys[i] != NULL; i++) {
		const struct gantry_session_record record = {
			.key = keys[i], .data = "", .expires = 1
		};

		ck_assert_int_eq(
		    gantry_session_files_read(state, keys[i], &buffer, &error),
		    -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_int_eq(
		    gantry_session_files_write(state, &record, &error), -1);
		ck_assert_int_eq(
		    gantry_session_files_remove(state, keys[i], &error), -1);
	}
	gantry_session_files_close(state);
}
END_TEST

START_TEST(a_folder_that_all_can_write_to_is_refused)
{
	const struct gantry_session_files_options options = {
		.folder = unit_path("open"),
	};
	struct gantry_error error;
	void *state;

	ck_assert_int_eq(mkdir(unit_path("open"), 0700), 0);
	ck_assert_int_eq(chmod(unit_path("open"), 0777), 0);
	ck_assert_int_eq(
	    gantry_session_files_open(&options, NULL, &state, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "chmod o-w"));
	rmdir(unit_path("open"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		two_states_of_a_folder_share_records,
		a_record_is_for_its_owner_alone,
		a_record_that_has_expired_is_removed,
		a_link_in_its_place_is_not_followed,
		a_key_is_a_hash_and_no_path,
		a_folder_that_all_can_write_to_is_refused,
		NULL,
	};

	return unit_run("middleware/session_files", tests);
}
