/*
 * A new file takes the place of the old one, so that no reader sees a part of
 * it and no link is followed.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "base/log/log.h"
#include "serve/master/pid_file.h"

#define PID_FILE_MODE 0644

int
pid_file_write(const char *path)
{
	struct gantry_error error;
	char text[32];

	snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	if (safe_replace(path, text, PID_FILE_MODE, &error) == 0)
		return 0;
	log_error("cannot write the PID file %s: %s", path, error.text);
	return -1;
}

/* Another master may have written its own id meanwhile. */
static bool
holds_own_id(int folder, const char *name)
{
	int file = safe_open_at(folder, name, O_RDONLY, 0, NULL);
	char text[32];
	ssize_t length;

	if (file == -1)
		return false;
	length = read(file, text, sizeof(text) - 1);
	close(file);
	text[length > 0 ? length : 0] = '\0';
	return strtol(text, NULL, 10) == (long)getpid();
}

void
pid_file_remove(const char *path)
{
	struct gantry_error error;
	const char *name;
	int folder = folder_open_of(path, &name, &error);

	if (folder == -1) {
		log_warning("the PID file is left: %s", error.text);
		return;
	}
	if (holds_own_id(folder, name))
		unlinkat(folder, name, 0);
	close(folder);
}
