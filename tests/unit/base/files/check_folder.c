/*
 * Folders that root may use: what another user could change is refused.  The
 * tests play that user, so they need root.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "unit.h"

#define STRANGER 65534 /* nobody */

static struct gantry_error error;

static bool
is_root(void)
{
	if (geteuid() == 0)
		return true;
	fprintf(stderr, "check_folder: SKIPPED a test: it needs root\n");
	return false;
}

/* Make the folder NAME of user OWNER. */
static const char *
make(const char *name, uid_t owner, mode_t mode)
{
	const char *path = unit_path(name);

	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(chown(path, owner, 0), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
	return path;
}

static void
opens(const char *path)
{
	struct stat by_path, by_descriptor;
	int folder = folder_open(path, &error);

	ck_assert_msg(folder != -1, "%s", error.text);
	ck_assert_int_eq(stat(path, &by_path), 0);
	ck_assert_int_eq(fstat(folder, &by_descriptor), 0);
	ck_assert_uint_eq(by_path.st_ino, by_descriptor.st_ino);
	ck_assert_int_eq(fcntl(folder, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	close(folder);
}

/* Is PATH refused with a text that has SAID? */
static void
is_refused(const char *path, const char *said)
{
	int before = unit_count_descriptors();

	error.text[0] = '\0';
	ck_assert_int_eq(folder_open(path, &error), -1);
	ck_assert_msg(strstr(error.text, said) != NULL, "'%s' lacks '%s'",
	    error.text, said);
	ck_assert_int_eq(unit_count_descriptors(), before);
}

START_TEST(a_folder_of_this_user_is_opened)
{
	const char *path = unit_path("own");

	ck_assert_int_eq(mkdir(path, 0700), 0);
	opens(path);
	opens(unit_path("own/"));
	opens(unit_path("own/../own/."));
	ck_assert_int_eq(chdir(unit_path(NULL)), 0);
	opens("own");
	opens(".");
}
END_TEST

START_TEST(a_folder_of_another_user_is_refused_with_what_mends_it)
{
	char command[600];
	const char *path;

	if (!is_root())
		return;
	path = make("theirs", STRANGER, 0755);
	is_refused(path, "belongs to nobody:root with mode 0755");
	snprintf(command, sizeof(command),
	    "chown root:root %s && chmod 0755 %s", path, path);
	is_refused(path, command);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	/* The commands mend it. */
	ck_assert_int_eq(chown(path, 0, 0), 0);
	opens(path);
}
END_TEST

START_TEST(a_folder_that_group_or_others_may_write_is_refused)
{
	if (!is_root())
		return;
	is_refused(make("group", 0, 02775), "its group could put a link");
	is_refused(unit_path("group"), "chmod 2755 ");
	is_refused(make("others", 0, 0757), "every user could put a link");
	is_refused(make("of two words", 0, 0777), "two words'");
}
END_TEST

START_TEST(a_sticky_folder_of_root_is_opened)
{
	int folder;

	if (!is_root())
		return;
	opens(make("sticky", 0, 01777));
	folder = folder_open(unit_path("sticky"), &error);
	ck_assert(folder_is_shared(folder));
	close(folder);
	folder = folder_open(unit_path(NULL), &error);
	ck_assert(!folder_is_shared(folder));
	close(folder);
	is_refused(make("their sticky", STRANGER, 01777), "belongs to nobody");
}
END_TEST

START_TEST(a_folder_below_one_of_another_user_is_refused)
{
	if (!is_root())
		return;
	make("theirs", STRANGER, 0755);
	make("theirs/roots", 0, 0755);
	is_refused(unit_path("theirs/roots"), "/theirs belongs to");
	is_refused(
	    unit_path("theirs/roots/../../theirs/roots"), "/theirs belongs to");
	is_refused(unit_path("theirs/.."), "/theirs belongs to");
}
END_TEST

START_TEST(links_of_root_are_followed)
{
	if (!is_root())
		return;
	make("far", 0, 0755);
	make("far/below", 0, 0755);
	ck_assert_int_eq(symlink("far", unit_path("relative")), 0);
	ck_assert_int_eq(symlink(unit_path("far"), unit_path("absolute")), 0);
	ck_assert_int_eq(symlink("../far/below/", unit_path("far/up")), 0);
	opens(unit_path("relative/below"));
	opens(unit_path("absolute/below"));
	opens(unit_path("far/up"));
	ck_assert_int_eq(symlink("round", unit_path("round")), 0);
	is_refused(unit_path("round"), "Too many levels of symbolic links");
}
END_TEST

START_TEST(where_a_link_leads_is_checked)
{
	if (!is_root())
		return;
	make("theirs", STRANGER, 0755);
	ck_assert_int_eq(symlink("theirs", unit_path("link")), 0);
	is_refused(unit_path("link"), "/theirs belongs to nobody");
}
END_TEST

START_TEST(a_link_of_another_user_is_not_followed)
{
	if (!is_root())
		return;
	make("sticky", 0, 01777);
	make("roots", 0, 0755);
	ck_assert_int_eq(symlink("../roots", unit_path("sticky/link")), 0);
	opens(unit_path("sticky/link"));
	ck_assert_int_eq(
	    lchown(unit_path("sticky/link"), STRANGER, STRANGER), 0);
	is_refused(unit_path("sticky/link"), "does not follow the link");
}
END_TEST

START_TEST(what_is_not_a_folder_is_refused)
{
	unit_write_text(unit_path("file"), "");
	is_refused(unit_path("file"), "");
	is_refused(unit_path("missing"), "No such file or directory");
	is_refused(unit_path("missing/below"), "No such file or directory");
}
END_TEST

START_TEST(the_folder_of_a_file_is_opened)
{
	const char *path = unit_path("file"), *name;
	int folder = folder_open_of(path, &name, &error);

	ck_assert_msg(folder != -1, "%s", error.text);
	ck_assert_str_eq(name, "file");
	close(folder);
	ck_assert_int_eq(chdir(unit_path(NULL)), 0);
	folder = folder_open_of("other", &name, &error);
	ck_assert_msg(folder != -1, "%s", error.text);
	ck_assert_str_eq(name, "other");
	close(folder);
	ck_assert_int_eq(folder_open_of("folder/", &name, &error), -1);
	ck_assert_int_eq(folder_open_of("folder/..", &name, &error), -1);
	ck_assert_int_eq(folder_open_of("", &name, &error), -1);
}
END_TEST

/* Call PLAYED in a process of another user.  Returns its answer. */
static bool
as_stranger(bool (*played)(const char *path), const char *path)
{
	pid_t process = fork();
	int status = 0;

	if (process == 0)
		_exit(setgid(STRANGER) == 0 && setuid(STRANGER) == 0 &&
		    played(path));
	ck_assert_int_eq(waitpid(process, &status, 0), process);
	return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

static bool
can_open(const char *path)
{
	return !folder_is_checked() && folder_open(path, &error) != -1;
}

START_TEST(other_users_may_use_any_folder)
{
	if (!is_root())
		return;
	ck_assert_int_eq(chmod(unit_path(NULL), 0755), 0);
	ck_assert(folder_is_checked());
	ck_assert(as_stranger(can_open, make("theirs", STRANGER, 0755)));
	ck_assert(as_stranger(can_open, make("shared", 0, 0777)));
}
END_TEST

/* Become root of a user namespace that has no other user. */
static bool
is_unchecked_there(const char *path)
{
	static const char map[] = "0 65534 1";
	int file;

	/* Otherwise the files of this process in /proc are root's. */
	if (prctl(PR_SET_DUMPABLE, 1) == -1 || unshare(CLONE_NEWUSER) == -1) {
		fprintf(stderr,
		    "check_folder: SKIPPED a test: it needs user namespaces\n");
		return true;
	}
	file = open("/proc/self/uid_map", O_WRONLY);
	if (file == -1 || write(file, map, strlen(map)) != (ssize_t)strlen(map))
		return false;
	return geteuid() == 0 && !folder_is_checked() &&
	    folder_open(path, &error) != -1;
}

START_TEST(root_of_a_namespace_without_other_users_may_use_any_folder)
{
	if (!is_root())
		return;
	ck_assert_int_eq(chmod(unit_path(NULL), 0755), 0);
	ck_assert(
	    as_stranger(is_unchecked_there, make("theirs", STRANGER, 0777)));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_folder_of_this_user_is_opened,
		a_folder_of_another_user_is_refused_with_what_mends_it,
		a_folder_that_group_or_others_may_write_is_refused,
		a_sticky_folder_of_root_is_opened,
		a_folder_below_one_of_another_user_is_refused,
		links_of_root_are_followed,
		where_a_link_leads_is_checked,
		a_link_of_another_user_is_not_followed,
		what_is_not_a_folder_is_refused,
		the_folder_of_a_file_is_opened,
		other_users_may_use_any_folder,
		root_of_a_namespace_without_other_users_may_use_any_folder,
		NULL,
	};

	return unit_run("base/files/folder", tests);
}
