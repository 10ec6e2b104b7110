#ifndef CMD_CLIENT_PID_SIGNAL_H
#define CMD_CLIENT_PID_SIGNAL_H

#include <stdbool.h>
#include <sys/types.h>

#include "gantry/error.h"

/* A running master that is known by its PID file alone. */

struct pid_signal {
	int number; /* of the signal */
	bool waits; /* until the process has ended */
};

/*
 * Send SIGNAL to the master of the PID file PATH.  The process must have the
 * name of this program: the file may be older than the process.  Returns its
 * id, or -1 with ERROR filled.
 */
pid_t pid_signal_send(const char *path, const struct pid_signal *signal,
    struct gantry_error *error);

/* Read the id in the PID file PATH.  Returns as above. */
pid_t pid_signal_read(const char *path, struct gantry_error *error);

#endif
