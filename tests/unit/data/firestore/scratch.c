/*
 * A folder for the files of one test, below TMPDIR or /tmp.
 */
#include <sys/stat.h>

#include <check.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/scratch.h"

void
scratch_open(struct scratch *scratch)
{
	const char *parent = getenv("TMPDIR");

	snprintf(scratch->path, sizeof(scratch->path), "%s/firestore-XXXXXX",
	    parent != NULL ? parent : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(scratch->path));
}

const char *
scratch_path(const struct scratch *scratch, const char *name)
{
	static char path[1024];

	snprintf(path, sizeof(path), "%s/%s", scratch->path, name);
	return path;
}

void
scratch_put(const struct scratch *scratch, const char *name,
    const struct gantry_buffer *content)
{
	char path[1024];
	char *slash;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", scratch->path, name);
	slash = path + strlen(scratch->path) + 1;
	while ((slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		ck_assert(mkdir(path, 0700) == 0 || errno == EEXIST);
		*slash++ = '/';
	}
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	if (content->length > 0)
		ck_assert_uint_eq(
		    fwrite(content->data, content->length, 1, file), 1);
	ck_assert_int_eq(fclose(file), 0);
}

static int
remove_one(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

void
scratch_close(struct scratch *scratch)
{
	nftw(scratch->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
