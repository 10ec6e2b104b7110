#ifndef BASE_LOG_RELAY_H
#define BASE_LOG_RELAY_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/log/log_level.h"

/*
 * A pipe by which one process writes log lines for another, so that the writer
 * needs no socket of a log daemon.  Each write is one packet: the log, the
 * level and whole lines.  A packet of one byte carries no lines and only wakes
 * the reader.
 *
 * The reader trusts nothing of it: the writer may be hostile.
 */

enum log_relay_log {
	LOG_RELAY_ERROR,
	LOG_RELAY_ACCESS,
	LOG_RELAY_SLOW,
	LOG_RELAY_LOGS,
};

/* The longest packet: writes to a pipe are atomic up to PIPE_BUF. */
#define LOG_RELAY_PACKET_MAX PIPE_BUF

/* The longest lines in a packet, newlines included. */
#define LOG_RELAY_LINES_MAX (LOG_RELAY_PACKET_MAX - 2)

struct log_relay_packet {
	enum log_relay_log log;
	enum log_level level;
	const char *lines; /* inside the packet; any bytes */
	size_t length;
};

/*
 * Create the pipe; neither end blocks.  Reads return one packet each.  Returns
 * 0, or -1 with errno set.
 */
int log_relay_open(int ends[2]);

/*
 * Send the packet: whole lines, at most LOG_RELAY_LINES_MAX bytes.  If the pipe
 * is full, that WAITS for a short time only, since no request may hang on a
 * log.  Returns 0, or -1 with errno set if the lines are lost.  Threads may
 * call it at the same time.
 */
int log_relay_send(
    int relay, const struct log_relay_packet *packet, bool waits);

/* Take the packet of SIZE bytes apart.  False: it has no lines, or is bad. */
bool log_relay_parse(
    const char *bytes, size_t size, struct log_relay_packet *packet);

/*
 * Take the next line that is not empty from the packet: LENGTH bytes at LINE,
 * without its newline.  False at the end.
 */
bool log_relay_next_line(
    struct log_relay_packet *packet, const char **line, size_t *length);

#endif
