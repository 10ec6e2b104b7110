#ifndef CMD_COMMANDS_LOGS_H
#define CMD_COMMANDS_LOGS_H

#include "cmd/config/config.h"
#include "serve/observe/request_observer.h"

/* The logs of a configuration. */

struct logs {
	struct access_log access_log;
	struct slow_log slow_log;
	/* For struct loop_options; a log that is not configured is NULL. */
	struct request_observer_options observer;
};

/*
 * Open the error log, the access log and the slow log.  CONFIG must outlive
 * them.  Returns 0, or -1 with ERROR filled and none open.
 */
int logs_open(
    struct logs *logs, const struct config *config, struct gantry_error *error);

/* Close all but the error log, which belongs to the process. */
void logs_close(struct logs *logs);

#endif
