#ifndef MIDDLEWARE_SESSION_SITE_H
#define MIDDLEWARE_SESSION_SITE_H

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

/*
 * A site with a session, and a client that keeps cookies as browsers do.  GET /
 * answers with the user and the values "a" and "b" of the session; /?a=1 sets
 * one, as do b, c and d, /?fail=1 fails afterwards, and /?token=1 answers with
 * a CSRF token. POST of /login?user=, /logout and /act do what they say.
 */

#define SESSION_KEY_1 "0123456789abcdef0123456789abcdef"
#define SESSION_KEY_2 "fedcba9876543210fedcba9876543210"

/* Open it with SESSION and, if it is not NULL, CSRF. */
void session_site_open(const struct gantry_session_options *session,
    const struct gantry_csrf_options *csrf);
void session_site_close(void);

/* The client loses its cookies. */
void session_site_forget(void);

/* A request over https with HEADERS, which may be NULL, and the cookies. */
struct gantry_result *session_site_ask(
    const char *method, const char *target, const char *const *headers);

/* The same with a BODY, whose type is in HEADERS. */
struct gantry_result *session_site_send(
    const char *target, const char *const *headers, const char *body);

/* The text of a request that succeeds, good until the next call. */
const char *session_site_text(const char *method, const char *target);

/* The value of a cookie of the client, or NULL; and a new value. */
const char *session_site_cookie(const char *name);
void session_site_set_cookie(const char *name, const char *value);

/* What other requests do while a responder runs, or NULL. */
extern void (*session_site_meanwhile)(void);

#endif
