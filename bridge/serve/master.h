#ifndef SERVE_MASTER_H
#define SERVE_MASTER_H

#include "serve/loop.h"

/*
 * Be the master: keep WORKERS processes serving OPTIONS until SIGTERM, which
 * lets requests finish, or SIGINT or SIGQUIT, which do not.  A worker that dies
 * is replaced, with growing pauses when its likes keep dying young.  Returns
 * the exit status: 0, or 1 when no worker could ever begin to serve.
 */
int master_run(const struct loop_options *options, unsigned workers);

#endif
