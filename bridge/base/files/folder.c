/*
 * Walks to a folder from the root of the file system, component by component,
 * and checks each folder by its descriptor, so that nothing can be exchanged
 * between the check and the use.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"

#define OPEN_FLAGS (O_PATH | O_DIRECTORY | O_CLOEXEC)

/* As path_resolution(7). */
#define LINKS_MAX 40

#define SHARED_MODE (S_IWGRP | S_IWOTH)

/* Characters that a shell leaves as they are. */
#define PLAIN                                                            \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" \
	"/._-+@%,:="

/* A walk under way. */
struct walk {
	uid_t user; /* to whom folders may belong, as well as to root */
	const char *harm; /* that others could do there */
	int folder; /* the one that was reached; -1: none */
	char rest[2 * PATH_MAX]; /* the components ahead */
	unsigned links; /* that were followed */
};

bool
folder_is_checked(void)
{
	unsigned long inside, outside, count;
	FILE *map;
	int found;

	if (geteuid() != 0)
		return false;
	map = fopen("/proc/self/uid_map", "re");
	if (map == NULL)
		return true;
	found = fscanf(map, "%lu %lu %lu", &inside, &outside, &count);
	if (found == 3 && count == 1)
		found = fscanf(map, "%lu", &inside) == EOF ? 0 : 3;
	fclose(map);
	return found != 0;
}

void
folder_path(int folder, char *path, size_t size)
{
	char link[64];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", folder);
	length = readlink(link, path, size - 1);
	path[length > 0 ? length : 0] = '\0';
	if (length <= 0)
		snprintf(path, size, "the folder");
}

static void
put_user(uid_t user, char *text, size_t size)
{
	const struct passwd *entry = getpwuid(user);

	if (entry != NULL)
		snprintf(text, size, "%s", entry->pw_name);
	else
		snprintf(text, size, "%lu", (unsigned long)user);
}

static void
put_group(gid_t group, char *text, size_t size)
{
	const struct group *entry = getgrgid(group);

	if (entry != NULL)
		snprintf(text, size, "%s", entry->gr_name);
	else
		snprintf(text, size, "%lu", (unsigned long)group);
}

/* Does it belong to root or to the user of WALK? */
static bool
is_owned(const struct walk *walk, const struct stat *status)
{
	return status->st_uid == 0 || status->st_uid == walk->user;
}

/* The user who could do harm there, as a subject. */
static const char *
find_danger(const struct walk *walk, const struct stat *status)
{
	if (!is_owned(walk, status))
		return "its owner";
	return (status->st_mode & S_IWOTH) != 0 ? "every user" : "its group";
}

/* Fill ERROR with whose the folder is, why it is not used, what mends it. */
static int
refuse(const struct walk *walk, const struct stat *status,
    struct gantry_error *error)
{
	const unsigned mode = status->st_mode & 07777;
	char path[PATH_MAX], user[64], group[64], other[128] = "";
	const char *quote;

	folder_path(walk->folder, path, sizeof(path));
	put_user(status->st_uid, user, sizeof(user));
	put_group(status->st_gid, group, sizeof(group));
	if (!is_owned(walk, status))
		snprintf(
		    other, sizeof(other), "run this as user %s, or ", user);
	quote = path[strspn(path, PLAIN)] == '\0' ? "" : "'";
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s belongs to %s:%s with mode %04o: %s could put %s; %smend it "
	    "with: chown %s:%s %s%s%s && chmod %04o %s%s%s",
	    path, user, group, mode, find_danger(walk, status), walk->harm,
	    other, is_owned(walk, status) ? user : "root", group, quote, path,
	    quote, mode & ~(unsigned)SHARED_MODE, quote, path, quote);
}

/* May the folder that was reached be used, or a folder in it? */
static int
check(const struct walk *walk, struct gantry_error *error)
{
	struct stat status;

	if (fstat(walk->folder, &status) == -1)
		return gantry_error_system(error, "cannot check a folder");
	if (is_owned(walk, &status) &&
	    ((status.st_mode & SHARED_MODE) == 0 ||
		(status.st_mode & S_ISVTX) != 0))
		return 0;
	return refuse(walk, &status, error);
}

/* Start again at the root of the file system. */
static int
begin(struct walk *walk, struct gantry_error *error)
{
	if (walk->folder != -1)
		close(walk->folder);
	walk->folder = open("/", OPEN_FLAGS);
	if (walk->folder == -1)
		return gantry_error_system(error, "cannot open /");
	return check(walk, error);
}

/* Move the first component of the rest to NAME.  False at the end. */
static bool
next_name(struct walk *walk, char name[NAME_MAX + 1])
{
	const char *start = walk->rest + strspn(walk->rest, "/");
	size_t length = strcspn(start, "/");

	/* A longer name does not exist; openat(2) says so for a cut one. */
	snprintf(name, NAME_MAX + 1, "%.*s", (int)length, start);
	memmove(walk->rest, start + length, strlen(start + length) + 1);
	return length > 0;
}

/* Put the target of LINK, a descriptor, before the rest. */
static int
follow(struct walk *walk, int link, struct gantry_error *error)
{
	char target[PATH_MAX], rest[sizeof(walk->rest)];
	ssize_t length = readlinkat(link, "", target, sizeof(target) - 1);

	if (++walk->links > LINKS_MAX)
		errno = ELOOP;
	if (length == -1 || walk->links > LINKS_MAX)
		return gantry_error_system(error, "cannot follow a link");
	target[length] = '\0';
	memcpy(rest, walk->rest, sizeof(rest));
	if ((size_t)snprintf(walk->rest, sizeof(walk->rest), "%s/%.*s", target,
		PATH_MAX, rest) >= sizeof(walk->rest))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the path of a folder is too long");
	return target[0] == '/' ? begin(walk, error) : 0;
}

/* Enter NEXT, which NAME led to, or follow it when it is a link. */
static int
enter(struct walk *walk, int next, const char *name, struct gantry_error *error)
{
	char path[PATH_MAX];
	struct stat status;

	if (fstat(next, &status) == -1)
		return gantry_error_system(error, "cannot check %s", name);
	folder_path(walk->folder, path, sizeof(path));
	if (S_ISLNK(status.st_mode) && !is_owned(walk, &status))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s does not follow the link %s/%s, which belongs to "
		    "user %lu; give the path that it leads to",
		    walk->user == 0 ? "root" : "this user", path, name,
		    (unsigned long)status.st_uid);
	if (S_ISLNK(status.st_mode))
		return follow(walk, next, error);
	if (!S_ISDIR(status.st_mode))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s/%s is not a folder", path, name);
	close(walk->folder);
	walk->folder = fcntl(next, F_DUPFD_CLOEXEC, 0);
	if (walk->folder == -1)
		return gantry_error_system(error, "cannot open %s", name);
	return check(walk, error);
}

static int
walk_on(struct walk *walk, struct gantry_error *error)
{
	char name[NAME_MAX + 1], path[PATH_MAX];
	int next, result = 0;

	while (result == 0 && next_name(walk, name)) {
		next =
		    openat(walk->folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (next == -1) {
			folder_path(walk->folder, path, sizeof(path));
			return gantry_error_system(error, "cannot open %s%s%s",
			    path, path[1] == '\0' ? "" : "/", name);
		}
		result = enter(walk, next, name, error);
		close(next);
	}
	return result;
}

/* WALK has what is checked.  Returns a descriptor, or -1 with ERROR filled. */
static int
open_checked(struct walk walk, const char *path, struct gantry_error *error)
{
	char here[PATH_MAX] = "";

	walk.folder = -1;
	if (*path != '/' && getcwd(here, sizeof(here)) == NULL)
		return gantry_error_system(
		    error, "cannot find the current folder");
	if ((size_t)snprintf(walk.rest, sizeof(walk.rest), "%s/%s", here,
		path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return gantry_error_system(error, "cannot open %s", path);
	}
	if (begin(&walk, error) == 0 && walk_on(&walk, error) == 0)
		return walk.folder;
	if (walk.folder != -1)
		close(walk.folder);
	return -1;
}

int
folder_open(const char *path, struct gantry_error *error)
{
	int folder;

	if (folder_is_checked())
		return open_checked(
		    (struct walk){ .harm = "a link where root makes a file" },
		    path, error);
	folder = open(path, OPEN_FLAGS);
	if (folder == -1)
		return gantry_error_system(error, "cannot open %s", path);
	return folder;
}

int
folder_open_trusted(const char *path, struct gantry_error *error)
{
	struct walk walk = {
		.user = geteuid(),
		.harm = "another program there, which would then be run",
	};
	struct stat status;

	walk.folder = open_checked(walk, path, error);
	if (walk.folder == -1)
		return -1;
	if (fstat(walk.folder, &status) == 0 &&
	    (status.st_mode & SHARED_MODE) == 0)
		return walk.folder;
	refuse(&walk, &status, error);
	close(walk.folder);
	return -1;
}

int
folder_open_of(const char *path, const char **name, struct gantry_error *error)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];

	*name = slash == NULL ? path : slash + 1;
	if (**name == '\0' || strcmp(*name, ".") == 0 ||
	    strcmp(*name, "..") == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not the path of a file", path);
	if (slash == NULL)
		return folder_open(".", error);
	if ((size_t)snprintf(folder, sizeof(folder), "%.*s",
		(int)(slash - path) + 1, path) >= sizeof(folder)) {
		errno = ENAMETOOLONG;
		return gantry_error_system(error, "cannot open %s", path);
	}
	return folder_open(folder, error);
}

bool
folder_is_shared(int folder)
{
	struct stat status;

	return fstat(folder, &status) == -1 ||
	    (status.st_mode & SHARED_MODE) != 0;
}
