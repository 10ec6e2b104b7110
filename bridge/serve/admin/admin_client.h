#ifndef SERVE_ADMIN_CLIENT_H
#define SERVE_ADMIN_CLIENT_H

#include "serve/admin/admin_answer.h"

/*
 * One client of the control socket or of HTTP, from accept to close.  Nothing
 * blocks: what cannot be read or sent now is when poll says so.
 */

enum admin_client_state {
	ADMIN_CLIENT_FREE,
	ADMIN_CLIENT_READING,
	ADMIN_CLIENT_WAITING, /* for an action to be done */
	ADMIN_CLIENT_WRITING,
};

struct admin_client {
	enum admin_client_state state;
	int descriptor;
	uint64_t number; /* grows from client to client of a server */
	int64_t deadline;
	enum admin_action action; /* that it waits for */
	size_t length; /* of what was read */
	char data[ADMIN_REQUEST_MAX];
	struct gantry_buffer out;
	size_t sent;
};

/*
 * CLIENT, which is free, becomes the NUMBER-th of its server and owns
 * DESCRIPTOR, which must not block.  One that may not ask is told so.
 */
void admin_client_open(struct admin_client *client, int descriptor,
    uint64_t number, const struct admin_peer *peer);

/* Close it; its place is free. */
void admin_client_drop(struct admin_client *client);

/* When CLIENT is to be dropped, as clock_milliseconds; 0: never. */
int64_t admin_client_deadline(const struct admin_client *client);

/*
 * Read what came; a whole request is answered, or waits for its action.  The
 * client may be free afterwards.
 */
void admin_client_read(struct admin_client *client,
    const struct admin_peer *peer, const struct admin_actions *actions,
    struct scoreboard *board);

/* Send what can be sent; the client is free after the last byte. */
void admin_client_write(struct admin_client *client);

/* Answer with STATUS, such as "200 OK", and TEXT, one line. */
void admin_client_say(
    struct admin_client *client, const char *status, const char *text);

#endif
