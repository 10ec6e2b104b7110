#ifndef SERVE_ADMIN_CLIENT_H
#define SERVE_ADMIN_CLIENT_H

#include "serve/admin/admin_answer.h"

/*
 * The time that a client has to send its request, and then to read its answer.
 */
#define ADMIN_CLIENT_TIMEOUT_MILLISECONDS 5000

/*
 * One client of an admin server, from accept to close.  Nothing blocks: reading
 * and writing continue when poll(2) says so.
 */

enum admin_client_state {
	ADMIN_CLIENT_FREE,
	ADMIN_CLIENT_READING,
	ADMIN_CLIENT_WAITING, /* for an action */
	ADMIN_CLIENT_WRITING,
};

struct admin_client {
	enum admin_client_state state;
	int descriptor;
	uint64_t number; /* the order of arrival */
	int64_t deadline;
	enum admin_action action; /* that it waits for */
	size_t length; /* bytes read */
	char data[ADMIN_REQUEST_MAX];
	struct gantry_buffer out;
	size_t sent;
};

/*
 * Let the free CLIENT own DESCRIPTOR, which must not block.  A user who may not
 * use the control socket gets an error.
 */
void admin_client_open(struct admin_client *client, int descriptor,
    uint64_t number, const struct admin_endpoint *endpoint);

/* Close the connection; CLIENT is free afterwards. */
void admin_client_drop(struct admin_client *client);

/* When to drop CLIENT, in clock_milliseconds(); 0: never. */
int64_t admin_client_deadline(const struct admin_client *client);

/*
 * Read what has arrived.  A complete request is answered or waits for its
 * action. CLIENT may be free afterwards.
 */
void admin_client_read(
    struct admin_client *client, const struct admin_endpoint *endpoint);

/* Send what the socket accepts; CLIENT is free after the last byte. */
void admin_client_write(struct admin_client *client);

/* Respond with STATUS, such as "200 OK", and TEXT, one line. */
void admin_client_answer(
    struct admin_client *client, const char *status, const char *text);

#endif
