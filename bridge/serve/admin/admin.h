#ifndef SERVE_ADMIN_H
#define SERVE_ADMIN_H

#include <poll.h>

#include "serve/admin/admin_actions.h"

/*
 * The two HTTP/1.0 servers of the master, which answer even when all workers
 * are stuck.  The control socket has mode 0600, serves root and gantry's own
 * user, and also accepts commands.  The address of --admin shows status only.
 *
 * GET /status is a table, or JSON with ?format=json or by Accept.  GET /metrics
 * is the Prometheus text format, or OpenMetrics by Accept.  GET /healthz is 200
 * when the master runs, GET /readyz is 200 when requests are served and 503
 * otherwise; with ?pool=NAME, of one pool.  The control socket accepts POST
 * /reload, /stop, /reopen and /scale?workers=N&pool=NAME.
 *
 * Nothing here blocks.  The master adds the descriptors to its poll(2) and
 * passes the result on.  A client has a few seconds to send its request and
 * read the answer; one that waits for a reload or a stop stays until
 * admin_done.
 *
 * Every function accepts NULL, an admin without servers.
 */

/*
 * The most clients of one server.  When it is full, the next client replaces
 * the oldest one that has not sent its request yet.
 */
#define ADMIN_CLIENTS_MAX 16

/* The most descriptors that admin_poll adds. */
#define ADMIN_POLL_MAX (2 + 2 * ADMIN_CLIENTS_MAX)

struct admin_options {
	const char *control; /* the path of the socket; NULL: none */
	bool control_is_optional; /* only warn if it cannot be opened */
	const char *http; /* HOST:PORT; NULL: none */
	bool http_public; /* allow other than loopback addresses */
};

struct admin;

/*
 * Listen, or take the sockets that the old program handed over.  The strings of
 * OPTIONS need not outlive the call.  Returns NULL with ERROR filled;
 * GANTRY_ERROR_INPUT means an invalid configuration.
 */
struct admin *admin_open(
    const struct admin_options *options, struct gantry_error *error);

/* Before the first poll: set what answers; both must outlive ADMIN. */
void admin_attach(struct admin *admin, const struct admin_actions *actions,
    struct scoreboard *board);

/* Add up to SIZE descriptors to WAITED.  Returns their number. */
size_t admin_poll(struct admin *admin, struct pollfd *waited, size_t size);

/* The longest time-out for poll(2), in milliseconds; -1: none. */
int admin_timeout(const struct admin *admin);

/*
 * After each poll(2): handle the COUNT entries of WAITED that admin_poll added,
 * and drop clients that are past their deadline.
 */
void admin_handle(
    struct admin *admin, const struct pollfd *waited, size_t count);

/*
 * ACTION, which returned ADMIN_LATER, has succeeded or failed: answer all
 * clients that wait for it with TEXT, one line.
 */
void admin_done(
    struct admin *admin, enum admin_action action, bool ok, const char *text);

/* In a worker after fork: close the descriptors without removing files. */
void admin_forget(struct admin *admin);

/*
 * The listening sockets of both servers, for an upgrade; empty for a server
 * that is off.  admin_hand_over leaves them and their files to the new program.
 */
const struct listeners *admin_control(const struct admin *admin);
const struct listeners *admin_http(const struct admin *admin);
void admin_hand_over(struct admin *admin);

/* Close the listening sockets and remove their files; clients stay. */
void admin_stop_listening(struct admin *admin);

/* Stop listening, drop all clients, free ADMIN. */
void admin_close(struct admin *admin);

#endif
