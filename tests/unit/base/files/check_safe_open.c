/*
 * Files that root makes: a link, a second name or a pipe in the place of the
 * file is refused, and what it leads to stays as it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "unit.h"

#define STRANGER 65534 /* nobody */
#define LOG	 (O_WRONLY | O_APPEND | O_CREAT)

static struct gantry_error error;

static bool
is_root(void)
{
	if (geteuid() == 0)
		return true;
	fprintf(stderr, "check_safe_open: SKIPPED a test: it needs root\n");
	return false;
}

static void
is_refused(const char *path, int flags, const char *said)
{
	int before = unit_count_descriptors();

	error.text[0] = '\0';
	ck_assert_int_eq(safe_open(path, flags, 0640, &error), -1);
	ck_assert_int_eq(errno, EPERM);
	ck_assert_msg(strstr(error.text, said) != NULL, "'%s' lacks '%s'",
	    error.text, said);
	ck_assert_int_eq(unit_count_descriptors(), before);
}

static off_t
size_of(const char *path)
{
	struct stat status;

	ck_assert_int_eq(stat(path, &status), 0);
	return status.st_size;
}

START_TEST(a_file_is_created_with_its_mode)
{
	struct stat status;
	int file;

	umask(022);
	file = safe_open(unit_path("log"), LOG, 0660, &error);
	ck_assert_msg(file != -1, "%s", error.text);
	ck_assert_int_eq(fstat(file, &status), 0);
	ck_assert_uint_eq(status.st_mode, S_IFREG | 0640);
	ck_assert_int_eq(fcntl(file, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	ck_assert_int_eq(write(file, "one\n", 4), 4);
	close(file);
	file = safe_open(unit_path("log"), LOG, 0660, &error);
	ck_assert_int_eq(write(file, "two\n", 4), 4);
	close(file);
	ck_assert_int_eq(size_of(unit_path("log")), 8);
	file = safe_open(unit_path("log"), LOG | O_TRUNC, 0660, &error);
	ck_assert_int_eq(size_of(unit_path("log")), 0);
	close(file);
}
END_TEST

START_TEST(a_link_is_not_followed)
{
	unit_write_text(unit_path("victim"), "secret");
	ck_assert_int_eq(symlink("victim", unit_path("log")), 0);
	is_refused(unit_path("log"), LOG, "/log: it is a symbolic link");
	is_refused(unit_path("log"), LOG | O_TRUNC, "is a symbolic link");
	ck_assert_int_eq(size_of(unit_path("victim")), 6);
	/* Nor is what a link leads to created. */
	ck_assert_int_eq(symlink("fresh", unit_path("dangling")), 0);
	is_refused(unit_path("dangling"), LOG, "is a symbolic link");
	ck_assert(!unit_exists(unit_path("fresh")));
}
END_TEST

START_TEST(what_is_not_a_regular_file_is_refused)
{
	ck_assert_int_eq(mkfifo(unit_path("pipe"), 0600), 0);
	is_refused(unit_path("pipe"), LOG, "is not a regular file");
	is_refused(unit_path("pipe"), O_RDWR, "is not a regular file");
}
END_TEST

START_TEST(root_refuses_a_file_with_a_second_name)
{
	if (!is_root())
		return;
	unit_write_text(unit_path("victim"), "secret");
	ck_assert_int_eq(link(unit_path("victim"), unit_path("log")), 0);
	is_refused(unit_path("log"), LOG | O_TRUNC, "another name");
	ck_assert_int_eq(size_of(unit_path("victim")), 6);
}
END_TEST

START_TEST(root_refuses_a_file_of_another_user_in_a_shared_folder)
{
	if (!is_root())
		return;
	ck_assert_int_eq(mkdir(unit_path("shared"), 0700), 0);
	unit_write_text(unit_path("shared/log"), "");
	ck_assert_int_eq(chown(unit_path("shared/log"), STRANGER, 0), 0);
	/* Nobody but root can have put it there. */
	ck_assert_int_ne(
	    safe_open(unit_path("shared/log"), LOG, 0640, &error), -1);
	ck_assert_int_eq(chmod(unit_path("shared"), 01777), 0);
	is_refused(unit_path("shared/log"), O_WRONLY, "belongs to another");
}
END_TEST

START_TEST(root_makes_no_file_in_a_folder_of_another_user)
{
	if (!is_root())
		return;
	ck_assert_int_eq(mkdir(unit_path("theirs"), 0755), 0);
	ck_assert_int_eq(chown(unit_path("theirs"), STRANGER, 0), 0);
	ck_assert_int_eq(
	    safe_open(unit_path("theirs/log"), LOG, 0640, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "chown root:"));
	ck_assert_int_eq(
	    safe_replace(unit_path("theirs/pid"), "1\n", 0644, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "chown root:"));
	ck_assert(!unit_exists(unit_path("theirs/log")));
	ck_assert(!unit_exists(unit_path("theirs/pid")));
}
END_TEST

START_TEST(a_file_is_replaced_and_not_followed)
{
	struct stat status;

	umask(022);
	unit_write_text(unit_path("victim"), "secret");
	ck_assert_int_eq(symlink("victim", unit_path("pid")), 0);
	ck_assert_int_eq(
	    safe_replace(unit_path("pid"), "4711\n", 0644, &error), 0);
	ck_assert_int_eq(lstat(unit_path("pid"), &status), 0);
	ck_assert_uint_eq(status.st_mode, S_IFREG | 0644);
	ck_assert_int_eq(status.st_size, 5);
	ck_assert_int_eq(size_of(unit_path("victim")), 6);
	ck_assert_uint_eq(unit_count_files(), 2);
}
END_TEST

START_TEST(a_replacement_that_fails_leaves_nothing_behind)
{
	ck_assert_int_eq(mkdir(unit_path("pid"), 0700), 0);
	ck_assert_int_eq(
	    safe_replace(unit_path("pid"), "4711\n", 0644, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "cannot write "));
	ck_assert_int_eq(rmdir(unit_path("pid")), 0);
	ck_assert_int_eq(rmdir(unit_path(NULL)), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_is_created_with_its_mode,
		a_link_is_not_followed,
		what_is_not_a_regular_file_is_refused,
		root_refuses_a_file_with_a_second_name,
		root_refuses_a_file_of_another_user_in_a_shared_folder,
		root_makes_no_file_in_a_folder_of_another_user,
		a_file_is_replaced_and_not_followed,
		a_replacement_that_fails_leaves_nothing_behind,
		NULL,
	};

	return unit_run("base/files/safe_open", tests);
}
