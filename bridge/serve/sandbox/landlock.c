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
#include "serve/sandbox/endpoint.h"
#include "serve/sandbox/interpreter.h"
#include "serve/sandbox/landlock.h"

/* struct landlock_ruleset_attr of version 6; older kernels accept zeros. */
struct ruleset {
	uint64_t files, tcp, scopes;
};

#define OVERCOMMIT	  "/proc/sys/vm/overcommit_memory"
#define ACCESS_TRUNCATE	  (UINT64_C(1) << 14)
#define ACCESS_IOCTL_DEV  (UINT64_C(1) << 15)
#define TCP_BIND	  (UINT64_C(1) << 0)
#define TCP_CONNECT	  (UINT64_C(1) << 1)
#define SCOPES_ABSTRACT	  UINT64_C(1)
#define SCOPES_SIGNAL	  UINT64_C(2)
#define FILES_OF_VERSION1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

#define TO_READ	  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define TO_DEVICE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
#define TO_SPOOL                                                           \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |    \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    ACCESS_TRUNCATE)
#define TO_WRITE                                                          \
	(TO_SPOOL | LANDLOCK_ACCESS_FS_READ_DIR |                         \
	    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	    LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER)
#define TO_RUN (TO_READ | LANDLOCK_ACCESS_FS_EXECUTE)

/* What a rule for something else than a folder may have. */
#define FOR_FILES                                                     \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | \
	    LANDLOCK_ACCESS_FS_READ_FILE | ACCESS_TRUNCATE | ACCESS_IOCTL_DEV)

#define RULE_NET_PORT 2 /* LANDLOCK_RULE_NET_PORT */
#define DNS_PORT      53

/* A ruleset that is being made. */
struct making {
	int ruleset;
	struct ruleset denied;
	const struct sandbox_rights *rights;
};

/* Files that the name service of glibc reads. */
static const char *const name_service[] = { "/etc/resolv.conf", "/etc/hosts",
	"/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf",
	"/etc/services", NULL };

/* What each version of the interface added. */
static const struct {
	int version;
	struct ruleset denied;
} versions[] = {
	{ 1, { .files = FILES_OF_VERSION1 } },
	{ 2, { .files = LANDLOCK_ACCESS_FS_REFER } },
	{ 3, { .files = ACCESS_TRUNCATE } },
	{ 4, { .tcp = TCP_BIND | TCP_CONNECT } },
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

/* Is it a folder?  DESCRIPTOR may be made with O_PATH. */
static bool
is_folder(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Allow ACCESS to DESCRIPTOR, called PATH, and everything below. */
static int
add_rule(const struct making *making, int descriptor, uint64_t access,
    const char *path, struct gantry_error *error)
{
	struct landlock_path_beneath_attr rule = {
		.parent_fd = descriptor,
		.allowed_access = access & making->denied.files,
	};

	if (!is_folder(descriptor))
		rule.allowed_access &= FOR_FILES;
	if (rule.allowed_access == 0 ||
	    syscall(SYS_landlock_add_rule, making->ruleset,
		LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0)
		return 0;
	return gantry_error_system(error, "cannot allow the use of %s", path);
}

/* Allow ACCESS to PATH and everything below, if PATH exists. */
static int
allow_if_there(const struct making *making, const char *path, uint64_t access,
    struct gantry_error *error)
{
	int descriptor = open(path, O_PATH | O_CLOEXEC);
	int result;

	if (descriptor == -1)
		return 0;
	result = add_rule(making, descriptor, access, path, error);
	close(descriptor);
	return result;
}

/* The same; log what does not exist. */
static int
allow(const struct making *making, const char *path, uint64_t rights,
    struct gantry_error *error)
{
	if (access(path, F_OK) == -1)
		log_warning("%s: %s; the sandbox denies it until workers are "
			    "restarted",
		    path, strerror(errno));
	return allow_if_there(making, path, rights, error);
}

static int
allow_list(const struct making *making, const char *const *list,
    uint64_t access, struct gantry_error *error)
{
	for (; list != NULL && *list != NULL; list++)
		if (allow_if_there(making, *list, access, error) == -1)
			return -1;
	return 0;
}

/* Write the folder of the file PATH. */
static int
find_folder(char folder[PATH_MAX], const char *path, struct gantry_error *error)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash == path ? 1 : (size_t)(slash - path);

	if (slash == NULL) {
		strcpy(folder, ".");
		return 0;
	}
	if (length >= PATH_MAX)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "path too long: %s", path);
	memcpy(folder, path, length);
	folder[length] = '\0';
	return 0;
}

/* Reading in the folder of the file PATH, and in that of a link's target. */
static int
allow_replaced(
    const struct making *making, const char *path, struct gantry_error *error)
{
	char folder[PATH_MAX], real[PATH_MAX];

	if (find_folder(folder, path, error) == -1 ||
	    allow(making, folder, TO_READ, error) == -1)
		return -1;
	if (realpath(path, real) == NULL)
		return 0;
	if (find_folder(folder, real, error) == -1)
		return -1;
	return allow_if_there(making, folder, TO_READ, error);
}

/* Is PATH in the folder of a file that is replaced, which may be read? */
static bool
is_covered(const struct making *making, const char *path)
{
	const char *const *other = making->rights->replaced;
	char folder[PATH_MAX], its[PATH_MAX];
	struct gantry_error error;

	for (; other != NULL && *other != NULL; other++)
		if (find_folder(folder, path, &error) == 0 &&
		    find_folder(its, *other, &error) == 0 &&
		    strcmp(folder, its) == 0)
			return true;
	return false;
}

static int
allow_reads(const struct making *making, struct gantry_error *error)
{
	const char *const *path = making->rights->replaced;

	for (; path != NULL && *path != NULL; path++)
		if (allow_replaced(making, *path, error) == -1)
			return -1;
	path = making->rights->reads;
	for (; path != NULL && *path != NULL; path++) {
		if (access(*path, F_OK) == -1 && is_covered(making, *path))
			continue;
		if (allow(making, *path, TO_READ, error) == -1)
			return -1;
	}
	return 0;
}

static int
allow_writes(const struct making *making, struct gantry_error *error)
{
	const char *const *path = making->rights->writes;

	for (; path != NULL && *path != NULL; path++)
		if (allow(making, *path, TO_WRITE, error) == -1)
			return -1;
	path = making->rights->spools;
	for (; path != NULL && *path != NULL; path++)
		if (allow(making, *path, TO_SPOOL, error) == -1)
			return -1;
	return 0;
}

/*
 * Let the program PATH be run, by itself or by its interpreter, which may have
 * one of its own.
 */
static int
allow_program(
    const struct making *making, const char *path, struct gantry_error *error)
{
	char interpreter[PATH_MAX], next[PATH_MAX];
	int i;

	if (allow(making, path, TO_RUN, error) == -1)
		return -1;
	if (!interpreter_find(path, interpreter))
		return 0;
	for (i = 0; i < 4; i++) {
		if (allow_if_there(making, interpreter, TO_RUN, error) == -1)
			return -1;
		if (!interpreter_find(interpreter, next))
			break;
		memcpy(interpreter, next, sizeof(next));
	}
	return 0;
}

static int
allow_runs(const struct making *making, struct gantry_error *error)
{
	const char *const *path = making->rights->runs;
	char loader[PATH_MAX];

	if (path == NULL || *path == NULL)
		return 0;
	for (; *path != NULL; path++)
		if (allow_program(making, *path, error) == -1)
			return -1;
	/* Programs in a folder probably have the loader of this one. */
	if (interpreter_find("/proc/self/exe", loader) &&
	    allow_if_there(making, loader, TO_RUN, error) == -1)
		return -1;
	return allow_list(making, interpreter_reads(), TO_READ, error);
}

static int
allow_port(const struct making *making, int port, struct gantry_error *error)
{
	const struct {
		uint64_t allowed, port;
	} rule = { TCP_CONNECT, (uint64_t)port };

	if (syscall(SYS_landlock_add_rule, making->ruleset, RULE_NET_PORT,
		&rule, 0) == 0)
		return 0;
	return gantry_error_system(
	    error, "cannot allow connections to port %d", port);
}

static int
allow_connects(const struct making *making, struct gantry_error *error)
{
	const char *const *text = making->rights->connects;
	const struct endpoint_summary all = endpoint_summarize(text);
	struct endpoint endpoint;

	if (all.has_names &&
	    allow_list(making, name_service, TO_READ, error) == -1)
		return -1;
	/* Without this bit, all ports are allowed, or Landlock is too old. */
	if ((making->denied.tcp & TCP_CONNECT) == 0)
		return 0;
	for (; text != NULL && *text != NULL; text++)
		if (endpoint_parse(&endpoint, *text, error) == 0 &&
		    endpoint.port != 0 && !endpoint.is_udp &&
		    allow_port(making, endpoint.port, error) == -1)
			return -1;
	/* An answer that is too long for UDP is asked for by TCP. */
	return all.has_names ? allow_port(making, DNS_PORT, error) : 0;
}

/* Files that libraries open on their own. */
static int
allow_system_files(const struct making *making, struct gantry_error *error)
{
	/* glibc reads it before it returns memory. */
	if (allow_if_there(
		making, OVERCOMMIT, LANDLOCK_ACCESS_FS_READ_FILE, error) == -1)
		return -1;
	/* SQLite reads random bytes from the file. */
	if (allow(making, "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE,
		error) == -1)
		return -1;
	return allow(making, "/dev/null", TO_DEVICE, error);
}

static struct ruleset
denied_by(const struct sandbox_rights *rights)
{
	struct ruleset denied = everything(landlock_abi());

	if (endpoint_summarize(rights->connects).has_any_port)
		denied.tcp &= ~TCP_CONNECT;
	/* The system call filter allows one signal to one process. */
	if (rights->reloads)
		denied.scopes &= ~SCOPES_SIGNAL;
	return denied;
}

int
landlock_enter(const struct sandbox_rights *rights, struct gantry_error *error)
{
	struct making making = { .denied = denied_by(rights),
		.rights = rights };
	int result = -1;

	making.ruleset = (int)syscall(SYS_landlock_create_ruleset,
	    &making.denied, sizeof(making.denied), 0);
	if (making.ruleset == -1)
		return gantry_error_system(error, "cannot set up Landlock");
	if (allow_reads(&making, error) == -1 ||
	    allow_writes(&making, error) == -1 ||
	    allow_runs(&making, error) == -1 ||
	    allow_connects(&making, error) == -1 ||
	    allow_system_files(&making, error) == -1)
		goto out;
	if (syscall(SYS_landlock_restrict_self, making.ruleset, 0) == -1)
		gantry_error_system(error, "cannot enter Landlock");
	else
		result = 0;
out:
	close(making.ruleset);
	return result;
}
