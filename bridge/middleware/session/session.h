#ifndef MIDDLEWARE_SESSION_SESSION_H
#define MIDDLEWARE_SESSION_SESSION_H

#include <gantry/session.h>

/* The session of a request.  Everything is in the request's memory. */

#define SESSION_ID_SIZE	   43 /* characters of base64url */
#define SESSION_COOKIE_MAX 2048
#define SESSION_STORED_MAX 65536

/* An opened middleware. */
struct session_state {
	const struct gantry_session_options *options;
	const char *name; /* of the cookie */
	const char *secret; /* NULL: there is a store */
	void *store; /* its state */
	int64_t idle, lifetime; /* seconds; IDLE may be negative */
	int64_t purged; /* when, in seconds */
	bool has_warned; /* about http */
};

struct session_item {
	const char *key, *value;
	struct session_item *next;
};

struct session {
	struct session_state *state;
	const char *id; /* NULL: it has not begun */
	const char *old_id; /* the client's, which is not valid any more */
	int64_t created, seen; /* seconds since 1970 */
	const char *user;
	struct session_item *items;
	bool is_known; /* the client has its cookie */
	bool is_changed;
};

/* Seconds since 1970, which tests advance. */
int64_t session_now(void);

/* The session of REQUEST; NULL: there is no middleware. */
struct session *session_find(const struct gantry_request *request);
int session_put(struct gantry_request *request, struct session *session);

/* Give it a new id.  Returns 0, or -1 with the response failed. */
int session_renew(struct gantry_request *request, struct session *session);

/* How many bytes its values have. */
size_t session_size(const struct session *session);

/* Append SESSION as JSON, with its id if it is kept in a cookie. */
void session_write(const struct session *session, struct gantry_buffer *text);

/*
 * Fill SESSION from JSON.  Returns 1, 0 if it is malformed or has expired, or
 * -1 with ERROR: memory ran out.
 */
int session_parse(struct gantry_environ *environ, struct session *session,
    const struct gantry_buffer *text, struct gantry_error *error);

#endif
