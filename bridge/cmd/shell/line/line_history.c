/*
 * The file has one line for each command, so that it can be read and edited.
 * Each line is appended at once: an application may end the process.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log/log.h"
#include "base/this_program.h"
#include "cmd/shell/line/line_history.h"

/* "FOLDER/PROGRAM/shell_history", to free; NULL: there is no folder. */
static char *
find_path(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char *path = NULL;
	int length = -1;

	/* A relative path is to be ignored (XDG Base Directory). */
	if (state != NULL && *state == '/')
		length = asprintf(
		    &path, "%s/%s/shell_history", state, program_name());
	else if (home != NULL && *home == '/')
		length = asprintf(&path, "%s/.local/state/%s/shell_history",
		    home, program_name());
	return length != -1 ? path : NULL;
}

/* Make the folders of PATH. */
static void
make_folders(char *path)
{
	char *slash = path;

	while ((slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

static FILE *
open_file(const char *path, int flags, const char *mode)
{
	const int descriptor =
	    open(path, flags | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct stat status;
	FILE *file = NULL;

	if (descriptor == -1)
		return NULL;
	/* What an earlier program or the user made may be open to others. */
	if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
	    ((status.st_mode & 077) == 0 || fchmod(descriptor, 0600) == 0))
		file = fdopen(descriptor, mode);
	if (file == NULL)
		close(descriptor);
	return file;
}

static void
drop_first(struct line_history *history)
{
	free(history->lines[0]);
	history->count--;
	memmove(history->lines, history->lines + 1,
	    history->count * sizeof(*history->lines));
}

/* Append a copy of LINE; the oldest one goes. */
static bool
append(struct line_history *history, const char *line)
{
	char *copy = strdup(line);

	if (history->lines == NULL)
		history->lines =
		    calloc(LINE_HISTORY_MAX + 1, sizeof(*history->lines));
	if (copy == NULL || history->lines == NULL) {
		free(copy);
		return false;
	}
	history->lines[history->count++] = copy;
	if (history->count > LINE_HISTORY_MAX)
		drop_first(history);
	return true;
}

/* The file grows line by line: write those that are kept. */
static void
shorten_file(const struct line_history *history)
{
	FILE *file = open_file(history->path, O_WRONLY | O_TRUNC, "w");
	size_t i;

	for (i = 0; file != NULL && i < history->count; i++)
		fprintf(file, "%s\n", history->lines[i]);
	if (file != NULL)
		fclose(file);
}

void
line_history_open(struct line_history *history)
{
	char *line = NULL;
	size_t size = 0, count = 0;
	ssize_t length;
	FILE *file;

	*history = (struct line_history){ .path = find_path() };
	if (history->path == NULL)
		return;
	make_folders(history->path);
	file = open_file(history->path, O_RDWR, "r");
	if (file == NULL) {
		log_warning("the history is not kept: cannot open %s: %s",
		    history->path, strerror(errno));
		free(history->path);
		history->path = NULL;
		return;
	}
	while ((length = getline(&line, &size, file)) != -1) {
		if (length > 0 && line[length - 1] == '\n')
			line[length - 1] = '\0';
		if (*line != '\0' && append(history, line))
			count++;
	}
	free(line);
	fclose(file);
	if (count > 2 * LINE_HISTORY_MAX)
		shorten_file(history);
}

void
line_history_close(struct line_history *history)
{
	size_t i;

	for (i = 0; i < history->count; i++)
		free(history->lines[i]);
	free(history->lines);
	free(history->path);
	*history = (struct line_history){ 0 };
}

bool
line_history_add(struct line_history *history, const char *line)
{
	FILE *file;

	if (*line == ' ' || *line == '\0' || strpbrk(line, "\r\n") != NULL ||
	    (history->count > 0 &&
		strcmp(history->lines[history->count - 1], line) == 0) ||
	    !append(history, line))
		return false;
	if (history->path == NULL)
		return true;
	file = open_file(history->path, O_WRONLY | O_APPEND, "a");
	if (file != NULL) {
		fprintf(file, "%s\n", line);
		fclose(file);
	}
	return true;
}

/* The line that WORD, of LENGTH bytes behind the first "!", means; or NULL. */
static const char *
find(const struct line_history *history, const char *word, size_t length)
{
	char *end;
	const long number = strtol(word, &end, 10);
	const size_t back = (size_t)0 - (size_t)number;
	size_t i;

	if (length == 1 && *word == '!')
		return history->count > 0 ? history->lines[history->count - 1]
					  : NULL;
	if (length > 0 && end == word + length) {
		if (number > 0 && (size_t)number <= history->count)
			return history->lines[number - 1];
		if (number < 0 && back <= history->count)
			return history->lines[history->count - back];
		return NULL;
	}
	for (i = history->count; i > 0; i--)
		if (strncmp(history->lines[i - 1], word, length) == 0)
			return history->lines[i - 1];
	return NULL;
}

int
line_history_expand(const struct line_history *history, const char *line,
    struct gantry_buffer *expanded, struct gantry_error *error)
{
	const char *found = "";
	size_t length = 0;

	gantry_buffer_reset(expanded);
	if (*line == '!') {
		length = strcspn(line, " \t");
		found = length > 1 ? find(history, line + 1, length - 1) : NULL;
		if (found == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%.*s: no such line in the history; 'history' "
			    "lists them",
			    (int)length, line);
	}
	gantry_buffer_puts(expanded, found);
	gantry_buffer_add(expanded, line + length, strlen(line + length) + 1);
	if (gantry_buffer_failed(expanded))
		return gantry_error_memory(error);
	return length > 0 ? 1 : 0;
}
