#ifndef SERVE_MASTER_H
#define SERVE_MASTER_H

#include "serve/master/workers/snapshot.h"

/*
 * The process that owns the sockets and never reads a request.  It keeps the
 * configured number of workers running and handles the signals of gunicorn:
 *
 *	TERM		stop gracefully: running requests finish
 *	INT, QUIT	stop immediately
 *	HUP		reload the configuration: new workers replace the old
 *			ones when they are ready
 *	USR1		reopen the logs
 *	USR2		upgrade: start the program file again and let it take
 *			over when it is ready
 *	TTIN, TTOU	one worker more, one worker less
 *	WINCH		stop all workers until the next HUP; ignored at a
 *			terminal
 *
 * Serves until it is told to stop.  Returns the exit status: 0, 1 if it could
 * not serve, 2 if the configuration is invalid.
 */
int master_run(const struct snapshot_source *source);

#endif
