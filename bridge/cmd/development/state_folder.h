#ifndef CMD_DEVELOPMENT_STATE_FOLDER_H
#define CMD_DEVELOPMENT_STATE_FOLDER_H

#include <limits.h>

#include "gantry/error.h"

/*
 * The folder of a gantry dev, which only its user can enter: pages of requests,
 * the control socket and the like (serve/development/development_options.h).
 */

#define STATE_FOLDER_SIZE 80 /* a socket's path must fit */

/*
 * Make one, with the FIFO of the lines of requests, and put its path into
 * FOLDER.  Returns the FIFO, open for reading without blocking, or -1 with
 * ERROR filled.
 */
int state_folder_make(
    char folder[STATE_FOLDER_SIZE], struct gantry_error *error);

/* Remove FOLDER and the files in it. */
void state_folder_remove(const char *folder);

/* Write TEXT to the file NAME, or remove it if TEXT is NULL. */
void state_folder_write(const char *folder, const char *name, const char *text);

#endif
