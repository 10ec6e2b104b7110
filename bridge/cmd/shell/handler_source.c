/*
 * Debug information is read by a program of binutils: nothing else in the
 * server needs it, and a library for it would be larger than all of gantry.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/shell/handler_source.h"
#include "cmd/shell/show/screen.h"

/* A longer function is cut. */
#define LINES_MAX 200

/* Find the object that FUNCTION is in, and its address in the file. */
static int
find_object(struct handler_place *place, const void *function,
    uintptr_t *address, struct gantry_error *error)
{
	struct link_map *map = NULL;
	Dl_info info;
	ssize_t length;

	if (dladdr1(function, &info, (void **)&map, RTLD_DL_LINKMAP) == 0 ||
	    map == NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the function is not in a file");
	*address = (uintptr_t)function - map->l_addr;
	if (*map->l_name != '\0') {
		snprintf(
		    place->object, sizeof(place->object), "%s", map->l_name);
		return 0;
	}
	length = readlink(
	    "/proc/self/exe", place->object, sizeof(place->object) - 1);
	if (length == -1)
		return gantry_error_system(error, "cannot read /proc/self/exe");
	place->object[length] = '\0';
	return 0;
}

/* Run addr2line and read its answer, "FUNCTION\nFILE:LINE ...\n". */
static int
ask(const struct handler_place *place, uintptr_t address, char *answer,
    size_t size)
{
	char number[32];
	int ends[2], status = -1;
	size_t length = 0;
	ssize_t count;
	pid_t child;

	snprintf(number, sizeof(number), "0x%lx", (unsigned long)address);
	if (pipe(ends) == -1)
		return -1;
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		execlp("addr2line", "addr2line", "-f", "-e", place->object,
		    number, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while (child != -1 && length + 1 < size &&
	    (count = read(ends[0], answer + length, size - 1 - length)) > 0)
		length += (size_t)count;
	answer[length] = '\0';
	close(ends[0]);
	if (child == -1)
		return -1;
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
handler_source_find(struct handler_place *place, const void *function,
    struct gantry_error *error)
{
	char answer[8192], *file, *colon;
	uintptr_t address = 0;
	int status;

	if (find_object(place, function, &address, error) == -1)
		return -1;
	status = ask(place, address, answer, sizeof(answer));
	if (status == 127)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "addr2line, which reads debug information, is not "
		    "installed; apt-get install binutils");
	file = strchr(answer, '\n');
	colon = file != NULL ? strrchr(file, ':') : NULL;
	if (status != 0 || colon == NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "addr2line cannot read %s", place->object);
	*colon = '\0';
	place->line = (unsigned)strtoul(colon + 1, NULL, 10);
	if (file[1] == '?' || place->line == 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "%s has no debug information for the handler; compile it "
		    "with -g, and do not strip it",
		    place->object);
	snprintf(place->file, sizeof(place->file), "%s", file + 1);
	return 0;
}

/* Does the function begin above LINE, with its type or a comment? */
static bool
belongs_above(const char *line)
{
	return *line != '\n' && *line != '}' && *line != '#' &&
	    strchr(line, ';') == NULL;
}

/* The first line of what belongs to the function at FILE's line NUMBER. */
static unsigned
find_begin(FILE *file, unsigned number)
{
	char *line = NULL;
	size_t size = 0;
	unsigned begin = 1, at = 0;

	while (++at < number && getline(&line, &size, file) != -1)
		if (!belongs_above(line))
			begin = at + 1;
	free(line);
	return begin;
}

/* Print from line BEGIN to the brace that ends the function at NUMBER. */
static void
put_lines(
    FILE *file, unsigned begin, unsigned number, struct gantry_buffer *text)
{
	char *line = NULL;
	size_t size = 0;
	unsigned at = 0;
	ssize_t length;

	while ((length = getline(&line, &size, file)) != -1) {
		if (++at < begin)
			continue;
		gantry_buffer_printf(text, "%5u  ", at);
		screen_put_clean(text, line, (size_t)length);
		if (line[length - 1] != '\n')
			gantry_buffer_putc(text, '\n');
		if (at >= number && *line == '}')
			break;
		if (at - begin == LINES_MAX) {
			gantry_buffer_puts(text, "  ...\n");
			break;
		}
	}
	free(line);
}

int
handler_source_put(const struct handler_place *place,
    struct gantry_buffer *text, struct gantry_error *error)
{
	FILE *file = fopen(place->file, "r");
	unsigned begin;

	if (file == NULL)
		return gantry_error_system(error,
		    "the handler is at line %u of %s, but that cannot be read",
		    place->line, place->file);
	begin = find_begin(file, place->line);
	rewind(file);
	put_lines(file, begin, place->line, text);
	fclose(file);
	return 0;
}
