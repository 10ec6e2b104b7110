/*
 * Writes the file beside its place and renames it, as a cache.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gantry/json.h>

#include "data/cache/build/output.h"
#include "data/cache/build/quarantine.h"

/* What every line begins with, so that an older file is recognised. */
#define MARK "{\"quarantined\":"

static int
failed(const struct quarantine *quarantine, struct gantry_error *error)
{
	return gantry_error_system(
	    error, "cannot write the quarantine %s", quarantine->place);
}

/* The temporary file keeps a descriptor, which is its lock. */
static int
open_stream(struct quarantine *quarantine, struct gantry_error *error)
{
	int copy = fcntl(quarantine->temporary.lock, F_DUPFD_CLOEXEC, 3);

	if (copy == -1)
		return failed(quarantine, error);
	quarantine->file = fdopen(copy, "w");
	if (quarantine->file != NULL)
		return 0;
	close(copy);
	return failed(quarantine, error);
}

int
quarantine_open(struct quarantine *quarantine, const char *path,
    const char *input, bool is_forced, struct gantry_error *error)
{
	const struct output output = {
		.path = path,
		.input = input,
		.is_forced = is_forced,
		.what = "quarantine",
		.mark = MARK,
	};

	*quarantine = (struct quarantine){ .temporary = { .lock = -1 } };
	quarantine->place = output_find(&output, error);
	if (quarantine->place == NULL)
		return -1;
	if (temporary_make(&quarantine->temporary, quarantine->place, error) ==
	    -1)
		return -1;
	return open_stream(quarantine, error);
}

int
quarantine_check(const struct quarantine *quarantine, const char *other,
    struct gantry_error *error)
{
	struct stat mine, theirs;

	if (quarantine->place == NULL ||
	    (strcmp(quarantine->place, other) != 0 &&
		(stat(quarantine->place, &mine) == -1 ||
		    stat(other, &theirs) == -1 ||
		    mine.st_dev != theirs.st_dev ||
		    mine.st_ino != theirs.st_ino)))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s cannot be both the cache and the quarantine",
	    quarantine->place);
}

int
quarantine_add(struct quarantine *quarantine,
    const struct quarantine_entry *entry, struct gantry_error *error)
{
	struct gantry_buffer *line = &quarantine->line;

	gantry_buffer_reset(line);
	gantry_buffer_puts(line, MARK);
	if (entry->path != NULL)
		gantry_json_string(line, entry->path, entry->path_length);
	else
		gantry_buffer_puts(line, "null");
	gantry_buffer_puts(line, ",\"reason\":");
	gantry_json_string(line, entry->reason, strlen(entry->reason));
	gantry_buffer_puts(line, ",\"raw\":");
	gantry_buffer_add(line, entry->raw, entry->raw_length);
	gantry_buffer_puts(line, "}\n");
	if (gantry_buffer_failed(line))
		return gantry_error_memory(error);
	if (fwrite(line->data, 1, line->length, quarantine->file) !=
	    line->length)
		return failed(quarantine, error);
	quarantine->count++;
	return 0;
}

int
quarantine_publish(struct quarantine *quarantine, struct gantry_error *error)
{
	int result = fclose(quarantine->file);

	quarantine->file = NULL;
	if (result != 0)
		return failed(quarantine, error);
	return temporary_publish(
	    &quarantine->temporary, quarantine->place, error);
}

void
quarantine_close(struct quarantine *quarantine)
{
	if (quarantine->place == NULL)
		return;
	if (quarantine->file != NULL)
		fclose(quarantine->file);
	temporary_remove(&quarantine->temporary);
	gantry_buffer_clear(&quarantine->line);
	free(quarantine->place);
	*quarantine = (struct quarantine){ .place = NULL };
}
