#ifndef SERVE_ADMIN_H
#define SERVE_ADMIN_H

#include <poll.h>

#include "gantry/error.h"
#include "serve/admin/status.h"

/*
 * What the master answers itself, whatever its workers do: who they are and
 * what they are at.  The control socket, of mode 0600 and for the same user and
 * root alone, also takes orders; the address of --admin only shows.  Both speak
 * HTTP/1.0, so "curl --unix-socket" will do.
 *
 * GET /status is a table, or with ?format=json or by Accept JSON; GET /metrics
 * is Prometheus' text format, or OpenMetrics by Accept; GET /healthz is 200
 * when the master answers, GET /readyz when requests are served, else 503.  On
 * the control socket there are POST /reload, /stop, /reopen and
 * /scale?workers=N.
 *
 * Nothing here blocks: the master puts the descriptors into its poll(2) and
 * hands on what came.  Clients are few, small, and gone after some seconds;
 * those who wait for a reload or the end stay until admin_done.
 *
 * Every function takes NULL for an admin that was not asked for.
 */

/*
 * Clients of each of the two servers at a time.  The next one takes the place
 * of the oldest whose request has not come yet.
 */
#define ADMIN_CLIENTS_MAX 16

/* The most descriptors that admin_poll gives. */
#define ADMIN_POLL_MAX (2 + 2 * ADMIN_CLIENTS_MAX)

/* A request must have come, and its answer be taken, within so long. */
#define ADMIN_PATIENCE_MILLISECONDS 5000

struct admin_options {
	const char *control; /* the path of the socket; NULL: none */
	bool control_is_optional; /* without it there is but a warning */
	const char *http; /* HOST:PORT; NULL: none */
	bool http_public; /* which need be no loopback address */
};

enum admin_action {
	ADMIN_RELOAD,
	ADMIN_STOP,
	ADMIN_SCALE,
	ADMIN_REOPEN,
};

enum admin_result {
	ADMIN_FAILED = -1, /* the error says why */
	ADMIN_DONE, /* the error's text, if any, says what */
	ADMIN_LATER, /* admin_done will tell */
};

/*
 * What the master does when it is told to; NULL where it cannot.  SAID is empty
 * before.  A failure's code decides the HTTP status: GANTRY_ERROR_INPUT 400,
 * BUSY 409, UNAVAILABLE 503, others 500.
 */
struct admin_actions {
	void *owner;
	/* Fill what the status needs; MASTER is zeroed before. */
	void (*describe)(void *owner, struct status_master *master);
	enum admin_result (*reload)(void *owner, struct gantry_error *error);
	enum admin_result (*stop)(void *owner, struct gantry_error *error);
	enum admin_result (*scale)(
	    void *owner, unsigned workers, struct gantry_error *error);
	enum admin_result (*reopen)(void *owner, struct gantry_error *error);
};

struct admin;

/*
 * Listen, or take what another program has handed over.  The strings of OPTIONS
 * need not outlive the call.  Returns NULL with ERROR filled:
 * GANTRY_ERROR_INPUT for what no second try will mend.
 */
struct admin *admin_open(
    const struct admin_options *options, struct gantry_error *error);

/* Whom to ask from now on; both must outlive ADMIN.  Before the first poll. */
void admin_attach(struct admin *admin, const struct admin_actions *actions,
    struct scoreboard *board);

/* Fill at most SIZE of WAITED with what to wait for.  Returns how many. */
size_t admin_poll(struct admin *admin, struct pollfd *waited, size_t size);

/* How long poll may sleep for our part, in milliseconds; -1: for ever. */
int admin_patience(const struct admin *admin);

/*
 * Do what the COUNT entries of WAITED ask for, which admin_poll filled and
 * poll(2) saw; and see to the deadlines, so call it after each poll.
 */
void admin_handle(
    struct admin *admin, const struct pollfd *waited, size_t count);

/*
 * ACTION, which was put off with ADMIN_LATER, is done or has failed: answer
 * those who wait for it with TEXT, one line.
 */
void admin_done(
    struct admin *admin, enum admin_action action, bool ok, const char *text);

/* In a worker after fork: these descriptors are the master's alone. */
void admin_forget(struct admin *admin);

/*
 * The listening sockets, for a program that takes this one's place: of the
 * control socket and of HTTP, either without any in it.  Once it serves,
 * admin_hand_over leaves them, and the socket's file, to it.
 */
const struct listeners *admin_control(const struct admin *admin);
const struct listeners *admin_http(const struct admin *admin);
void admin_hand_over(struct admin *admin);

/* Stop listening, remove the socket's file, free. */
void admin_close(struct admin *admin);

#endif
