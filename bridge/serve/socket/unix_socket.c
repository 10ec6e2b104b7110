/*
 * A socket file is bound with no more rights than it gets in the end.  What
 * follows is done to the file through a descriptor, and only when it is the
 * file that was bound: by its path it could meanwhile be another one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files/folder.h"
#include "base/log/log.h"
#include "serve/socket/unix_socket.h"

#define RIGHTS 0777

/* How long the workers of a master that was killed may take to end. */
#define WAIT_MILLISECONDS  5000
#define PAUSE_MICROSECONDS 10000

/* Where a socket file is. */
struct place {
	const char *path;
	const char *name; /* in the folder */
	int folder;
	struct sockaddr_un address;
};

static int
find_place(struct place *place, const char *path, struct gantry_error *error)
{
	*place = (struct place){
		.path = path,
		.folder = -1,
		.address = { .sun_family = AF_UNIX },
	};
	if (*path == '\0' || strlen(path) >= sizeof(place->address.sun_path))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a unix socket's path has 1 to %zu bytes: '%s'",
		    sizeof(place->address.sun_path) - 1, path);
	snprintf(place->address.sun_path, sizeof(place->address.sun_path), "%s",
	    path);
	place->folder = folder_open_of(path, &place->name, error);
	if (place->folder == -1)
		return gantry_error_prefix(
		    error, "cannot listen on unix:%s", path);
	return 0;
}

/* Has PROCESS ended?  A process of another PID namespace is 0. */
static bool
has_ended(pid_t process)
{
	char text[64], state = 'X';
	FILE *file;

	if (process <= 0)
		return false;
	if (kill(process, 0) == -1 && errno == ESRCH)
		return true;
	/* Nobody may have waited for it yet. */
	snprintf(text, sizeof(text), "/proc/%ld/stat", (long)process);
	file = fopen(text, "re");
	if (file == NULL)
		return false;
	if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = '?';
	fclose(file);
	return state == 'Z' || state == 'X';
}

enum use {
	USE_NONE,
	USE_ENDING, /* by workers whose master has ended */
	USE_LISTENING,
};

/* Does a process listen on the socket file? */
static enum use
find_use(const struct place *place)
{
	int probe =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct ucred listening = { 0 };
	socklen_t length = sizeof(listening);
	enum use use = USE_LISTENING;

	if (probe == -1)
		return use;
	if (connect(probe, (const struct sockaddr *)&place->address,
		sizeof(place->address)) == -1) {
		if (errno == ECONNREFUSED)
			use = USE_NONE;
	} else if (getsockopt(probe, SOL_SOCKET, SO_PEERCRED, &listening,
		       &length) == 0 &&
	    has_ended(listening.pid)) {
		use = USE_ENDING;
	}
	close(probe);
	return use;
}

/*
 * Does a process listen on the socket file, and not only the workers of a
 * master that was killed?  They close it at once, so this waits for them.
 */
static bool
is_in_use(const struct place *place)
{
	const int64_t deadline = clock_milliseconds() + WAIT_MILLISECONDS;
	enum use use = find_use(place);

	if (use == USE_ENDING)
		log_info("the master that listened on unix:%s has ended; "
			 "waiting for its workers",
		    place->path);
	while (use == USE_ENDING && clock_milliseconds() < deadline) {
		usleep(PAUSE_MICROSECONDS);
		use = find_use(place);
	}
	return use != USE_NONE;
}

/*
 * May this process remove the socket file STATUS?  In a folder such as /tmp it
 * may be another user's.
 */
static bool
may_remove(const struct place *place, const struct stat *status,
    const struct unix_socket_options *options)
{
	return !folder_is_checked() || !folder_is_shared(place->folder) ||
	    status->st_uid == 0 ||
	    (options->has_user && status->st_uid == options->user);
}

/* Remove the socket file that a dead process left. */
static int
remove_stale(const struct place *place,
    const struct unix_socket_options *options, struct gantry_error *error)
{
	struct stat status;

	if (fstatat(place->folder, place->name, &status, AT_SYMLINK_NOFOLLOW) ==
	    -1)
		return 0; /* bind reports any other problem */
	if (!S_ISSOCK(status.st_mode))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot listen on unix:%s: the file exists and is not a "
		    "socket",
		    place->path);
	if (!may_remove(place, &status, options))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot listen on unix:%s: a socket of user %lu is there; "
		    "remove it, or use a folder that only root can write to",
		    place->path, (unsigned long)status.st_uid);
	if (is_in_use(place))
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "cannot listen on unix:%s: another process listens there",
		    place->path);
	if (unlinkat(place->folder, place->name, 0) == -1)
		return gantry_error_system(
		    error, "cannot remove the stale socket %s", place->path);
	return 0;
}

/* Set the rights of FILE, an O_PATH descriptor, which fchmod(2) refuses. */
static int
set_mode(int file, mode_t mode)
{
	char link[64];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
	return chmod(link, mode);
}

/* Give FILE, the socket that was bound, the owner and the rights. */
static int
set_rights(int file, const struct place *place,
    const struct unix_socket_options *options, struct gantry_error *error)
{
	struct stat status;

	if ((options->has_user || options->has_group) &&
	    fchownat(file, "", options->has_user ? options->user : (uid_t)-1,
		options->has_group ? options->group : (gid_t)-1,
		AT_EMPTY_PATH) == -1)
		return gantry_error_system(error,
		    "cannot change the owner of unix:%s; only root can choose "
		    "any user and group, others one of their own groups",
		    place->path);
	/* Also where the folder's ACL overrode the rights of the socket. */
	if (fstat(file, &status) == -1 ||
	    ((status.st_mode & RIGHTS) != options->mode &&
		set_mode(file, options->mode) == -1))
		return gantry_error_system(
		    error, "cannot set the mode of unix:%s", place->path);
	return 0;
}

/*
 * Open the file that was just bound.  What another user put in its place does
 * not belong to the user of this process, or is not a socket.
 */
static int
open_bound(const struct place *place, struct unix_socket *made,
    struct gantry_error *error)
{
	int file =
	    openat(place->folder, place->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (file == -1)
		return gantry_error_system(
		    error, "cannot open unix:%s", place->path);
	if (fstat(file, &status) == 0 && S_ISSOCK(status.st_mode) &&
	    status.st_uid == geteuid() && status.st_nlink == 1) {
		*made = (struct unix_socket){ true, status.st_dev,
			status.st_ino, false };
		return file;
	}
	close(file);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "cannot listen on unix:%s: another process replaced the file; use "
	    "a folder that only this user can write to",
	    place->path);
}

/*
 * Bind SOCKET to the path.  Without a change of the owner its file has its
 * rights at once, otherwise none until the owner has been changed.
 */
static int
bind_there(int socket, const struct place *place,
    const struct unix_socket_options *options, struct gantry_error *error)
{
	const bool is_changed = options->has_user || options->has_group;
	const mode_t first = is_changed ? 0 : options->mode;
	mode_t before;
	int result;

	/* The kernel takes the rights of the file from the socket. */
	fchmod(socket, first);
	before = umask(RIGHTS & ~first);
	result = bind(socket, (const struct sockaddr *)&place->address,
	    sizeof(place->address));
	umask(before);
	if (result == -1)
		return gantry_error_system(
		    error, "cannot listen on unix:%s", place->path);
	return 0;
}

static int
make(int socket, const struct place *place,
    const struct unix_socket_options *options, struct unix_socket *made,
    struct gantry_error *error)
{
	int file, result;

	if (remove_stale(place, options, error) == -1 ||
	    bind_there(socket, place, options, error) == -1)
		return -1;
	file = open_bound(place, made, error);
	if (file == -1)
		return -1;
	result = set_rights(file, place, options, error);
	close(file);
	if (result == -1)
		unix_socket_remove(place->path, made);
	return result;
}

int
unix_socket_bind(const char *path, const struct unix_socket_options *options,
    struct unix_socket *made, struct gantry_error *error)
{
	int descriptor = -1, result = -1;
	struct place place;

	*made = (struct unix_socket){ 0 };
	if (find_place(&place, path, error) == -1)
		return -1;
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor == -1)
		gantry_error_system(error, "cannot create a socket");
	else
		result = make(descriptor, &place, options, made, error);
	close(place.folder);
	if (result == 0)
		return descriptor;
	if (descriptor != -1)
		close(descriptor);
	return -1;
}

/* Fill STATUS from the socket file PATH.  Its folder becomes *PLACE. */
static bool
look(const char *path, struct place *place, struct stat *status)
{
	struct gantry_error error;

	if (find_place(place, path, &error) == -1) {
		log_warning("the socket file is left: %s", error.text);
		return false;
	}
	if (fstatat(place->folder, place->name, status, AT_SYMLINK_NOFOLLOW) ==
		0 &&
	    S_ISSOCK(status->st_mode))
		return true;
	close(place->folder);
	return false;
}

void
unix_socket_find(const char *path, struct unix_socket *made)
{
	struct stat status;
	struct place place;

	*made = (struct unix_socket){ 0 };
	if (!look(path, &place, &status))
		return;
	*made =
	    (struct unix_socket){ true, status.st_dev, status.st_ino, false };
	close(place.folder);
}

bool
unix_socket_is_there(const char *path, const struct unix_socket *made)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISSOCK(status.st_mode) &&
	    status.st_dev == made->device && status.st_ino == made->inode;
}

static bool
has_rights(const struct stat *status, const struct unix_socket_options *options)
{
	return (status->st_mode & RIGHTS) == options->mode &&
	    (!options->has_user || status->st_uid == options->user) &&
	    (!options->has_group || status->st_gid == options->group);
}

int
unix_socket_change(const char *path, const struct unix_socket *made,
    const struct unix_socket_options *options, struct gantry_error *error)
{
	struct stat status;
	struct place place;
	int file, result = 0;

	if (find_place(&place, path, error) == -1)
		return -1;
	file =
	    openat(place.folder, place.name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (file == -1 || fstat(file, &status) == -1)
		result =
		    gantry_error_system(error, "cannot open unix:%s", path);
	else if (S_ISSOCK(status.st_mode) && status.st_dev == made->device &&
	    status.st_ino == made->inode && !has_rights(&status, options))
		result = set_rights(file, &place, options, error) == 0 ? 1 : -1;
	if (file != -1)
		close(file);
	close(place.folder);
	return result;
}

void
unix_socket_remove(const char *path, struct unix_socket *made)
{
	struct stat status;
	struct place place;

	if (made->is_made && look(path, &place, &status)) {
		if (status.st_dev == made->device &&
		    status.st_ino == made->inode)
			unlinkat(place.folder, place.name, 0);
		close(place.folder);
	}
	made->is_made = false;
}
