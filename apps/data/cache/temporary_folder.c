/*
 * A signal handler could not remove a folder of any size, and nothing in a
 * process can after SIGKILL; so a child waits until the socket to it is closed.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "data/cache/temporary_folder.h"

#define MARK   ".unpacked-"
#define RANDOM "XXXXXX" /* see mkdtemp(3) */

/* Folders that are open at once while a tree is removed. */
#define DEPTH 16

static int
remove_entry(
    const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)walk;
	if (type == FTW_DP || type == FTW_DNR)
		rmdir(path);
	else
		unlink(path);
	return 0;
}

/* What ends the parent must not end the child. */
static void
ignore_signals(void)
{
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
}

/*
 * A pipe that is the standard output of the parent must not stay open for its
 * reader.
 */
static void
close_standard(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), i;

	for (i = 0; i < 3 && null != -1; i++)
		dup2(null, i);
}

/*
 * The child: make the folder, send its name or the reason why not, wait for the
 * end of the parent, and remove the folder.  So it is gone even if the parent
 * is killed at once.
 */
static void
keep_folder(int link, char *path)
{
	const int reason = mkdtemp(path) == NULL ? errno : 0;
	const char *name = path + strlen(path) - strlen(RANDOM);
	char byte;

	close_standard();
	if (write(link, &reason, sizeof(reason)) == sizeof(reason) &&
	    reason == 0 && write(link, name, strlen(RANDOM)) != -1)
		while (read(link, &byte, 1) == -1 && errno == EINTR)
			;
	if (reason == 0)
		nftw(path, remove_entry, DEPTH,
		    FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	_exit(0);
}

/* Read SIZE bytes of what the child sends. */
static int
receive(int link, void *data, size_t size)
{
	ssize_t got;

	do
		got = recv(link, data, size, MSG_WAITALL);
	while (got == -1 && errno == EINTR);
	return got == (ssize_t)size ? 0 : -1;
}

static int
start_child(struct temporary_folder *folder, struct gantry_error *error)
{
	char *name = folder->path + strlen(folder->path) - strlen(RANDOM);
	int ends[2], reason;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return gantry_error_system(error, "cannot make a socket");
	folder->child = fork();
	if (folder->child == 0) {
		ignore_signals();
		close(ends[1]);
		keep_folder(ends[0], folder->path);
	}
	close(ends[0]);
	folder->link = ends[1];
	if (folder->child == -1)
		return gantry_error_system(error, "cannot start a process");
	if (receive(folder->link, &reason, sizeof(reason)) == 0 &&
	    reason == 0 && receive(folder->link, name, strlen(RANDOM)) == 0)
		return 0;
	errno = reason;
	return gantry_error_system(
	    error, "cannot create a folder to unpack into, %s", folder->path);
}

/* May this user make something beside PATH, as for a cache? */
static int
check_place(const char *path, struct gantry_error *error)
{
	const char *name;
	int descriptor = folder_open_of(path, &name, error);

	if (descriptor == -1)
		return -1;
	close(descriptor);
	return 0;
}

int
temporary_folder_make(struct temporary_folder *folder, const char *path,
    struct gantry_error *error)
{
	*folder = (struct temporary_folder){ .link = -1, .child = -1 };
	if (check_place(path, error) == -1)
		return -1;
	if (asprintf(&folder->path, "%s" MARK RANDOM, path) == -1) {
		folder->path = NULL;
		return gantry_error_memory(error);
	}
	if (start_child(folder, error) == 0)
		return 0;
	temporary_folder_remove(folder);
	return -1;
}

void
temporary_folder_remove(struct temporary_folder *folder)
{
	if (folder->path == NULL)
		return;
	if (folder->link != -1)
		close(folder->link);
	while (folder->child != -1 && waitpid(folder->child, NULL, 0) == -1 &&
	    errno == EINTR)
		;
	free(folder->path);
	*folder = (struct temporary_folder){ .path = NULL };
}
