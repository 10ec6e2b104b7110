/*
 * The pipe is in packet mode: packets keep their limits, and each takes one
 * slot of the pipe.  A pipe, unlike a socket, cannot carry descriptors.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log_relay.h"

/* Room for 64 packets; the default is 16. */
#define PIPE_SIZE (64 * LOG_RELAY_PACKET_MAX)

#define SEND_MILLISECONDS 20

int
log_relay_open(int ends[2])
{
	if (pipe2(ends, O_DIRECT | O_NONBLOCK | O_CLOEXEC) == -1)
		return -1;
	/* Over the limit of the user, the pipe stays as it is. */
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE);
	return 0;
}

int
log_relay_send(int relay, const struct log_relay_packet *packet, bool waits)
{
	struct pollfd waited = { .fd = relay, .events = POLLOUT };
	char bytes[LOG_RELAY_PACKET_MAX];
	int tries;

	bytes[0] = (char)packet->log;
	bytes[1] = (char)packet->level;
	memcpy(bytes + 2, packet->lines, packet->length);
	for (tries = 0; tries < 2; tries++) {
		if (write(relay, bytes, packet->length + 2) != -1)
			return 0;
		if (errno != EAGAIN || tries > 0 || !waits)
			break;
		poll(&waited, 1, SEND_MILLISECONDS);
	}
	return -1;
}

bool
log_relay_parse(const char *bytes, size_t size, struct log_relay_packet *packet)
{
	if (size < 3 || (unsigned char)bytes[0] >= LOG_RELAY_LOGS ||
	    (unsigned char)bytes[1] > LOG_LEVEL_DEBUG)
		return false;
	*packet = (struct log_relay_packet){
		.log = (enum log_relay_log)bytes[0],
		.level = (enum log_level)bytes[1],
		.lines = bytes + 2,
		.length = size - 2,
	};
	return true;
}

bool
log_relay_next_line(
    struct log_relay_packet *packet, const char **line, size_t *length)
{
	const char *end, *newline;

	if (packet->length == 0)
		return false;
	end = packet->lines + packet->length;
	*line = packet->lines;
	while (*line < end && **line == '\n')
		(*line)++;
	newline = memchr(*line, '\n', (size_t)(end - *line));
	if (newline == NULL)
		newline = end;
	*length = (size_t)(newline - *line);
	packet->lines = newline;
	packet->length = (size_t)(end - newline);
	return *length > 0;
}
