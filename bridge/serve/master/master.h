#ifndef SERVE_MASTER_H
#define SERVE_MASTER_H

#include "serve/master/snapshot.h"

/*
 * The process that owns the sockets and never reads a request.  It keeps as
 * many workers as the snapshot's pool wants, replaces those that die, and
 *answers signals as gunicorn does:
 *
 *	TERM		end; requests may finish
 *	INT, QUIT	end at once
 *	HUP		read the configuration again: new workers take over when
 *			they serve, or the old ones stay
 *	USR1		open the logs again
 *	USR2		run the program's file anew: it takes over likewise
 *	TTIN, TTOU	one worker more, or fewer
 *	WINCH		end the workers until the next HUP; not at a terminal
 *
 * Serves until it is told to end.  Returns the exit status: 0, 1 when it could
 * not serve, 2 when the configuration makes no sense.
 */
int master_run(const struct snapshot_source *source);

#endif
