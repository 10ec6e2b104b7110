/*
 * What applications do with sessions.
 */
#include <string.h>
#include <time.h>

#include <gantry/secrets.h>
#include <gantry/web.h>

#include "base/clock.h"
#include "base/null.h"
#include "base/text/utf8.h"
#include "middleware/session/session.h"

#define NAME "gantry.session"

int64_t
session_now(void)
{
	return time(NULL) + clock_ahead() / 1000;
}

struct session *
session_find(const struct gantry_request *request)
{
	return gantry_request_get(request, NAME);
}

int
session_put(struct gantry_request *request, struct session *session)
{
	return gantry_request_set(request, NAME, session);
}

/* Fail with a 500 whose reason only the log has. */
static int
fail(struct gantry_request *request, const char *reason)
{
	struct gantry_error error;

	gantry_error_set(&error, GANTRY_ERROR_SYSTEM, "%s", reason);
	return gantry_response_fail_with(
	    gantry_request_response(request), &error);
}

static int
fail_memory(struct gantry_request *request)
{
	return fail(request, "out of memory");
}

static struct session *
require(struct gantry_request *request)
{
	struct session *session = session_find(request);

	if (session == NULL)
		fail(request,
		    "there is no session: use the middleware GANTRY_SESSION "
		    "for the site, or the group of this route");
	return session;
}

/* Return whether a value that FUNCTION needs is missing. */
static bool
lacks(struct gantry_request *request, const void *value, const char *function,
    const char *argument)
{
	if (null_given(request, function, "request"))
		return true;
	if (!null_given(value, function, argument))
		return false;
	fail(request, "an argument is NULL");
	return true;
}

const char *
gantry_session_get(struct gantry_request *request, const char *key)
{
	const struct session *session;
	const struct session_item *item;

	if (lacks(request, key, __func__, "key"))
		return NULL;
	session = require(request);
	if (session == NULL)
		return NULL;
	for (item = session->items; item != NULL; item = item->next)
		if (strcmp(item->key, key) == 0)
			return item->value;
	return NULL;
}

size_t
session_size(const struct session *session)
{
	const struct session_item *item;
	size_t size = session->user != NULL ? strlen(session->user) : 0;

	for (item = session->items; item != NULL; item = item->next)
		size += strlen(item->key) + strlen(item->value);
	return size;
}

static void
remove_item(struct session *session, const char *key)
{
	struct session_item **at = &session->items;

	while (*at != NULL)
		if (strcmp((*at)->key, key) == 0) {
			*at = (*at)->next;
			session->is_changed = true;
		} else {
			at = &(*at)->next;
		}
}

static int
add_item(struct gantry_request *request, struct session *session,
    const char *key, const char *value)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	struct session_item *item =
	    gantry_environ_alloc(environ, sizeof(*item));

	if (item == NULL)
		return fail_memory(request);
	*item = (struct session_item){
		.key = gantry_environ_format(environ, "%s", key),
		.value = gantry_environ_format(environ, "%s", value),
		.next = session->items,
	};
	if (item->key == NULL || item->value == NULL)
		return fail_memory(request);
	session->items = item;
	session->is_changed = true;
	return 0;
}

/* Check that SESSION is still small enough with SIZE bytes more. */
static int
check_size(struct gantry_request *request, const struct session *session,
    size_t size, const char *key)
{
	const bool is_cookie = session->state->options->store == NULL;
	const size_t limit =
	    is_cookie ? SESSION_COOKIE_MAX : SESSION_STORED_MAX;
	const char *text;

	size += session_size(session);
	if (size <= limit)
		return 0;
	text = gantry_environ_format(gantry_request_environ(request),
	    "the session would have %zu bytes with '%.64s', and the limit is "
	    "%zu%s",
	    size, key, limit,
	    is_cookie ? " in a cookie; use a store (gantry_session(3))" : "");
	return text != NULL ? fail(request, text) : fail_memory(request);
}

int
gantry_session_set(
    struct gantry_request *request, const char *key, const char *value)
{
	struct session *session;

	if (lacks(request, key, __func__, "key"))
		return -1;
	session = require(request);
	if (session == NULL)
		return -1;
	if (!utf8_is_valid(key, strlen(key)) ||
	    (value != NULL && !utf8_is_valid(value, strlen(value))))
		return fail(request,
		    "a key or value of a session is not UTF-8; encode it with "
		    "gantry_base64url_encode");
	remove_item(session, key);
	if (value == NULL)
		return 0;
	if (check_size(request, session, strlen(key) + strlen(value), key) ==
	    -1)
		return -1;
	return add_item(request, session, key, value);
}

int
session_renew(struct gantry_request *request, struct session *session)
{
	struct gantry_buffer token = { 0 };
	struct gantry_error error;

	if (gantry_random_token(&token, 0, &error) == -1) {
		gantry_buffer_clear(&token);
		return fail(request, error.text);
	}
	if (session->is_known && session->old_id == NULL)
		session->old_id = session->id;
	session->id = gantry_environ_format(gantry_request_environ(request),
	    "%.*s", (int)token.length, token.data);
	gantry_buffer_clear(&token);
	session->created = session->seen = session_now();
	session->is_changed = true;
	return session->id != NULL ? 0 : fail_memory(request);
}

int
gantry_session_login(struct gantry_request *request, const char *user)
{
	struct session *session;

	if (lacks(request, user, __func__, "user"))
		return -1;
	session = require(request);
	if (session == NULL)
		return -1;
	if (*user == '\0' || !utf8_is_valid(user, strlen(user)))
		return fail(request,
		    "the user of a session is empty, or not "
		    "UTF-8");
	session->user = NULL;
	if (check_size(request, session, strlen(user), "user") == -1 ||
	    session_renew(request, session) == -1 ||
	    gantry_request_set_user(request, user) == -1)
		return -1;
	session->user = gantry_request_user(request);
	return 0;
}

int
gantry_session_logout(struct gantry_request *request)
{
	struct session *session;

	if (null_given(request, __func__, "request"))
		return -1;
	session = require(request);
	if (session == NULL)
		return -1;
	if (session->is_known && session->old_id == NULL)
		session->old_id = session->id;
	session->id = NULL;
	session->user = NULL;
	session->items = NULL;
	session->is_changed = true;
	return gantry_request_set_user(request, NULL);
}
