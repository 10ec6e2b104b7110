#ifndef CMD_DEVELOPMENT_DEV_STATE_H
#define CMD_DEVELOPMENT_DEV_STATE_H

#include <sys/types.h>

#include "cmd/commands/commands.h"
#include "cmd/development/state_folder.h"
#include "cmd/development/terminal.h"
#include "cmd/development/watch.h"

/* The state of the first process of gantry dev, shared by its files. */
struct dev {
	const struct serve_source *source;
	const struct options *options;
	char folder[STATE_FOLDER_SIZE];
	char control[PATH_MAX]; /* the master's control socket */
	char pid_file[PATH_MAX]; /* where it writes its process id */
	struct watch watch;
	pid_t master; /* 0: it has ended */
	pid_t group; /* the process group of masters and workers */
	pid_t debugger; /* 0: none */
	int signals; /* a signalfd */
	int lines; /* a FIFO with the lines of requests */
	struct terminal_log log;
	int reload; /* a pipe with the result of a reload; -1: none runs */
	struct gantry_buffer answer; /* that came through it */
	bool is_upgrading;
	bool has_failed; /* the last change is not served */
	bool is_stopping;
	int64_t deadline; /* then the group is killed; 0: none */
	int status; /* of the exit */
};

#endif
