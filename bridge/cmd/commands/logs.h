#ifndef CMD_COMMANDS_LOGS_H
#define CMD_COMMANDS_LOGS_H

#include "cmd/config/config.h"
#include "serve/observe/request_observer.h"

/* The logs that the configuration asks for. */

struct logs {
	struct access_log access_log;
	struct slow_log slow_log;
	/* For struct loop_options; NULL in it for those not asked for. */
	struct request_observer_options observer;
};

/*
 * Open the error log and those of requests.  CONFIG must outlive them.  Returns
 * 0, or -1 with ERROR filled and none open.
 */
int logs_open(
    struct logs *logs, const struct config *config, struct gantry_error *error);

/* Close those of requests; the error log is the process's. */
void logs_close(struct logs *logs);

#endif
