/*
 * The folder is in $XDG_RUNTIME_DIR, which is the user's own, or in /tmp.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/development/state_folder.h"
#include "serve/development/development_options.h"

static int
make_in(char folder[STATE_FOLDER_SIZE], const char *parent)
{
	if (parent == NULL || *parent != '/' ||
	    snprintf(folder, STATE_FOLDER_SIZE, "%s/%s-dev-XXXXXX", parent,
		program_name()) >= STATE_FOLDER_SIZE)
		return -1;
	return mkdtemp(folder) != NULL ? 0 : -1;
}

int
state_folder_make(char folder[STATE_FOLDER_SIZE], struct gantry_error *error)
{
	char path[PATH_MAX];
	int fifo = -1;

	if (make_in(folder, getenv("XDG_RUNTIME_DIR")) == -1 &&
	    make_in(folder, "/tmp") == -1)
		return gantry_error_system(
		    error, "cannot make a folder in /tmp");
	snprintf(path, sizeof(path), "%s/" DEVELOPMENT_LINES, folder);
	if (mkfifo(path, 0600) == 0)
		fifo = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fifo == -1) {
		gantry_error_system(error, "cannot make %s", path);
		state_folder_remove(folder);
	}
	return fifo;
}

void
state_folder_remove(const char *folder)
{
	DIR *entries = opendir(folder);
	struct dirent *entry;

	while (entries != NULL && (entry = readdir(entries)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(entries), entry->d_name, 0);
	if (entries != NULL)
		closedir(entries);
	rmdir(folder);
}

void
state_folder_write(const char *folder, const char *name, const char *text)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (text == NULL) {
		unlink(path);
		return;
	}
	snprintf(temporary, sizeof(temporary), "%s/new-%s", folder, name);
	file = fopen(temporary, "we");
	if (file == NULL)
		return;
	fputs(text, file);
	if (fclose(file) == 0)
		rename(temporary, path);
}
