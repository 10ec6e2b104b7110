/*
 * The frame of the test programs.  The folder is made and removed by the
 * process that runs the tests, so that a test that dies leaves nothing behind.
 */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#define PATH_SIZE  256
#define PATH_COUNT 8
#define PIPE_SIZE  65536

static char folder[PATH_SIZE];
static int saved_error = -1, reading_end = -1;

static int
remove_entry(
    const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status;
	(void)kind;
	return walk->level > 0 ? remove(path) : 0;
}

static void
empty_folder(void)
{
	nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void
make_folder(void)
{
	const char *parent = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/gantry-check-XXXXXX",
	    parent != NULL && *parent != '\0' ? parent : "/tmp");
	if (mkdtemp(folder) == NULL) {
		perror(folder);
		exit(EXIT_FAILURE);
	}
}

int
unit_run(const char *name, const TTest *const tests[])
{
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);
	SRunner *runner;
	int failed;

	for (; *tests != NULL; tests++)
		tcase_add_test(cases, *tests);
	tcase_add_checked_fixture(cases, empty_folder, NULL);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	make_folder();
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	empty_folder();
	rmdir(folder);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const char *
unit_path(const char *name)
{
	static char paths[PATH_COUNT][2 * PATH_SIZE];
	static unsigned next;
	char *path;

	if (name == NULL)
		return folder;
	path = paths[next++ % PATH_COUNT];
	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

void
unit_write(const char *path, const void *data, size_t size)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(data, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

void
unit_write_text(const char *path, const char *text)
{
	unit_write(path, text, strlen(text));
}

bool
unit_exists(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

int
unit_count_descriptors(void)
{
	int descriptor, count = 0;

	for (descriptor = 0; descriptor < 256; descriptor++)
		count += fcntl(descriptor, F_GETFD) != -1;
	return count;
}

size_t
unit_count_files(void)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;
	size_t count = 0;

	ck_assert_ptr_nonnull(directory);
	while ((entry = readdir(directory)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(directory);
	return count;
}

void
unit_capture(void)
{
	int ends[2];

	ck_assert_int_eq(saved_error, -1);
	ck_assert_int_eq(pipe(ends), 0);
	saved_error = dup(STDERR_FILENO);
	ck_assert_int_ne(saved_error, -1);
	ck_assert_int_ne(dup2(ends[1], STDERR_FILENO), -1);
	close(ends[1]);
	reading_end = ends[0];
}

const char *
unit_captured(void)
{
	static char text[PIPE_SIZE + 1];
	size_t length = 0;
	ssize_t count;

	ck_assert_int_ne(saved_error, -1);
	dup2(saved_error, STDERR_FILENO);
	close(saved_error);
	saved_error = -1;
	do {
		count = read(reading_end, text + length, PIPE_SIZE - length);
		if (count > 0)
			length += (size_t)count;
	} while (count > 0 && length < PIPE_SIZE);
	close(reading_end);
	text[length] = '\0';
	return text;
}
