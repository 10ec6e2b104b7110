/*
 * Calls of the REST API, repeated as long as that may help.
 */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "data/firestore/nul_names.h"
#include "data/firestore/nul_text.h"
#include "data/firestore/pull/http_retry.h"
#include "data/firestore/pull/pull_call.h"
#include "data/firestore/pull/pull_error.h"

int
pull_target_init(struct pull_target *target, struct gantry_error *error)
{
	struct gantry_buffer name = { 0 }, url = { 0 };

	gantry_buffer_printf(&name, "projects/%s/databases/%s/documents",
	    target->project, target->database);
	gantry_buffer_putc(&name, '\0');
	gantry_buffer_printf(&url, "%s/v1/projects/", target->host);
	gantry_percent_encode_path(&url, target->project);
	gantry_buffer_puts(&url, "/databases/");
	gantry_percent_encode_path(&url, target->database);
	gantry_buffer_puts(&url, "/documents");
	gantry_buffer_putc(&url, '\0');
	target->name = name.data;
	target->url = url.data;
	if (gantry_buffer_failed(&name) || gantry_buffer_failed(&url))
		return gantry_error_memory(error);
	return 0;
}

void
pull_target_clear(struct pull_target *target)
{
	free(target->name);
	free(target->url);
	target->name = target->url = NULL;
}

int
pull_caller_init(struct pull_caller *caller, const struct pull_target *target,
    struct gantry_error *error)
{
	*caller = (struct pull_caller){ .target = target };
	caller->http = http_new(error);
	return caller->http == NULL ? -1 : 0;
}

void
pull_caller_clear(struct pull_caller *caller)
{
	http_free(caller->http);
	caller->http = NULL;
	if (caller->token.data != NULL)
		OPENSSL_cleanse(caller->token.data, caller->token.length);
	gantry_buffer_clear(&caller->token);
	gantry_buffer_clear(&caller->url);
}

void
pull_url_begin(struct pull_caller *caller)
{
	gantry_buffer_reset(&caller->url);
	gantry_buffer_puts(&caller->url, caller->target->url);
}

void
pull_url_add_path(struct pull_caller *caller, const char *path)
{
	struct gantry_buffer decoded = { 0 };
	char byte[2] = "";
	size_t i;

	nul_text_decode(&decoded, path);
	gantry_buffer_putc(&caller->url, '/');
	for (i = 0; i < decoded.length; i++) {
		/* A colon would begin the verb: ids are encoded whole. */
		byte[0] = decoded.data[i];
		if (byte[0] == '/')
			gantry_buffer_putc(&caller->url, '/');
		else if (byte[0] == '\0')
			gantry_buffer_puts(&caller->url, "%00");
		else
			gantry_percent_encode(&caller->url, byte);
	}
	if (gantry_buffer_failed(&decoded))
		caller->url.failed = true;
	gantry_buffer_clear(&decoded);
}

static int
get_token(struct pull_caller *caller, struct gantry_error *error)
{
	struct auth *auth = caller->target->auth;

	if (auth != NULL)
		return auth_get(auth, &caller->token, error);
	gantry_buffer_reset(&caller->token);
	gantry_buffer_add(&caller->token, "owner", sizeof("owner"));
	return gantry_buffer_failed(&caller->token) ? gantry_error_memory(error)
						    : 0;
}

static int
send_once(struct pull_caller *caller, const struct gantry_buffer *body,
    struct http_answer *answer, struct gantry_error *error)
{
	struct http_request request = {
		.url = caller->url.data,
		.type = "application/json",
		.is_direct = caller->target->is_emulator,
	};

	caller->status = 0;
	caller->is_stale = false;
	*answer = (struct http_answer){ 0 };
	if (get_token(caller, error) == -1) {
		/* auth has retried: do not try again. */
		error->code = GANTRY_ERROR_UNAVAILABLE;
		return -1;
	}
	request.token = caller->token.data;
	if (body != NULL) {
		request.body = body->data;
		request.length = body->length;
	}
	if (http_send(caller->http, &request, answer, error) == -1)
		return -1;
	caller->status = answer->status;
	caller->length = answer->length;
	return 0;
}

/* Parse ANSWER.  After HANGUP and BUSY the call may be repeated. */
static json_t *
parse_response(struct pull_caller *caller, const struct http_answer *answer,
    struct gantry_error *error)
{
	json_t *json = nul_names_load(
	    (struct bytes){ answer->body, answer->length }, 0, NULL);
	struct pull_error_context context = {
		.project = caller->target->project,
		.database = caller->target->database,
	};
	struct pull_error found;

	if (json == NULL && answer->status == 200) {
		gantry_error_set(error, GANTRY_ERROR_HANGUP,
		    "%s: the answer is not JSON", caller->url.data);
		return NULL;
	}
	if (!pull_error_find(&found, json, answer->status))
		return json;
	caller->status = found.code;
	caller->is_stale = pull_error_is_stale(&found, caller->read_time);
	if (caller->is_stale)
		context.stale_read_time = caller->read_time;
	pull_error_explain(&found, &context, error);
	if (http_retry_is_for(found.code))
		error->code = GANTRY_ERROR_BUSY;
	json_decref(json);
	return NULL;
}

json_t *
pull_call(struct pull_caller *caller, const struct gantry_buffer *body,
    struct gantry_error *error)
{
	struct http_retry retry = {
		.tries = caller->target->tries,
		.stopped = caller->target->stopped,
	};
	struct http_answer answer;
	json_t *json;

	gantry_buffer_putc(&caller->url, '\0');
	if (gantry_buffer_failed(&caller->url) ||
	    (body != NULL && gantry_buffer_failed(body))) {
		gantry_error_memory(error);
		return NULL;
	}
	for (;;) {
		if (send_once(caller, body, &answer, error) == 0) {
			json = parse_response(caller, &answer, error);
			if (json != NULL)
				return json;
		}
		if (error->code != GANTRY_ERROR_HANGUP &&
		    error->code != GANTRY_ERROR_BUSY)
			return NULL;
		if (http_retry_wait(&retry, answer.retry_after, error) == -1)
			return NULL;
	}
}

json_t *
pull_post(struct pull_caller *caller, const char *path, const char *verb,
    const struct gantry_buffer *body, struct gantry_error *error)
{
	pull_url_begin(caller);
	if (path[0] != '\0')
		pull_url_add_path(caller, path);
	gantry_buffer_printf(&caller->url, ":%s", verb);
	return pull_call(caller, body, error);
}
