/*
 * Each thread formats its lines on its own and appends them to a buffer under a
 * lock.  The lock is held while the buffer is written, which never waits for a
 * reader: about every fifty requests, or at once when requests are rare.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "serve/observe/access_log.h"

/* The buffer is written at this size. */
#define BUFFER_MAX 8192

/* Lines wait in it up to this size while the target does not take them. */
#define QUEUE_MAX (1 << 20)

/* At the end of a worker: how often to try, and how long to wait between. */
#define LAST_TRIES	  20
#define LAST_MICROSECONDS 10000

/* A line is written at once when none was written for so long. */
#define RARE_MILLISECONDS 200

int
access_log_open(struct access_log *log,
    const struct access_log_options *options, struct gantry_error *error)
{
	*log = (struct access_log){ .options = *options };
	if (log_format_compile(&log->format, options->format, error) == -1)
		return gantry_error_prefix(error, "access-log-format");
	if (log_target_open(
		&log->target, options->target, LOG_RELAY_ACCESS, error) == -1) {
		log_format_clear(&log->format);
		return gantry_error_prefix(error, "access-log");
	}
	pthread_mutex_init(&log->lock, NULL);
	return 0;
}

/* With the lock held. */
static void
write_lines(struct access_log *log)
{
	struct gantry_buffer *lines = &log->lines;
	size_t done;

	if (lines->length == 0) {
		log_target_flush(&log->target);
		return;
	}
	done = log_target_offer(
	    &log->target, LOG_LEVEL_INFO, lines->data, lines->length);
	if (done == lines->length) {
		gantry_buffer_reset(lines);
		return;
	}
	lines->length -= done;
	memmove(lines->data, lines->data + done, lines->length);
}

/* With the lock held: what is still not taken is lost. */
static void
lose_lines(struct access_log *log)
{
	const char *at = log->lines.data;
	const char *end = at + log->lines.length;
	unsigned count = 0;

	for (; at < end; at++)
		count += *at == '\n';
	log_losses_add(LOG_RELAY_ACCESS, count, EAGAIN);
	gantry_buffer_reset(&log->lines);
}

/* With the lock held and nothing in the buffer: are lines rare? */
static bool
is_rare(struct access_log *log)
{
	const int64_t now = clock_milliseconds();
	const bool rare = now - log->begun >= RARE_MILLISECONDS;

	log->begun = now;
	return rare;
}

void
access_log_close(struct access_log *log)
{
	write_lines(log);
	log_target_close(&log->target);
	log_format_clear(&log->format);
	gantry_buffer_clear(&log->lines);
	pthread_mutex_destroy(&log->lock);
}

/* Is PATH the prefix of the mount and the rest of the path? */
static bool
is_path(const struct log_entry *entry, const char *path)
{
	const char *prefix = environ_text(entry->environ, "SCRIPT_NAME");
	size_t length = strlen(prefix);

	return strncmp(path, prefix, length) == 0 &&
	    strcmp(path + length, environ_text(entry->environ, "PATH_INFO")) ==
	    0;
}

static bool
is_skipped(const struct access_log *log, const struct log_entry *entry)
{
	size_t i;

	if (entry->environ == NULL || entry->status >= 400)
		return false;
	for (i = 0; i < log->options.skipped_count; i++)
		if (is_path(entry, log->options.skipped[i]))
			return true;
	return false;
}

void
access_log_add(struct access_log *log, const struct log_entry *entry,
    struct log_formatter *formatter)
{
	const struct gantry_buffer *line = &formatter->line;
	bool at_once;

	if (is_skipped(log, entry) ||
	    log_line_write(
		&log->format, entry, log->target.line_max, formatter) == -1)
		return;
	pthread_mutex_lock(&log->lock);
	if (log->lines.length > 0 &&
	    log->lines.length + line->length > BUFFER_MAX)
		write_lines(log);
	if (log->lines.length + line->length > QUEUE_MAX) {
		log_losses_add(LOG_RELAY_ACCESS, 1, EAGAIN);
		pthread_mutex_unlock(&log->lock);
		return;
	}
	at_once = log->lines.length == 0 && is_rare(log);
	gantry_buffer_add(&log->lines, line->data, line->length);
	if (at_once || log->lines.length > BUFFER_MAX)
		write_lines(log);
	pthread_mutex_unlock(&log->lock);
}

void
access_log_flush(struct access_log *log)
{
	if (log == NULL)
		return;
	pthread_mutex_lock(&log->lock);
	write_lines(log);
	pthread_mutex_unlock(&log->lock);
}

void
access_log_finish(struct access_log *log)
{
	int tries;

	if (log == NULL)
		return;
	pthread_mutex_lock(&log->lock);
	write_lines(log);
	for (tries = 0; log->lines.length > 0 && tries < LAST_TRIES; tries++) {
		usleep(LAST_MICROSECONDS);
		write_lines(log);
	}
	if (log->lines.length > 0)
		lose_lines(log);
	pthread_mutex_unlock(&log->lock);
}

int
access_log_reopen(struct access_log *log)
{
	struct gantry_error error;
	int result;

	if (log == NULL)
		return 0;
	pthread_mutex_lock(&log->lock);
	write_lines(log);
	result = log_target_reopen(&log->target, &error);
	if (result == -1)
		log_error("%s; still writing to the old file", error.text);
	pthread_mutex_unlock(&log->lock);
	return result;
}

void
access_log_replace(struct access_log *log, int descriptor)
{
	struct gantry_error error;

	if (log == NULL)
		return;
	pthread_mutex_lock(&log->lock);
	write_lines(log);
	if (log_target_replace(&log->target, descriptor, &error) == -1)
		log_error("%s; still writing to the old file", error.text);
	pthread_mutex_unlock(&log->lock);
}
