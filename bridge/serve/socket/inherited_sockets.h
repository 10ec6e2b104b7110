#ifndef SERVE_SOCKET_INHERITED_SOCKETS_H
#define SERVE_SOCKET_INHERITED_SOCKETS_H

#include <stdbool.h>

#include "gantry/buffer.h"

/*
 * Listening sockets that a gantry hands to its successor
 * (serve/socket/upgrade.h): open descriptors that survive exec(3), and a
 * variable of the environment that names them.
 */

/* The variable that names the descriptor for the end of an upgrade. */
#define INHERITED_READY "GANTRY_READY"

/*
 * In the new program: does the old one still serve on them?  Their files are
 * then not this program's to remove.
 */
bool inherited_sockets_are_lent(void);

/* In the old program: add a line for DESCRIPTOR, bound to ADDRESS, to LINES. */
void inherited_sockets_add(
    struct gantry_buffer *lines, int descriptor, const char *address);

/* In the old program's child, before exec: export LINES.  Returns 0 or -1. */
int inherited_sockets_export(struct gantry_buffer *lines);

/*
 * In the new program: the descriptor for ADDRESS, which the caller owns from
 * now on, or -1.
 */
int inherited_sockets_take(const char *address);

/* In the new program: close the sockets that no one has taken. */
void inherited_sockets_close_rest(void);

#endif
