#ifndef CMD_CONFIG_SPOOL_FOLDER_H
#define CMD_CONFIG_SPOOL_FOLDER_H

#include <limits.h>

#include "serve/sandbox/privileges.h"

/*
 * The folder in which workers spool large bodies and answers.  It is made for
 * one configuration, inside the folder that the operator chose, which may hold
 * the files of others, as /tmp does.  The files in it have no names.
 */

struct spool_folder {
	char path[PATH_MAX]; /* "": there is none */
	int lock; /* keeps systemd-tmpfiles(8) from removing it */
};

/*
 * Make the folder inside PARENT (NULL: /tmp), with mode 0700 and owned by the
 * user of WORKERS.  Returns 0, or -1 with ERROR filled.
 */
int spool_folder_make(struct spool_folder *spool, const char *parent,
    const struct privileges *workers, struct gantry_error *error);

/* Remove the folder, if there is one; idempotent. */
void spool_folder_remove(struct spool_folder *spool);

#endif
