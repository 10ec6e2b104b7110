/*
 * A turn reads a few packets of a worker, so that a worker that floods its
 * relay delays neither the master nor the lines of others: the rest waits in
 * its own pipe.  No descriptor can come with them, and nothing here waits.
 */
#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "serve/master/workers/worker_logs.h"

/* How much of one worker is read in a turn; no packet is read in part. */
#define PACKETS_A_TURN 4
#define LINES_A_TURN   256

/* The longest time that a log may take no line. */
#define WAIT_MILLISECONDS 100

/* When a line for each log was written last, of any worker. */
static int64_t taken[LOG_RELAY_LOGS];

int
worker_logs_open(struct worker_logs *logs, struct worker_ends *ends)
{
	int relay[2], handover[2];

	*logs = WORKER_LOGS_NONE;
	if (log_relay_open(relay) == -1)
		return -1;
	if (log_handover_open(handover) == -1) {
		close(relay[0]);
		close(relay[1]);
		return -1;
	}
	logs->relay = relay[0];
	logs->handover = handover[0];
	*ends = (struct worker_ends){ relay[1], handover[1] };
	return 0;
}

void
worker_logs_close(struct worker_logs *logs)
{
	if (logs->relay != -1)
		close(logs->relay);
	if (logs->handover != -1)
		close(logs->handover);
	*logs = WORKER_LOGS_NONE;
}

void
worker_ends_close(struct worker_ends *ends)
{
	close(ends->relay);
	close(ends->handover);
}

/* The target of LOG if the master writes it; NULL: the worker does. */
static const struct log_target *
find_target(
    enum log_relay_log log, const struct request_observer_options *options)
{
	const struct log_target *target = NULL;

	if (log == LOG_RELAY_ACCESS && options->access_log != NULL)
		target = &options->access_log->target;
	if (log == LOG_RELAY_SLOW && options->slow_log != NULL)
		target = &options->slow_log->target;
	return target != NULL && log_target_is_relayed(target) ? target : NULL;
}

/* Returns 0, or -1 with errno set if the line was not taken. */
static int
write_line(const struct log_relay_packet *packet, const char *line,
    size_t length, pid_t process,
    const struct request_observer_options *options)
{
	const struct log_target *target;

	if (packet->log == LOG_RELAY_ERROR)
		return log_write_for(process, packet->level, line, length);
	target = find_target(packet->log, options);
	if (target == NULL)
		return 0;
	return log_target_write_for(
	    target, packet->level, process, line, length);
}

/* The log takes no line now.  May the line wait for it? */
static bool
may_wait(struct worker_logs *logs)
{
	const int64_t now = clock_milliseconds();

	if (logs->is_stuck[logs->rest.log])
		return false;
	if (logs->waits_since == 0)
		logs->waits_since = now;
	if (now - logs->waits_since < WAIT_MILLISECONDS ||
	    now - taken[logs->rest.log] < WAIT_MILLISECONDS)
		return true;
	logs->is_stuck[logs->rest.log] = true;
	logs->waits_since = 0;
	return false;
}

static void
note_taken(struct worker_logs *logs, enum log_relay_log log)
{
	taken[log] = clock_milliseconds();
	logs->is_stuck[log] = false;
	logs->waits_since = 0;
}

/* Lines that need nothing added, at once.  Returns how many. */
static unsigned
write_together(struct worker_logs *logs, const struct log_target *target)
{
	struct log_relay_packet at = logs->rest;
	char text[LOG_RELAY_PACKET_MAX];
	size_t used = 0, length;
	unsigned count = 0;
	const char *line;

	for (; log_relay_next_line(&at, &line, &length); count++) {
		used += log_target_clean(text + used, length, line, length);
		text[used++] = '\n';
	}
	if (count == 0 || log_target_try(target, text, used) == 0)
		note_taken(logs, at.log);
	else if (errno == EAGAIN && may_wait(logs))
		return 0;
	else
		log_losses_add(at.log, count, errno);
	logs->rest = at;
	return count;
}

/* One by one, as far as possible.  Returns how many. */
static unsigned
write_each(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options)
{
	struct log_relay_packet at = logs->rest;
	unsigned count = 0;
	const char *line;
	size_t length;

	for (; log_relay_next_line(&at, &line, &length); count++) {
		if (write_line(&at, line, length, process, options) == 0) {
			note_taken(logs, at.log);
		} else if (errno == EAGAIN && may_wait(logs)) {
			return count;
		} else {
			log_losses_add(at.log, 1, errno);
		}
		logs->rest = at;
	}
	logs->rest = at;
	return count;
}

/*
 * What the worker wrote to its standard error has no head: a crash, a library,
 * an application.  It belongs into the error log.
 */
static bool
take_packet(struct worker_logs *logs, size_t size)
{
	if (log_relay_parse(logs->bytes, size, &logs->rest))
		return true;
	if (size < 2 || logs->bytes[0] < ' ')
		return false;
	logs->rest = (struct log_relay_packet){
		.log = LOG_RELAY_ERROR,
		.level = LOG_LEVEL_ERROR,
		.lines = logs->bytes,
		.length = size,
	};
	return true;
}

/* Write the rest of the packet as far as possible.  Returns how many lines. */
static unsigned
write_rest(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options)
{
	const struct log_target *target = find_target(logs->rest.log, options);

	if (logs->rest.length > 0 && target != NULL &&
	    !log_target_is_daemon(target))
		return write_together(logs, target);
	return write_each(logs, process, options);
}

bool
worker_logs_relay(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options)
{
	unsigned packets = 0, lines;
	bool woken = false;
	ssize_t size;

	logs->is_empty = false;
	lines = write_rest(logs, process, options);
	while (!worker_logs_wait(logs) && packets++ < PACKETS_A_TURN &&
	    lines < LINES_A_TURN) {
		size = read(logs->relay, logs->bytes, sizeof(logs->bytes));
		logs->is_empty = size == 0 || (size == -1 && errno == EAGAIN);
		if (size <= 0)
			break;
		if (take_packet(logs, (size_t)size))
			lines += write_rest(logs, process, options);
		else
			woken = true;
	}
	return woken;
}

bool
worker_logs_wait(const struct worker_logs *logs)
{
	return logs->rest.length > 0;
}

bool
worker_logs_are_done(const struct worker_logs *logs)
{
	return logs->is_empty && !worker_logs_wait(logs);
}

void
worker_logs_send_files(
    struct worker_logs *logs, const struct request_observer_options *options)
{
	struct log_files files;

	request_observer_get_files(options, files.descriptors);
	logs->owes_files = log_handover_send(logs->handover, &files) == -1;
}

void
worker_logs_check(
    struct worker_logs *logs, const struct request_observer_options *options)
{
	if (logs->owes_files)
		worker_logs_send_files(logs, options);
}
