#ifndef SERVE_MASTER_STATE_H
#define SERVE_MASTER_STATE_H

#include "serve/jobs/jobs.h"
#include "serve/master/master.h"
#include "serve/master/worker_table.h"
#include "serve/observe/scoreboard.h"

/*
 * What the master knows, for the files that it is made of: master.c waits,
 * staff.c keeps as many workers as there should be, reload.c replaces the
 * snapshot and orders.c does what signals and the admin ask for.  All of it
 * runs in the master's one thread.
 */
struct master {
	const struct snapshot_source *source;
	struct snapshot *snapshot; /* the one that counts */
	struct snapshot *trial; /* the one of a reload whose workers start */
	int64_t trial_ends;
	struct snapshot *retired; /* a chain: those whose workers still end */
	struct scoreboard *board;
	struct worker_table *workers;
	struct jobs *jobs;
	struct admin *admin;
	int64_t started;
	int signals; /* a signalfd */
	int wake[2]; /* a pipe: a byte when a worker is at something else */
	int pause; /* before the next start, in milliseconds */
	int64_t start_after;
	int64_t spare_since; /* see struct scaling_state */
	int upgrade; /* a descriptor: the new program's word; -1: none */
	bool hidden; /* by WINCH: no workers until HUP */
	char *pid_file; /* that was written; NULL: none */
	bool ready; /* it was said that all workers serve */
	bool stopping;
	bool upgraded; /* what this program has made belongs to another */
	int status;
};

#endif
