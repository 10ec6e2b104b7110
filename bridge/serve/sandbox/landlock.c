/*
 * Landlock by its system calls, as glibc has no functions for them.  The
 * running kernel may be older or newer than the kernel headers.  Everything is
 * denied that both the kernel and the table below know.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/sandbox/landlock.h"

/* struct landlock_ruleset_attr of version 6; older kernels accept zeros. */
struct ruleset {
	uint64_t files, tcp, scopes;
};

#define OVERCOMMIT	  "/proc/sys/vm/overcommit_memory"
#define ACCESS_TRUNCATE	  (UINT64_C(1) << 14)
#define ACCESS_IOCTL_DEV  (UINT64_C(1) << 15)
#define TCP_BIND_CONNECT  UINT64_C(3)
#define SCOPES_ABSTRACT	  UINT64_C(1)
#define SCOPES_SIGNAL	  UINT64_C(2)
#define FILES_OF_VERSION1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

#define TO_READ	  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define TO_DEVICE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
#define TO_SPOOL                                                           \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |    \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    ACCESS_TRUNCATE)

/* What each version of the interface added. */
static const struct {
	int version;
	struct ruleset denied;
} versions[] = {
	{ 1, { .files = FILES_OF_VERSION1 } },
	{ 2, { .files = LANDLOCK_ACCESS_FS_REFER } },
	{ 3, { .files = ACCESS_TRUNCATE } },
	{ 4, { .tcp = TCP_BIND_CONNECT } },
	{ 5, { .files = ACCESS_IOCTL_DEV } },
	{ 6, { .scopes = SCOPES_ABSTRACT | SCOPES_SIGNAL } },
};

int
landlock_abi(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

static struct ruleset
everything(int version)
{
	struct ruleset denied = { 0 };
	size_t i;

	for (i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (versions[i].version > version)
			break;
		denied.files |= versions[i].denied.files;
		denied.tcp |= versions[i].denied.tcp;
		denied.scopes |= versions[i].denied.scopes;
	}
	return denied;
}

/* Allow ACCESS to PATH and everything below. */
static int
allow(
    int ruleset, const char *path, uint64_t access, struct gantry_error *error)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	long result;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd == -1) {
		log_warning("%s: %s; the sandbox denies it until workers are "
			    "restarted",
		    path, strerror(errno));
		return 0;
	}
	result = syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	if (result == -1)
		gantry_error_system(
		    error, "cannot allow workers to use %s", path);
	close(rule.parent_fd);
	return result == -1 ? -1 : 0;
}

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Allow reading in the folder PATH, or in the folder of the file PATH. */
static int
allow_folder_of(int ruleset, const char *path, struct gantry_error *error)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t length;

	if (is_folder(path))
		return allow(ruleset, path, TO_READ, error);
	if (slash == NULL)
		return allow(ruleset, ".", TO_READ, error);
	length = slash == path ? 1 : (size_t)(slash - path);
	if (length >= sizeof(folder))
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "path too long: %s", path);
	memcpy(folder, path, length);
	folder[length] = '\0';
	return allow(ruleset, folder, TO_READ, error);
}

static int
allow_reads(int ruleset, const char *const *reads, struct gantry_error *error)
{
	char real[PATH_MAX];

	for (; reads != NULL && *reads != NULL; reads++) {
		if (allow_folder_of(ruleset, *reads, error) == -1)
			return -1;
		if (realpath(*reads, real) != NULL &&
		    allow_folder_of(ruleset, real, error) == -1)
			return -1;
	}
	return 0;
}

static int
allow_writes(int ruleset, const char *const *writes, uint64_t access,
    struct gantry_error *error)
{
	for (; writes != NULL && *writes != NULL; writes++)
		if (allow(ruleset, *writes, access, error) == -1)
			return -1;
	return 0;
}

/* Files that libraries open on their own. */
static int
allow_system_files(int ruleset, struct gantry_error *error)
{
	/* glibc reads it before it returns memory. */
	if (access(OVERCOMMIT, R_OK) == 0 &&
	    allow(ruleset, OVERCOMMIT, LANDLOCK_ACCESS_FS_READ_FILE, error) ==
		-1)
		return -1;
	/* SQLite reads random bytes from the file. */
	if (allow(ruleset, "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE,
		error) == -1)
		return -1;
	return allow(ruleset, "/dev/null", TO_DEVICE, error);
}

int
landlock_enter(const char *const *reads, const char *const *writes,
    struct gantry_error *error)
{
	const struct ruleset denied = everything(landlock_abi());
	int result = -1;
	int ruleset = (int)syscall(
	    SYS_landlock_create_ruleset, &denied, sizeof(denied), 0);

	if (ruleset == -1)
		return gantry_error_system(error, "cannot set up Landlock");
	if (allow_reads(ruleset, reads, error) == -1 ||
	    allow_writes(ruleset, writes, TO_SPOOL & denied.files, error) ==
		-1 ||
	    allow_system_files(ruleset, error) == -1)
		goto out;
	if (syscall(SYS_landlock_restrict_self, ruleset, 0) == -1)
		gantry_error_system(error, "cannot enter Landlock");
	else
		result = 0;
out:
	close(ruleset);
	return result;
}
