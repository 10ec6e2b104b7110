/*
 * Landlock by its system calls, for which glibc has no functions.  The kernel
 * may know more than the header that we were built with, and less: what is
 * denied is what both the kernel's version and the table below have.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/sandbox/landlock.h"

/* struct landlock_ruleset_attr of version 6; zeros at its end do no harm. */
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

/* What each version of the interface brought. */
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

/* Allow ACCESS, as far as it is denied otherwise, below PATH. */
static int
allow(
    int ruleset, const char *path, uint64_t access, struct gantry_error *error)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	long result;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd == -1) {
		log_warning("%s: %s; the sandbox keeps it closed until workers "
			    "start anew",
		    path, strerror(errno));
		return 0;
	}
	result = syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	if (result == -1)
		gantry_error_system(error, "cannot open %s to workers", path);
	close(rule.parent_fd);
	return result == -1 ? -1 : 0;
}

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Allow to read in the folder PATH, or in that of the file PATH. */
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
		    error, GANTRY_ERROR_INPUT, "too long a path: %s", path);
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
allow_all(int ruleset, const struct sandbox_options *options, uint64_t denied,
    struct gantry_error *error)
{
	const char *const *writes;

	if (allow_reads(ruleset, options->reads, error) == -1)
		return -1;
	for (writes = options->writes; writes != NULL && *writes != NULL;
	     writes++)
		if (allow(ruleset, *writes, TO_SPOOL & denied, error) == -1)
			return -1;
	/* glibc asks it before it gives memory back. */
	if (access(OVERCOMMIT, R_OK) == 0 &&
	    allow(ruleset, OVERCOMMIT, LANDLOCK_ACCESS_FS_READ_FILE, error) ==
		-1)
		return -1;
	/* SQLite, and whoever else wants random bytes the old way. */
	if (allow(ruleset, "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE,
		error) == -1)
		return -1;
	return allow(ruleset, "/dev/null", TO_DEVICE, error);
}

int
landlock_enter(
    const struct sandbox_options *options, struct gantry_error *error)
{
	const struct ruleset denied = everything(landlock_abi());
	int result = -1;
	int ruleset = (int)syscall(
	    SYS_landlock_create_ruleset, &denied, sizeof(denied), 0);

	if (ruleset == -1)
		return gantry_error_system(error, "cannot set up Landlock");
	if (allow_all(ruleset, options, denied.files, error) == -1)
		;
	else if (syscall(SYS_landlock_restrict_self, ruleset, 0) == -1)
		gantry_error_system(error, "cannot enter Landlock");
	else
		result = 0;
	close(ruleset);
	return result;
}
