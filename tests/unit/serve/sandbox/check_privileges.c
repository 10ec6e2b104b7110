/*
 * Looking up users and groups, and dropping privileges.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/sandbox/privileges.h"
#include "unit.h"

/* An id without an entry in the user database. */
#define STRANGER 3999999999U

static struct gantry_error error;

/* The exit status of a child that calls WHAT. */
static int
in_child(int (*what)(void))
{
	pid_t child = fork();
	int status;

	ck_assert_int_ne(child, -1);
	if (child == 0)
		_exit(what());
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(users_and_groups_are_names_or_numbers)
{
	uid_t user = 1;
	gid_t group = 1;

	ck_assert_int_eq(privileges_find_user("root", &user, &error), 0);
	ck_assert_uint_eq(user, 0);
	ck_assert_int_eq(privileges_find_user("4711", &user, &error), 0);
	ck_assert_uint_eq(user, 4711);
	ck_assert_int_eq(privileges_find_group("root", &group, &error), 0);
	ck_assert_uint_eq(group, 0);
	ck_assert_int_eq(privileges_find_group("4711", &group, &error), 0);
	ck_assert_uint_eq(group, 4711);
}
END_TEST

START_TEST(an_unknown_user_or_group_is_an_error)
{
	static const char *const strangers[] = { "", "no-such-one", "-1", "12x",
		"4294967295", "99999999999999999999" };
	uid_t user;
	gid_t group;
	size_t i;

	for (i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
		ck_assert_int_eq(
		    privileges_find_user(strangers[i], &user, &error), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_ptr_nonnull(strstr(error.text, strangers[i]));
		ck_assert_int_eq(
		    privileges_find_group(strangers[i], &group, &error), -1);
		ck_assert_ptr_nonnull(strstr(error.text, "no such group"));
	}
}
END_TEST

START_TEST(without_a_user_nothing_happens)
{
	struct privileges privileges = { 0 };

	ck_assert_int_eq(privileges_complete(&privileges, &error), 0);
	ck_assert_ptr_null(privileges.groups);
	ck_assert_int_eq(privileges_drop(&privileges, &error), 0);
	privileges_clear(&privileges);
	privileges_clear(&privileges);
}
END_TEST

START_TEST(the_default_group_is_that_of_the_user)
{
	struct privileges privileges = { .has_user = true };

	ck_assert_int_eq(
	    privileges_find_user("root", &privileges.user, &error), 0);
	if (geteuid() != 0)
		privileges.user = geteuid();
	ck_assert_int_eq(privileges_complete(&privileges, &error), 0);
	ck_assert_uint_eq(privileges.group, geteuid() == 0 ? 0 : getegid());
	ck_assert_int_ge(privileges.group_count, 1);
	privileges_clear(&privileges);
}
END_TEST

START_TEST(the_environment_is_that_of_the_user)
{
	struct privileges privileges = { .has_user = true, .user = geteuid() };
	const struct passwd *entry;

	setenv("HOME", "/elsewhere", 1);
	setenv("USER", "somebody", 1);
	ck_assert_int_eq(privileges_set_environment(NULL, &error), 0);
	ck_assert_int_eq(privileges_set_environment(&privileges, &error), 0);
	ck_assert_str_eq(getenv("HOME"), "/elsewhere");
	ck_assert_int_eq(privileges_complete(&privileges, &error), 0);
	ck_assert_int_eq(privileges_set_environment(&privileges, &error), 0);
	entry = getpwuid(geteuid());
	ck_assert_str_eq(getenv("HOME"), entry->pw_dir);
	ck_assert_str_eq(getenv("USER"), entry->pw_name);
	ck_assert_str_eq(getenv("LOGNAME"), entry->pw_name);
	privileges_clear(&privileges);
}
END_TEST

START_TEST(a_user_without_an_entry_needs_a_group)
{
	struct privileges privileges = { .has_user = true, .user = STRANGER };

	ck_assert_int_eq(privileges_complete(&privileges, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "--group"));
}
END_TEST

/* As nobody: no other user is allowed. */
static int
ask_for_another(void)
{
	struct privileges privileges = { .has_user = true,
		.has_group = true,
		.user = STRANGER,
		.group = STRANGER };

	if (geteuid() == 0 && setresuid(65534, 65534, 65534) == -1)
		return 1;
	if (privileges_complete(&privileges, &error) != -1)
		return 2;
	return strstr(error.text, "only root") != NULL &&
		error.code == GANTRY_ERROR_INPUT
	    ? 0
	    : 3;
}

START_TEST(only_root_can_become_another_user)
{
	ck_assert_int_eq(in_child(ask_for_another), 0);
}
END_TEST

static int
become_stranger(void)
{
	struct privileges privileges = { .has_user = true,
		.has_group = true,
		.user = STRANGER,
		.group = STRANGER - 1 };
	gid_t group;

	if (privileges_complete(&privileges, &error) == -1 ||
	    privileges_drop(&privileges, &error) == -1)
		return 1;
	if (geteuid() != STRANGER || getuid() != STRANGER ||
	    getegid() != STRANGER - 1 || getgid() != STRANGER - 1)
		return 2;
	if (getgroups(0, NULL) != 1 || getgroups(1, &group) != 1 ||
	    group != STRANGER - 1)
		return 3;
	if (setuid(0) == 0 || seteuid(0) == 0 || setgid(0) == 0)
		return 4;
	if (open("/etc/shadow", O_RDONLY) != -1)
		return 5;
	return 0;
}

START_TEST(root_cannot_be_regained)
{
	if (geteuid() != 0)
		return; /* sandbox.tap says that it needs root */
	ck_assert_int_eq(in_child(become_stranger), 0);
}
END_TEST

static int
become_a_member(void)
{
	struct privileges privileges = { .has_user = true };
	gid_t groups[64];

	if (privileges_find_user("nobody", &privileges.user, &error) == -1 ||
	    privileges_complete(&privileges, &error) == -1 ||
	    privileges_drop(&privileges, &error) == -1)
		return 1;
	return getgroups(64, groups) == privileges.group_count &&
		groups[0] == privileges.group
	    ? 0
	    : 2;
}

START_TEST(supplementary_groups_are_those_of_the_user)
{
	static const gid_t roots[] = { 0, 1, 2 };

	if (geteuid() != 0)
		return;
	ck_assert_int_eq(setgroups(3, roots), 0);
	ck_assert_int_eq(in_child(become_a_member), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		users_and_groups_are_names_or_numbers,
		an_unknown_user_or_group_is_an_error,
		without_a_user_nothing_happens,
		the_default_group_is_that_of_the_user,
		the_environment_is_that_of_the_user,
		a_user_without_an_entry_needs_a_group,
		only_root_can_become_another_user,
		root_cannot_be_regained,
		supplementary_groups_are_those_of_the_user,
		NULL,
	};

	return unit_run("serve/privileges", tests);
}
