#ifndef SERVE_ADMIN_ACTIONS_H
#define SERVE_ADMIN_ACTIONS_H

#include "gantry/error.h"
#include "serve/admin/status.h"

/* The commands of the control socket, which the master carries out. */

enum admin_action {
	ADMIN_RELOAD,
	ADMIN_STOP,
	ADMIN_SCALE,
	ADMIN_REOPEN,
};

enum admin_result {
	ADMIN_FAILED = -1, /* the error says why */
	ADMIN_DONE, /* the error's text, if any, is the answer */
	ADMIN_LATER, /* admin_done answers */
};

/*
 * What carries the commands out; NULL where a command is not supported.  ERROR
 * is empty before the call.  Its code decides the HTTP status of a failure:
 * GANTRY_ERROR_INPUT 400, BUSY 409, UNAVAILABLE 503, others 500.
 */
struct admin_actions {
	void *owner;
	/* Fill what the status needs; MASTER is zeroed before. */
	void (*describe)(void *owner, struct status_master *master);
	enum admin_result (*reload)(void *owner, struct gantry_error *error);
	enum admin_result (*stop)(void *owner, struct gantry_error *error);
	/* POOL is NULL unless the command names one. */
	enum admin_result (*scale)(void *owner, const char *pool,
	    unsigned workers, struct gantry_error *error);
	enum admin_result (*reopen)(void *owner, struct gantry_error *error);
};

#endif
