#ifndef CMD_CONFIG_CHECK_FOLDERS_H
#define CMD_CONFIG_CHECK_FOLDERS_H

#include "cmd/config/config.h"

/*
 * For --check-config: can the files that CONFIG names be made?  The folders of
 * logs, sockets and the pid file must exist, and the user that writes there,
 * the one that runs this or the workers' one, must be able to.  Prints what is
 * wrong.  Returns the number of faults.  A folder below /run, or
 * /var/log/gantry, that is missing is not one, since it is made at the start.
 */
unsigned check_folders(const struct config *config);

/*
 * Likewise: print warnings about foreign applications (check_foreign.c).  Files
 * that their settings name are not there, the application itself is missing,
 * they share the workers of others, or they have too many threads.
 */
void check_foreign(struct config *config);

#endif
