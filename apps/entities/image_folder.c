/*
 * Reading the folder that "gantry-cache images" writes.  Nothing is written
 * here.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gantry/request.h>

#include "entities/image_folder.h"

/*
 * The file has about 200 bytes and an error's text.  Files are opened with
 * O_NONBLOCK: in place of one, a pipe would block the thread.
 */
#define PROGRESS_MAX 4096

bool
image_folder_has(const char *folder, const char *generation)
{
	char path[PATH_MAX];
	struct stat status;

	if (generation == NULL || *generation == '\0')
		return false;
	snprintf(path, sizeof(path), "%s/%s", folder, generation);
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static ssize_t
read_file(const char *folder, const char *name, char *text, size_t size)
{
	char path[PATH_MAX];
	ssize_t length;
	int file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file == -1)
		return -1;
	length = read(file, text, size);
	close(file);
	return length;
}

static const char *
text_of(const struct gantry_json_value *object, const char *name)
{
	const struct gantry_json_value *value =
	    gantry_json_member(object, name);

	return value != NULL && value->kind == GANTRY_JSON_STRING
	    ? value->string
	    : NULL;
}

static int64_t
integer_of(const struct gantry_json_value *object, const char *name)
{
	const struct gantry_json_value *value =
	    gantry_json_member(object, name);

	return value != NULL && value->kind == GANTRY_JSON_INTEGER
	    ? value->integer
	    : 0;
}

void
image_folder_read(struct gantry_environ *environ, const char *folder,
    struct image_folder_progress *progress)
{
	char text[PROGRESS_MAX];
	ssize_t length = read_file(folder, "progress.json", text, sizeof(text));
	const struct gantry_json_value *object;
	struct gantry_error error;

	*progress = (struct image_folder_progress){ 0 };
	if (length <= 0)
		return;
	object = gantry_json_parse(environ, text, (size_t)length, &error);
	if (object == NULL || object->kind != GANTRY_JSON_OBJECT)
		return;
	*progress = (struct image_folder_progress){
		.state = text_of(object, "state"),
		.generation = text_of(object, "generation"),
		.done = integer_of(object, "done"),
		.total = integer_of(object, "total"),
		.started = integer_of(object, "started"),
		.updated = integer_of(object, "updated"),
	};
}

bool
image_folder_is_busy(
    const char *folder, const struct image_folder_progress *progress)
{
	char path[PATH_MAX];
	bool busy;
	int file;

	if (progress->state == NULL || strcmp(progress->state, "drawing") != 0)
		return false;
	snprintf(path, sizeof(path), "%s/lock", folder);
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file == -1)
		return false;
	busy = flock(file, LOCK_SH | LOCK_NB) == -1;
	close(file);
	return busy;
}
