/*
 * Provides tokens and renews them.
 */
#include <jansson.h>
#include <openssl/crypto.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text/absolute_url.h"
#include "data/firestore/pull/auth.h"
#include "data/firestore/pull/http.h"
#include "data/firestore/pull/http_retry.h"

/* The audience of a self-signed token. */
#define FIRESTORE_AUDIENCE "https://firestore.googleapis.com/"
#define FIRESTORE_SCOPE	   "https://www.googleapis.com/auth/datastore"
#define JWT_GRANT	   "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"

struct auth {
	struct auth_options options;
	struct auth_account account;
	struct http *http; /* for the token server */
	pthread_mutex_t lock; /* of what follows */
	struct gantry_buffer token;
	time_t expires;
};

bool
auth_is_exchanged(
    const struct auth_options *options, const struct auth_account *account)
{
	return options->exchanges ||
	    strcmp(account->token_uri, AUTH_GOOGLE_TOKEN_URI) != 0;
}

/* Assertions are sent over TLS only, except to this machine. */
static int
check_token_uri(const char *uri, struct gantry_error *error)
{
	struct absolute_url url;

	if (absolute_url_parse(&url, uri) == 0 &&
	    (url.is_https || absolute_url_is_local(&url)))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "token_uri: expected https://HOST/PATH, or http:// and this "
	    "machine, without a user");
}

static int
open_account(struct auth *auth, struct gantry_error *error)
{
	const struct auth_options *options = &auth->options;

	if (auth_account_read(&auth->account, options->account, error) == -1)
		return -1;
	if (!auth_is_exchanged(options, &auth->account))
		return 0;
	if (check_token_uri(auth->account.token_uri, error) == -1)
		return gantry_error_prefix(
		    error, "credentials %s", options->account);
	auth->http = http_new(error);
	return auth->http == NULL ? -1 : 0;
}

struct auth *
auth_new(const struct auth_options *options, struct gantry_error *error)
{
	struct auth *auth = calloc(1, sizeof(*auth));

	if (auth == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	auth->options = *options;
	pthread_mutex_init(&auth->lock, NULL);
	if (options->token == NULL && open_account(auth, error) == -1) {
		auth_free(auth);
		return NULL;
	}
	return auth;
}

void
auth_free(struct auth *auth)
{
	if (auth == NULL)
		return;
	auth_account_clear(&auth->account);
	http_free(auth->http);
	if (auth->token.data != NULL)
		OPENSSL_cleanse(auth->token.data, auth->token.length);
	gantry_buffer_clear(&auth->token);
	pthread_mutex_destroy(&auth->lock);
	free(auth);
}

const char *
auth_project(const struct auth *auth)
{
	return auth->account.project;
}

static int
sign(struct auth *auth, const struct auth_claims *claims,
    struct gantry_error *error)
{
	gantry_buffer_reset(&auth->token);
	auth->expires = claims->issued + AUTH_TOKEN_SECONDS;
	return auth_account_sign(&auth->account, claims, &auth->token, error);
}

/* Read the token from the answer of the token server. */
static int
read_granted(struct auth *auth, const struct http_answer *answer, time_t asked,
    struct gantry_error *error)
{
	json_t *object = json_loadb(answer->body, answer->length, 0, NULL);
	const char *token =
	    json_string_value(json_object_get(object, "access_token"));
	json_int_t seconds =
	    json_integer_value(json_object_get(object, "expires_in"));
	const char *reason =
	    json_string_value(json_object_get(object, "error_description"));
	int result = 0;

	if (answer->status != 200)
		result = gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "%s did not issue a token: status %ld%s%.300s; check that "
		    "the key of %s is still valid and that the clock is right",
		    auth->account.token_uri, answer->status,
		    reason != NULL ? ", " : "", reason != NULL ? reason : "",
		    auth->account.email);
	else if (token == NULL || strpbrk(token, "\r\n") != NULL)
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the answer of %s has no access_token",
		    auth->account.token_uri);
	else {
		gantry_buffer_reset(&auth->token);
		gantry_buffer_puts(&auth->token, token);
		auth->expires = asked +
		    (seconds > 0 ? (time_t)seconds : AUTH_TOKEN_SECONDS);
	}
	json_decref(object);
	return result;
}

/* Send the assertion to the token server, with retries. */
static int
send_assertion(struct auth *auth, struct http_answer *answer,
    const struct gantry_buffer *form, struct gantry_error *error)
{
	struct http_retry retry = {
		.tries = auth->options.tries,
		.stopped = auth->options.stopped,
	};
	const char *uri = auth->account.token_uri;
	const struct http_request request = {
		.url = uri,
		.type = "application/x-www-form-urlencoded",
		.body = form->data,
		.length = form->length,
		.is_direct = strncasecmp(uri, "http://", 7) == 0,
	};

	for (;;) {
		*answer = (struct http_answer){ 0 };
		if (http_send(auth->http, &request, answer, error) == 0) {
			if (!http_retry_is_for(answer->status))
				return 0;
			gantry_error_set(error, GANTRY_ERROR_BUSY,
			    "%s: status %ld", uri, answer->status);
		} else if (error->code != GANTRY_ERROR_HANGUP)
			return -1;
		if (http_retry_wait(&retry, answer->retry_after, error) == -1)
			return -1;
	}
}

static int
exchange(struct auth *auth, time_t now, struct gantry_error *error)
{
	const struct auth_claims claims = {
		.audience = auth->account.token_uri,
		.scope = FIRESTORE_SCOPE,
		.issued = now,
	};
	struct gantry_buffer form = { 0 };
	struct http_answer answer;
	int result;

	gantry_buffer_puts(&form, "grant_type=" JWT_GRANT "&assertion=");
	result = auth_account_sign(&auth->account, &claims, &form, error);
	if (result == 0)
		result = send_assertion(auth, &answer, &form, error);
	if (result == 0)
		result = read_granted(auth, &answer, now, error);
	gantry_buffer_clear(&form);
	return result;
}

static int
renew(struct auth *auth, time_t now, struct gantry_error *error)
{
	const struct auth_claims claims = {
		.audience = FIRESTORE_AUDIENCE,
		.issued = now,
	};

	auth->expires = 0;
	if (auth_is_exchanged(&auth->options, &auth->account))
		return exchange(auth, now, error);
	return sign(auth, &claims, error);
}

int
auth_get(
    struct auth *auth, struct gantry_buffer *token, struct gantry_error *error)
{
	time_t now = time(NULL);
	int result = 0;

	gantry_buffer_reset(token);
	if (auth->options.token != NULL) {
		gantry_buffer_puts(token, auth->options.token);
	} else {
		pthread_mutex_lock(&auth->lock);
		if (auth->expires - now < AUTH_MARGIN_SECONDS)
			result = renew(auth, now, error);
		if (result == 0)
			gantry_buffer_add(
			    token, auth->token.data, auth->token.length);
		pthread_mutex_unlock(&auth->lock);
	}
	gantry_buffer_putc(token, '\0');
	if (result == 0 && gantry_buffer_failed(token))
		return gantry_error_memory(error);
	return result;
}
