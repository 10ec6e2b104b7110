/*
 * A name from a client is resolved by the kernel, which sees what a look at the
 * text, or at one link after another, does not.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "web/response/below.h"

#define TRIES 16

bool
below_is_name(const char *name)
{
	for (;;) {
		if (*name == '.' || *name == '/' || *name == '\0')
			return false;
		name += strcspn(name, "/");
		if (*name == '\0')
			return true;
		name++;
	}
}

/* What is renamed meanwhile makes the kernel ask to try again. */
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

/* Segment by segment, which follows no link. */
static int
open_steps(int folder, const char *name, int flags)
{
	const int to_pass = O_PATH | O_DIRECTORY | O_CLOEXEC;
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
				(name[length] == '/' ? to_pass : flags));
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
below_open(const char *folder, const char *name, int flags)
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
