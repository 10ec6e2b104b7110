/*
 * GANTRY_SOCKETS has a line "DESCRIPTOR=ADDRESS" for each socket.  One that was
 * taken is marked in the variable itself, so that it is not taken twice.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve/socket/inherited_sockets.h"

#define SOCKETS "GANTRY_SOCKETS"
#define TAKEN	'!' /* no address begins with it */

/* One line of the variable. */
struct line {
	int descriptor;
	char *address; /* not ended by a NUL */
	size_t length; /* of the address */
};

void
inherited_sockets_add(
    struct gantry_buffer *lines, int descriptor, const char *address)
{
	fcntl(descriptor, F_SETFD, 0);
	gantry_buffer_printf(lines, "%d=%s\n", descriptor, address);
}

int
inherited_sockets_export(struct gantry_buffer *lines)
{
	gantry_buffer_putc(lines, '\0');
	return gantry_buffer_failed(lines) ? -1
					   : setenv(SOCKETS, lines->data, 1);
}

/* Read the line at *TEXT and move to the next.  False at the end. */
static bool
next_line(char **text, struct line *line)
{
	char *equals, *end;

	if (*text == NULL || **text == '\0')
		return false;
	end = strchr(*text, '\n');
	equals = strchr(*text, '=');
	if (end == NULL || equals == NULL || equals > end)
		return false;
	line->descriptor = atoi(*text);
	line->address = equals + 1;
	line->length = (size_t)(end - equals - 1);
	*text = end + 1;
	return true;
}

int
inherited_sockets_take(const char *address)
{
	const size_t length = strlen(address);
	char *text = getenv(SOCKETS);
	struct line line;

	while (next_line(&text, &line)) {
		if (line.length != length ||
		    memcmp(line.address, address, length) != 0)
			continue;
		*line.address = TAKEN;
		fcntl(line.descriptor, F_SETFD, FD_CLOEXEC);
		return line.descriptor;
	}
	return -1;
}

bool
inherited_sockets_are_lent(void)
{
	return getenv(INHERITED_READY) != NULL;
}

void
inherited_sockets_close_rest(void)
{
	char *text = getenv(SOCKETS);
	struct line line;

	while (next_line(&text, &line))
		if (*line.address != TAKEN)
			close(line.descriptor);
	unsetenv(SOCKETS);
}
