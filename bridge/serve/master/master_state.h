#ifndef SERVE_MASTER_STATE_H
#define SERVE_MASTER_STATE_H

#include "serve/admin/statsd.h"
#include "serve/jobs/job_table.h"
#include "serve/master/workers/snapshot.h"
#include "serve/master/workers/worker_table.h"
#include "serve/observe/scoreboard.h"

struct transfers;

/*
 * The state of the master, shared by its files: master.c has the main loop,
 * supervisor.c starts and stops workers, reload.c replaces the snapshot, and
 * master_commands.c handles signals and the control socket.  The master has one
 * thread.
 */
struct master {
	const struct snapshot_source *source;
	struct snapshot *snapshot; /* the current one */
	struct snapshot *pending; /* of a reload in progress; NULL: none */
	int64_t pending_deadline;
	struct snapshot *retired; /* a list: their workers still run */
	struct scoreboard *board;
	struct worker_table *workers;
	struct transfers *transfers; /* of connections between workers */
	struct job_table *jobs;
	struct admin *admin;
	struct statsd statsd;
	unsigned statsd_generation; /* of the snapshot with its address */
	int64_t started;
	int signals; /* a signalfd */
	bool woken; /* by a worker, since then */
	int64_t maintained; /* when maintain was called last */
	int upgrade; /* readable when the new program is ready; -1: none */
	pid_t successor; /* the process of the new program */
	bool suspended; /* by WINCH: no workers until HUP */
	char *pid_file; /* the file written; NULL: none */
	bool ready; /* readiness was announced */
	bool stopping;
	bool upgraded; /* the new program owns files and sockets */
	int status;
};

#endif
