#ifndef SERVE_MASTER_TRANSFERS_H
#define SERVE_MASTER_TRANSFERS_H

#include "serve/worker/connection_transfer.h"

/*
 * Connections that workers pass on, because they drain, or to share the load
 * (serve/worker/sharing.h): each goes to a serving worker of its pool in
 * the current snapshot or, after an upgrade, to the new program.  While there
 * is neither, it is held.  A worker may be hostile: only connections to a
 * listening socket are taken, and only so many.
 */

struct master;
struct pool;

struct transfers;

/* At the start.  NULL when memory ran out. */
struct transfers *transfers_new(void);

/* Close what is held, and both ends; TRANSFERS may be NULL. */
void transfers_free(struct transfers *transfers);

/*
 * The socket of a new program that was started, which is closed in the end; -1:
 * there is none any more.
 */
void transfers_set_successor(struct transfers *transfers, int successor);

/* Are there connections that nobody has taken yet? */
bool transfers_hold_any(const struct transfers *transfers);

/* Can connections be passed now?  Tells it the workers, too. */
bool transfers_publish(struct master *master);

/* The descriptors to poll for reading; -1: none. */
#define TRANSFERS_POLLED 2
void transfers_poll(
    const struct master *master, int descriptors[TRANSFERS_POLLED]);

/* Receive some connections and pass on what can be; never waits. */
void transfers_run(struct master *master);

/* May some still have to be passed to the new program? */
bool transfers_are_pending(const struct master *master);

/* Has a web server sent something on a connection of POOL that is held? */
bool transfers_have_input(
    const struct transfers *transfers, const struct pool *pool);

/* After a reload: what is held belongs to the pool that listens there now. */
void transfers_move(struct master *master);

#endif
