/*
 * The folder in which the workers of one configuration spool.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd/config/derived/spool_folder.h"
#include "unit.h"

static struct gantry_error error;
static struct spool_folder spool;
static const struct privileges same_user;

START_TEST(the_folder_is_private_and_removed)
{
	const int before = unit_count_descriptors();
	struct stat status;
	char path[PATH_MAX];

	umask(0);
	ck_assert_int_eq(
	    spool_folder_make(&spool, unit_path(NULL), &same_user, &error), 0);
	ck_assert_mem_eq(spool.path, unit_path(NULL), strlen(unit_path(NULL)));
	ck_assert_int_eq(lstat(spool.path, &status), 0);
	ck_assert(S_ISDIR(status.st_mode));
	ck_assert_int_eq(status.st_mode & 07777, 0700);
	ck_assert_int_eq(status.st_uid, geteuid());
	memcpy(path, spool.path, sizeof(path));
	spool_folder_remove(&spool);
	spool_folder_remove(&spool);
	ck_assert(!unit_exists(path));
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(two_configurations_have_two_folders)
{
	struct spool_folder other;

	ck_assert_int_eq(
	    spool_folder_make(&spool, unit_path(NULL), &same_user, &error), 0);
	ck_assert_int_eq(
	    spool_folder_make(&other, unit_path(NULL), &same_user, &error), 0);
	ck_assert_str_ne(spool.path, other.path);
	spool_folder_remove(&spool);
	spool_folder_remove(&other);
	ck_assert_uint_eq(unit_count_files(), 0);
}
END_TEST

/* A minute later than it is. */
time_t __wrap_time(time_t *result);

static time_t now = 0;

time_t
__wrap_time(time_t *result)
{
	struct timespec real;

	clock_gettime(CLOCK_REALTIME, &real);
	if (result != NULL)
		*result = real.tv_sec + now;
	return real.tv_sec + now;
}

START_TEST(the_folder_of_a_master_that_was_killed_is_removed)
{
	struct spool_folder used, killed;

	ck_assert_int_eq(
	    spool_folder_make(&used, unit_path(NULL), &same_user, &error), 0);
	ck_assert_int_eq(
	    spool_folder_make(&killed, unit_path(NULL), &same_user, &error), 0);
	close(killed.lock);
	ck_assert_int_eq(mkdir(unit_path("other"), 0700), 0);
	/* It may be another master's, which has not locked it yet. */
	ck_assert_int_eq(
	    spool_folder_make(&spool, unit_path(NULL), &same_user, &error), 0);
	ck_assert(unit_exists(killed.path));
	spool_folder_remove(&spool);
	now = 100;
	ck_assert_int_eq(
	    spool_folder_make(&spool, unit_path(NULL), &same_user, &error), 0);
	ck_assert(!unit_exists(killed.path));
	ck_assert(unit_exists(used.path));
	ck_assert(unit_exists(unit_path("other")));
	spool_folder_remove(&spool);
	spool_folder_remove(&used);
}
END_TEST

/* systemd-tmpfiles(8) leaves a folder alone that has a lock. */
START_TEST(the_folder_is_locked_while_it_is_in_use)
{
	int folder;

	ck_assert_int_eq(
	    spool_folder_make(&spool, unit_path(NULL), &same_user, &error), 0);
	folder = open(spool.path, O_RDONLY | O_DIRECTORY);
	ck_assert_int_eq(flock(folder, LOCK_EX | LOCK_NB), -1);
	ck_assert_int_eq(errno, EWOULDBLOCK);
	close(folder);
	spool_folder_remove(&spool);
}
END_TEST

START_TEST(the_folder_of_root_belongs_to_the_workers)
{
	gid_t group = 65534;
	const struct privileges workers = { .user = 65534,
		.group = 65534,
		.groups = &group,
		.group_count = 1 };
	struct stat status;

	if (geteuid() != 0)
		return;
	ck_assert_int_eq(
	    spool_folder_make(&spool, unit_path(NULL), &workers, &error), 0);
	ck_assert_int_eq(lstat(spool.path, &status), 0);
	ck_assert_int_eq(status.st_uid, 65534);
	ck_assert_int_eq(status.st_gid, 65534);
	ck_assert_int_eq(status.st_mode & 07777, 0700);
	spool_folder_remove(&spool);
}
END_TEST

START_TEST(a_parent_that_is_missing_is_an_error)
{
	ck_assert_int_eq(
	    spool_folder_make(&spool, "/nonexistent", &same_user, &error), -1);
	ck_assert_str_eq(spool.path, "");
	ck_assert_ptr_nonnull(strstr(error.text, "/nonexistent"));
	spool_folder_remove(&spool);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_folder_is_private_and_removed,
		two_configurations_have_two_folders,
		the_folder_of_a_master_that_was_killed_is_removed,
		the_folder_is_locked_while_it_is_in_use,
		the_folder_of_root_belongs_to_the_workers,
		a_parent_that_is_missing_is_an_error,
		NULL,
	};

	return unit_run("cmd/spool_folder", tests);
}
