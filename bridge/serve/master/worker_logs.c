/*
 * A turn reads a few packets of a worker, so that a worker that floods its
 * relay delays neither the master nor the lines of others: the rest waits in
 * its own pipe.  No descriptor can come with them, and nothing here waits.
 */
#include <unistd.h>

#include "base/log/log.h"
#include "serve/master/worker_logs.h"

/* How much of one worker is read at once; no packet is read in part. */
struct budget {
	unsigned packets, lines;
};

static const struct budget of_a_turn = { .packets = 4, .lines = 256 };
static const struct budget of_the_end = { .packets = 1024, .lines = 16384 };

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

/* The target of LOG if it is a daemon; NULL: the worker writes it itself. */
static const struct log_target *
find_daemon(
    enum log_relay_log log, const struct request_observer_options *options)
{
	const struct log_target *target = NULL;

	if (log == LOG_RELAY_ACCESS && options->access_log != NULL)
		target = &options->access_log->target;
	if (log == LOG_RELAY_SLOW && options->slow_log != NULL)
		target = &options->slow_log->target;
	return target != NULL && log_target_is_daemon(target) ? target : NULL;
}

/* Returns 0, or -1 if the line is lost. */
static int
write_line(const struct log_relay_packet *packet, const char *line,
    size_t length, pid_t process,
    const struct request_observer_options *options)
{
	const struct log_target *target;

	if (packet->log == LOG_RELAY_ERROR)
		return log_write_for(process, packet->level, line, length);
	target = find_daemon(packet->log, options);
	if (target == NULL)
		return 0;
	return log_target_write_for(
	    target, packet->level, process, line, length);
}

/* Returns how many lines there were. */
static unsigned
write_packet(struct worker_logs *logs, struct log_relay_packet *packet,
    pid_t process, const struct request_observer_options *options)
{
	unsigned count = 0;
	const char *line;
	size_t length;

	for (; log_relay_next_line(packet, &line, &length); count++)
		if (write_line(packet, line, length, process, options) == -1)
			logs->lost++;
	return count;
}

/* Read packets.  True: one of them is to wake the master. */
static bool
relay(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options, const struct budget *most)
{
	char bytes[LOG_RELAY_PACKET_MAX];
	struct log_relay_packet packet;
	struct budget used = { 0 };
	bool woken = false;
	ssize_t size;

	for (; used.packets < most->packets && used.lines < most->lines;
	     used.packets++) {
		size = read(logs->relay, bytes, sizeof(bytes));
		if (size <= 0)
			break;
		if (log_relay_parse(bytes, (size_t)size, &packet))
			used.lines +=
			    write_packet(logs, &packet, process, options);
		else
			woken = true;
	}
	return woken;
}

bool
worker_logs_relay(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options)
{
	return relay(logs, process, options, &of_a_turn);
}

static void
report_lost(struct worker_logs *logs, pid_t process)
{
	const unsigned lost = logs->lost;

	logs->lost = 0;
	if (lost > 0)
		log_warning("%u log lines of worker %ld were lost: the log "
			    "daemon did not take them",
		    lost, (long)process);
}

void
worker_logs_finish(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options)
{
	relay(logs, process, options, &of_the_end);
	report_lost(logs, process);
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
worker_logs_check(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options)
{
	if (logs->owes_files)
		worker_logs_send_files(logs, options);
	report_lost(logs, process);
}
