/*
 * The kernel resolves a name from a client and confines it to the folder: a
 * check in user space would race with renames and symbolic links.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "web/response/file_below.h"

#define TRIES 16

#define WELL_KNOWN ".well-known"

bool
file_below_is_name(const char *name)
{
	const size_t length = strlen(WELL_KNOWN);

	/* A name that clients expect at this place (RFC 8615 section 3). */
	if (strncmp(name, WELL_KNOWN, length) == 0 &&
	    (name[length] == '/' || name[length] == '\0'))
		name++;
	for (;;) {
		if (*name == '.' || *name == '/' || *name == '\0')
			return false;
		name += strcspn(name, "/");
		if (*name == '\0')
			return true;
		name++;
	}
}

/* The kernel returns EAGAIN when something was renamed meanwhile. */
static int
open_beneath(int folder, const char *name, int flags)
{
	const struct open_how how = {
		.flags = (unsigned)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int tries = TRIES;
	long result;

	do
		result =
		    syscall(SYS_openat2, folder, name, &how, sizeof(how), 0, 0);
	while (
	    result == -1 && (errno == EAGAIN || errno == EINTR) && --tries > 0);
	return (int)result;
}

/* Open segment by segment, without following symbolic links. */
static int
open_steps(int folder, const char *name, int flags)
{
	const int to_walk = O_PATH | O_DIRECTORY | O_CLOEXEC;
	char segment[NAME_MAX + 1];
	int at = folder, next;
	size_t length;

	for (;;) {
		length = strcspn(name, "/");
		if (length >= sizeof(segment)) {
			errno = ENAMETOOLONG;
			next = -1;
		} else {
			memcpy(segment, name, length);
			segment[length] = '\0';
			next = openat(at, segment,
			    O_NOFOLLOW |
				(name[length] == '/' ? to_walk : flags));
		}
		if (at != folder)
			close(at);
		if (next == -1 || name[length] == '\0')
			return next;
		at = next;
		name += length + 1;
	}
}

int
file_below_open(const char *folder, const char *name, int flags)
{
	int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int descriptor, reason;

	if (root == -1)
		return -1;
	descriptor = open_beneath(root, name, flags);
	if (descriptor == -1 && errno == ENOSYS)
		descriptor = open_steps(root, name, flags);
	reason = errno;
	close(root);
	errno = reason;
	return descriptor;
}
