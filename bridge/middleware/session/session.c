/*
 * Sessions are read before the responder, and written before the response is
 * sent if they have changed or were not seen for a while.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/secrets.h>
#include <gantry/web.h>

#include "base/hmac.h"
#include "middleware/null_arguments.h"
#include "middleware/session/session.h"

#define IDLE	       (30 * 60)
#define LIFETIME       (8 * 60 * 60)
#define LIFETIME_MAX   (400 * 24 * 60 * 60)
#define SEEN_INTERVAL  60 /* seconds between two writes that only say so */
#define PURGE_INTERVAL 600
/* What the hash of an id is keyed with; an id is random enough by itself. */
#define HASH_KEY "gantry session id, hashed for a store"
#define KEY_SIZE (2 * HMAC_SIZE + 1)

static int
open_secret(struct session_state *session,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	const struct gantry_session_options *options = session->options;

	session->secret = options->secret;
	if (options->secret_setting != NULL && settings != NULL)
		session->secret =
		    gantry_settings_get(settings, options->secret_setting);
	if (session->secret != NULL && *session->secret != '\0')
		return gantry_cookie_secret_check(session->secret, error);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the sessions are kept in cookies, and there is no secret to sign "
	    "them with (setting '%s'); make one with 'openssl rand -base64 32'",
	    options->secret_setting != NULL ? options->secret_setting : "");
}

static int
check_options(
    const struct gantry_session_options *options, struct gantry_error *error)
{
	if (options->lifetime < 0 || options->lifetime > LIFETIME_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the lifetime of a session is from 1 second to 400 days");
	if (options->is_insecure && options->name != NULL &&
	    strncmp(options->name, "__", 2) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the cookie '%.64s' of a session requires https, because "
		    "of its name, but is_insecure is set",
		    options->name);
	return 0;
}

static int
open_store(struct session_state *session,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	const struct gantry_session_store *store = session->options->store;

	if (store == NULL)
		return open_secret(session, settings, error);
	if (store->open == NULL || store->read == NULL ||
	    store->write == NULL || store->remove == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the store of sessions has no open, read, write or remove");
	if (hmac_load(error) == -1)
		return -1;
	return store->open(store->options, settings, &session->store, error);
}

int
gantry_session_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_session_options *given = options;
	struct session_state *session;

	if (open_lacks(options, state, __func__, error) ||
	    check_options(given, error) == -1)
		return -1;
	session = calloc(1, sizeof(*session));
	if (session == NULL)
		return gantry_error_memory(error);
	*session = (struct session_state){
		.options = given,
		.name = given->name,
		.idle = given->idle != 0 ? given->idle : IDLE,
		.lifetime = given->lifetime != 0 ? given->lifetime : LIFETIME,
	};
	if (session->name == NULL)
		session->name =
		    given->is_insecure ? "session" : "__Host-session";
	if (open_store(session, settings, error) == -1) {
		free(session);
		return -1;
	}
	*state = session;
	return 0;
}

void
gantry_session_close(void *state)
{
	struct session_state *session = state;

	if (session != NULL && session->options->store != NULL &&
	    session->options->store->close != NULL)
		session->options->store->close(session->store);
	free(session);
}

static int
fail(struct gantry_request *request, const struct gantry_error *error)
{
	struct gantry_error told = *error;

	/* What a store cannot read is not the client's fault. */
	if (told.code == GANTRY_ERROR_INPUT || told.code == GANTRY_ERROR_LIMIT)
		told.code = GANTRY_ERROR_SYSTEM;
	return gantry_response_fail_with(
	    gantry_request_response(request), &told);
}

/* The key of ID in a store. */
static int
make_key(char key[KEY_SIZE], const char *id, struct gantry_error *error)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char mac[HMAC_SIZE];
	size_t i;

	if (hmac_sha256(mac, id, HASH_KEY, sizeof(HASH_KEY) - 1, error) == -1)
		return -1;
	for (i = 0; i < HMAC_SIZE; i++) {
		key[2 * i] = hex[mac[i] >> 4];
		key[2 * i + 1] = hex[mac[i] & 0xf];
	}
	key[KEY_SIZE - 1] = '\0';
	return 0;
}

/* Append what the client's cookie stands for; nothing if it is not valid. */
static int
read_text(struct gantry_request *request, struct session *session,
    struct gantry_buffer *text, struct gantry_error *error)
{
	const struct session_state *state = session->state;
	const struct gantry_session_store *store = state->options->store;
	char key[KEY_SIZE];
	const char *value;

	if (store == NULL) {
		value = gantry_request_signed_cookie(
		    request, state->name, state->secret);
		if (value != NULL)
			gantry_base64url_decode(
			    text, value, strlen(value), error);
		return 0;
	}
	value = gantry_request_cookie(request, state->name);
	if (value == NULL || strlen(value) != SESSION_ID_SIZE)
		return 0;
	session->id = value;
	if (make_key(key, value, error) == -1 ||
	    store->read(state->store, key, text, error) == -1)
		return -1;
	return gantry_buffer_failed(text) ? gantry_error_memory(error) : 0;
}

static int
load(struct gantry_request *request, struct session *session)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error = { 0 };
	int result = read_text(request, session, &text, &error);

	if (result == 0)
		result = session_parse(
		    gantry_request_environ(request), session, &text, &error);
	gantry_buffer_clear(&text);
	if (result == -1)
		return fail(request, &error);
	session->is_known = result == 1;
	if (session->is_known)
		return 0;
	session->id = NULL;
	session->created = session->seen = session_now();
	return 0;
}

int
gantry_session_process_request(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	struct session *session;
	struct gantry_error error;

	if (process_lacks(request, response, state, __func__))
		return -1;
	session = gantry_environ_alloc(
	    gantry_request_environ(request), sizeof(*session));
	if (session == NULL) {
		gantry_error_memory(&error);
		return fail(request, &error);
	}
	*session = (struct session){ .state = state };
	if (load(request, session) == -1 || session_put(request, session) == -1)
		return -1;
	if (session->user == NULL)
		return 0;
	return gantry_request_set_user(request, session->user);
}

static void
warn_http(struct gantry_request *request, struct session_state *state)
{
	if (state->has_warned || state->options->is_insecure ||
	    strcmp(gantry_request_scheme(request), "https") == 0)
		return;
	state->has_warned = true;
	gantry_errors_printf(
	    gantry_environ_wsgi(gantry_request_environ(request))->errors,
	    "the session's cookie '%s' is for https, and this request came by "
	    "http: browsers may not send it; use https, name the proxy that "
	    "has it in --trusted-proxies, or set is_insecure",
	    state->name);
}

static struct gantry_cookie
make_cookie(const struct session *session)
{
	const struct gantry_session_options *options = session->state->options;
	const int64_t end = session->created + session->state->lifetime;

	return (struct gantry_cookie){
		.name = session->state->name,
		.value = "",
		.max_age = options->is_persistent ? end - session_now() : 0,
		.same_site = options->same_site,
		.is_insecure = options->is_insecure,
	};
}

/* Put the session itself into the cookie. */
static int
write_cookie(struct gantry_response *response, const struct session *session,
    const struct gantry_buffer *text)
{
	struct gantry_cookie cookie = make_cookie(session);
	struct gantry_buffer value = { 0 };
	int result = -1;

	gantry_base64url_encode(&value, text->data, text->length);
	gantry_buffer_putc(&value, '\0');
	cookie.secret = session->state->secret;
	cookie.value = value.data;
	if (!gantry_buffer_failed(&value))
		result = gantry_response_cookie(response, &cookie);
	gantry_buffer_clear(&value);
	return result;
}

static void
purge(struct gantry_request *request, struct session_state *state)
{
	const struct gantry_session_store *store = state->options->store;
	const int64_t now = session_now();
	struct gantry_error error;

	if (store->purge == NULL || now - state->purged < PURGE_INTERVAL)
		return;
	state->purged = now;
	if (store->purge(state->store, now, &error) == -1)
		gantry_errors_printf(
		    gantry_environ_wsgi(gantry_request_environ(request))
			->errors,
		    "cannot remove expired sessions: %s", error.text);
}

static int64_t
find_end(const struct session *session)
{
	const struct session_state *state = session->state;
	const int64_t end = session->created + state->lifetime;
	const int64_t idle_end = session->seen + state->idle;

	return state->idle >= 0 && idle_end < end ? idle_end : end;
}

/*
 * Was the record KEY removed after this request read it?  Then another request
 * has ended the session, and writing it again would begin it again.  Returns 1
 * or 0, or -1 with ERROR.
 */
static int
has_ended(
    const struct session *session, const char *key, struct gantry_error *error)
{
	const struct session_state *state = session->state;
	struct gantry_buffer text = { 0 };
	int found;

	if (!session->is_known || session->old_id != NULL)
		return 0;
	found = state->options->store->read(state->store, key, &text, error);
	gantry_buffer_clear(&text);
	return found == -1 ? -1 : found == 0;
}

static int
write_stored(struct gantry_request *request, const struct session *session,
    const struct gantry_buffer *text)
{
	struct session_state *state = session->state;
	struct gantry_cookie cookie = make_cookie(session);
	struct gantry_error error;
	char key[KEY_SIZE];
	int ended;
	const struct gantry_session_record record = {
		.key = key,
		.data = text->data,
		.size = text->length,
		.expires = find_end(session),
	};

	if (make_key(key, session->id, &error) == -1)
		return fail(request, &error);
	ended = has_ended(session, key, &error);
	if (ended == 1)
		return 0;
	if (ended == -1 ||
	    state->options->store->write(state->store, &record, &error) == -1)
		return fail(request, &error);
	purge(request, state);
	if (session->is_known && session->old_id == NULL)
		return 0;
	cookie.value = session->id;
	return gantry_response_cookie(
	    gantry_request_response(request), &cookie);
}

static int
write_session(struct gantry_request *request, struct session *session)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	int result;

	if (session->id == NULL && session_renew(request, session) == -1)
		return -1;
	session->seen = session_now();
	session_write(session, &text);
	if (gantry_buffer_failed(&text)) {
		gantry_error_memory(&error);
		result = fail(request, &error);
	} else if (session->state->options->store == NULL) {
		result = write_cookie(
		    gantry_request_response(request), session, &text);
	} else {
		result = write_stored(request, session, &text);
	}
	gantry_buffer_clear(&text);
	if (result == 0)
		warn_http(request, session->state);
	return result;
}

/* The record of an id that is not valid any more. */
static int
remove_old(struct gantry_request *request, const struct session *session)
{
	const struct session_state *state = session->state;
	struct gantry_error error;
	char key[KEY_SIZE];

	if (session->old_id == NULL || state->options->store == NULL)
		return 0;
	if (make_key(key, session->old_id, &error) == -1 ||
	    state->options->store->remove(state->store, key, &error) == -1)
		return fail(request, &error);
	return 0;
}

static bool
is_due(const struct session *session)
{
	const int64_t idle = session->state->idle;
	const int64_t interval =
	    idle >= 0 && idle / 4 < SEEN_INTERVAL ? idle / 4 : SEEN_INTERVAL;

	return session->is_changed ||
	    (idle >= 0 && session_now() - session->seen >= interval);
}

static int
commit(struct gantry_request *request, struct session *session)
{
	struct gantry_response *response = gantry_request_response(request);
	const struct gantry_cookie cookie = make_cookie(session);
	const bool is_empty = session->user == NULL && session->items == NULL;

	if (is_empty && session->old_id == NULL && session->is_known)
		session->old_id = session->id;
	if (remove_old(request, session) == -1)
		return -1;
	if (!is_empty)
		return is_due(session) ? write_session(request, session) : 0;
	return session->is_known
	    ? gantry_response_unset_cookie(response, &cookie)
	    : 0;
}

int
gantry_session_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct session *session;

	(void)succeeded;
	if (process_lacks(request, response, state, __func__))
		return -1;
	session = session_find(request);
	if (session == NULL || session->state != state)
		return 0;
	if (gantry_response_vary(response, "Cookie") == -1)
		return -1;
	if (*gantry_response_get_status(response) >= '5')
		return 0;
	if ((session->is_known || session->is_changed) &&
	    gantry_response_get_header(response, "Cache-Control") == NULL &&
	    gantry_response_cache_control(response, "no-store") == -1)
		return -1;
	return commit(request, session);
}
