#ifndef GANTRY_SESSION_H
#define GANTRY_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/contract.h>
#include <gantry/middleware.h>
#include <gantry/response.h>
#include <gantry/route.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Sessions: texts that are kept for a client between requests, and the user who
 * has logged in; and protection from forged requests (CSRF).
 */

/* --- Where sessions are kept --- */

/* A session in a store. */
struct gantry_session_record {
	const char *key; /* 64 hexadecimal digits: a hash of the session's id */
	const void *data;
	size_t size; /* at most 128 KiB */
	int64_t expires; /* seconds since 1970 */
};

/*
 * A store of sessions that all workers share.  Each function but CLOSE returns
 * 0, or -1 with ERROR filled; READ returns 1 if it has found the record.  OPEN
 * is called once for each thread and use, and the others in that thread.
 */
struct gantry_session_store {
	const void *options; /* for OPEN */
	int (*open)(const void *options, const struct gantry_settings *settings,
	    void **state, struct gantry_error *error);
	/* Append the data of the record KEY unless it has expired. */
	int (*read)(void *state, const char *key, struct gantry_buffer *buffer,
	    struct gantry_error *error);
	/* Write RECORD, or replace the one with its key. */
	int (*write)(void *state, const struct gantry_session_record *record,
	    struct gantry_error *error);
	/* Remove the record KEY; it is not an error if there is none. */
	int (*remove)(void *state, const char *key, struct gantry_error *error);
	/*
	 * Remove the records that expired before NOW.  Called now and then;
	 * NULL: the store does so itself.
	 */
	int (*purge)(void *state, int64_t now, struct gantry_error *error);
	void (*close)(void *state);
};

/*
 * A store of files, one for each session, in the folder that a setting of the
 * application names, or FOLDER.  In a sandbox, the application must have the
 * right to write to it (struct gantry_application, WRITES).  Files of the same
 * folder serve all workers, and survive a restart.
 */
struct gantry_session_files_options {
	const char *folder; /* NULL: FOLDER_SETTING names it */
	const char *folder_setting; /* the key of a setting, or NULL */
};
int gantry_session_files_open(const void *options,
    const struct gantry_settings *settings, void **state,
    struct gantry_error *error);
int gantry_session_files_read(void *state, const char *key,
    struct gantry_buffer *buffer, struct gantry_error *error);
int gantry_session_files_write(void *state,
    const struct gantry_session_record *record, struct gantry_error *error);
int gantry_session_files_remove(
    void *state, const char *key, struct gantry_error *error);
int gantry_session_files_purge(
    void *state, int64_t now, struct gantry_error *error);
void gantry_session_files_close(void *state);
#define GANTRY_SESSION_FILES(given)                                    \
	{                                                              \
		.options = (given), .open = gantry_session_files_open, \
		.read = gantry_session_files_read,                     \
		.write = gantry_session_files_write,                   \
		.remove = gantry_session_files_remove,                 \
		.purge = gantry_session_files_purge,                   \
		.close = gantry_session_files_close                    \
	}

/* --- The middleware --- */

/*
 * Gives requests a session (OWASP Session Management Cheat Sheet).  It begins
 * when the first value is set or a user logs in, and ends by logout, IDLE
 * seconds after the last request, or LIFETIME seconds after it began or the
 * user logged in.  The last request is noted at most once a minute, so IDLE may
 * be shorter by that.  The id is random, has 256 bits, and changes at login.
 *
 * Without a STORE, the cookie holds the session, signed with the first key of
 * the secret (see struct gantry_cookie): clients can read it but not change it.
 * A copy of such a cookie stays valid after a logout, until it expires.  With a
 * STORE, the cookie holds the id alone, and the store a hash of the id.
 *
 * The cookie is Secure, HttpOnly, SameSite=Lax, and named "__Host-session":
 * browsers accept it over https only, from this host alone.  Behind a proxy
 * that speaks http, that is right, too.  For a site that has no https, set
 * IS_INSECURE: the cookie is then "session" and not Secure, so that anyone on
 * the way can use the session.  Two applications on one host need two names.
 *
 * Responses have Vary: Cookie and, if there is a session, Cache-Control:
 * no-store unless the application sets Cache-Control.  A response with a status
 * of 500 or more changes no session.
 */
struct gantry_session_options {
	const char *name; /* NULL: "__Host-session", "session" */
	const char *secret_setting; /* the key of a secret setting */
	const char *secret; /* NULL: SECRET_SETTING; only without a store */
	const struct gantry_session_store *store; /* NULL: in the cookie */
	int64_t idle; /* seconds; 0: 30 minutes; negative: no limit */
	int64_t lifetime; /* seconds; 0: 8 hours; at most 400 days */
	enum gantry_same_site same_site;
	bool is_insecure; /* http, too */
	bool is_persistent; /* the cookie outlives the browser's session */
};
GANTRY_MIDDLEWARE_OPEN(session);
GANTRY_MIDDLEWARE_REQUEST(session);
GANTRY_MIDDLEWARE_RESPONSE(session);
GANTRY_MIDDLEWARE_CLOSE(session);
#define GANTRY_SESSION(given)                                        \
	{                                                            \
		.name = "session", .options = (given),               \
		.open = gantry_session_open,                         \
		.process_request = gantry_session_process_request,   \
		.process_response = gantry_session_process_response, \
		.close = gantry_session_close                        \
	}

/*
 * The value of KEY in the session, or NULL.  Set replaces it, or removes it if
 * VALUE is NULL.  Keys and values are UTF-8 and copied.  All of them together
 * have at most 2048 bytes in a cookie, and 64 KiB in a store.  Set returns 0,
 * or -1 with the response failed: 500 if there is no middleware GANTRY_SESSION,
 * or what was set is too large or not UTF-8, which the log says.
 *
 * Of two requests of one session at the same time, the one that ends last
 * wins.  With a store, one does not begin a session again that the other ended.
 */
const char *gantry_session_get(struct gantry_request *request, const char *key);
int gantry_session_set(
    struct gantry_request *request, const char *key, const char *value);

/*
 * The user has proved who he is: give the session a new id, so that an id that
 * an attacker knew before is worthless, and let it belong to USER, which
 * gantry_request_user returns from now on.  Its values stay.  Call this after
 * each change of rights, too.  Returns 0, or -1 with the response failed.
 */
int gantry_session_login(struct gantry_request *request, const char *user);

/*
 * End the session: its values and its user are gone, and the client is told to
 * delete the cookie.  Returns as above.
 */
int gantry_session_logout(struct gantry_request *request);

/* --- Forged requests --- */

/*
 * Refuses requests that another site makes with the client's cookies (OWASP
 * Cross-Site Request Forgery Prevention Cheat Sheet), with 403.  GET, HEAD and
 * OPTIONS pass, so they must not change anything.  For others:
 *
 * - Sec-Fetch-Site, which browsers send over https: "same-origin" and "none"
 *   pass; others pass if Origin is one of TRUSTED_ORIGINS.
 * - Without it, Origin must be that of the request, or a trusted one.
 * - Without both, or with REQUIRES_TOKEN in each case, the request needs a
 *   token: in the header X-CSRF-Token, or in the field "csrf_token" of a form,
 *   application/x-www-form-urlencoded or multipart/form-data.
 *
 * The token is signed with the first key of the secret, and bound to the
 * session of the user who is logged in, or else to a cookie, "__Host-csrf", of
 * the client ("csrf" with IS_INSECURE).  Put this after GANTRY_SESSION.  Do not
 * use it where clients have no cookies, for example for GANTRY_BEARER.
 *
 * A form is read, up to FORM_SIZE_MAX bytes, only if the header is absent; the
 * responder can read it as usual.  Larger forms get 413: let scripts send the
 * header, or check them without REQUIRES_TOKEN.
 */
struct gantry_csrf_options {
	const char *secret_setting; /* the key of a secret setting */
	const char *secret; /* NULL: SECRET_SETTING */
	const char *trusted_origins; /* separated by blanks; NULL: none */
	size_t form_size_max; /* 0: 1 MiB */
	bool requires_token;
	bool is_insecure; /* the cookie is sent over http, too */
};
GANTRY_MIDDLEWARE_OPEN(csrf);
GANTRY_MIDDLEWARE_REQUEST(csrf);
GANTRY_MIDDLEWARE_RESOURCE(csrf);
GANTRY_MIDDLEWARE_CLOSE(csrf);
#define GANTRY_CSRF(given)                                                    \
	{                                                                     \
		.name = "csrf", .options = (given), .open = gantry_csrf_open, \
		.process_request = gantry_csrf_process_request,               \
		.process_resource = gantry_csrf_process_resource,             \
		.close = gantry_csrf_close                                    \
	}

/*
 * Return a token for the forms and scripts of this response; the same for all
 * calls of a request.  It consists of characters that HTML and URLs need not
 * escape.  Call it after a login, if the same response has both.  The response
 * gets Cache-Control: no-store unless the application sets it.  NULL with the
 * response failed: there is no middleware GANTRY_CSRF, or memory ran out.
 */
const char *gantry_csrf_token(struct gantry_request *request);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
