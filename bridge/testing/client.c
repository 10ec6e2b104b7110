/*
 * The test client: one application, mounted at / in a gate of its own.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/web.h>

#include "base/null.h"
#include "testing/client_state.h"
#include "testing/deferred_result.h"
#include "testing/upload.h"

/* As the options of gantry(8) by default. */
#define DEFERRED_MAX	 1024
#define DEFERRED_TIMEOUT 300000

/* Set "key=value". */
static int
put_setting(struct gantry_settings *settings, const char *text,
    struct gantry_error *error)
{
	const char *equals = strchr(text, '=');
	char *key;
	int result;

	if (equals == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a setting; use 'key=value'", text);
	key = strndup(text, (size_t)(equals - text));
	if (key == NULL)
		return gantry_error_memory(error);
	result = settings_put(settings, key, equals + 1, error);
	free(key);
	return result;
}

static int
open_gate(struct gantry_client *client,
    const struct gantry_application *application, const char *const *settings,
    struct gantry_error *error)
{
	const struct deferrals_options deferred = {
		.most = DEFERRED_MAX,
		.timeout = DEFERRED_TIMEOUT,
		.buffer = INT64_MAX,
	};
	struct gate_options options = {
		.mounts = &client->mount,
		.is_alone = true,
	};

	if (deferrals_init(&client->deferrals, &deferred, error) == -1)
		return -1;
	if (settings_init(&client->settings, application) == -1)
		return gantry_error_memory(error);
	for (; settings != NULL && *settings != NULL; settings++)
		if (put_setting(&client->settings, *settings, error) == -1)
			return -1;
	client->mount = (struct mount){
		.prefix = "",
		.application = application,
		.settings = &client->settings,
	};
	options.mount_count = 1;
	if (gate_open(&client->gate, &options, false, error) == -1)
		return -1;
	started_jobs_open(client);
	return 0;
}

struct gantry_client *
gantry_client_open(const struct gantry_application *application,
    const char *const *settings, struct gantry_error *error)
{
	struct gantry_error ignored;
	struct gantry_client *client;

	if (error == NULL)
		error = &ignored;
	if (null_error(application, __func__, "application", error) ||
	    null_error(application->name, __func__, "application->name", error))
		return NULL;
	client = calloc(1, sizeof(*client));
	if (client == NULL)
		gantry_error_memory(error);
	else if (open_gate(client, application, settings, error) == 0)
		return client;
	gantry_client_close(client);
	return NULL;
}

void
gantry_client_close(struct gantry_client *client)
{
	if (client == NULL)
		return;
	deferred_result_end(client);
	gate_close(&client->gate);
	started_jobs_close(client);
	cookie_jar_clear(&client->jar);
	deferrals_clear(&client->deferrals);
	settings_clear(&client->settings);
	free(client);
}

/*
 * TARGET with PARAMS, in the result's memory; NULL when memory ran out.
 * Parameters without a value are left out.
 */
static const char *
make_target(struct gantry_result *result, const char *target,
    const struct gantry_url_field *param)
{
	struct gantry_buffer text = { 0 };
	const char *made = NULL;
	char separator = strchr(target, '?') == NULL ? '?' : '&';

	if (param == NULL)
		return target;
	gantry_buffer_puts(&text, target);
	for (; param->name != NULL; param++) {
		if (param->value == NULL)
			continue;
		gantry_buffer_putc(&text, separator);
		separator = '&';
		gantry_percent_encode(&text, param->name);
		gantry_buffer_putc(&text, '=');
		gantry_percent_encode(&text, param->value);
	}
	if (!gantry_buffer_failed(&text))
		made = gantry_environ_format(
		    &result->environ, "%.*s", (int)text.length, text.data);
	gantry_buffer_clear(&text);
	return made;
}

/* Note which host and path RESULT is of, for its cookies. */
static int
note_address(struct gantry_result *result, const struct call *call,
    const struct gantry_simulation *simulation)
{
	const char *const *header = simulation->headers;
	const char *host = "localhost", *name = "Host:";
	size_t length;

	for (; header != NULL && *header != NULL; header++)
		if (strncasecmp(*header, name, strlen(name)) == 0)
			host = *header + strlen(name);
	host += strspn(host, " \t");
	length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ": \t");
	result->host =
	    gantry_environ_format(&result->environ, "%.*s", (int)length, host);
	result->path = gantry_environ_format(&result->environ, "%s%.*s",
	    simulation->script_name != NULL ? simulation->script_name : "",
	    (int)strcspn(call->target, "?"), call->target);
	result->is_https = simulation->is_https;
	return result->host != NULL && result->path != NULL ? 0 : -1;
}

/* "Cookie: a=b; c=d", those of the jar first; "" if there are none. */
static const char *
make_cookie(struct gantry_result *result, const struct cookie_jar *jar,
    const struct gantry_url_field *cookie)
{
	const char *text = cookie_jar_send(jar, result, cookie);

	for (; cookie != NULL && cookie->name != NULL && text != NULL;
	     cookie++) {
		if (cookie->value == NULL)
			continue;
		text =
		    gantry_environ_format(&result->environ, "%s%s%s=%s", text,
			*text != '\0' ? "; " : "", cookie->name, cookie->value);
	}
	if (text == NULL || *text == '\0')
		return text;
	return gantry_environ_format(&result->environ, "Cookie: %s", text);
}

/* The header of the type of the body, which may be made here; "": none. */
static const char *
make_type(
    struct gantry_result *result, const struct gantry_simulation *simulation)
{
	if (simulation->json != NULL)
		return "Content-Type: application/json";
	if (simulation->parts != NULL)
		return upload_parts(
		    &result->form, simulation->parts, &result->environ);
	if (simulation->form != NULL)
		return upload_form(&result->form, simulation->form);
	return "";
}

/* The headers, with those that other members of SIMULATION imply; or NULL. */
static const char *const *
make_headers(struct gantry_result *result, const struct cookie_jar *jar,
    const struct gantry_simulation *simulation)
{
	const char *const *given = simulation->headers;
	const char *made[] = { make_type(result, simulation),
		make_cookie(result, jar, simulation->cookies) };
	const char **headers;
	size_t count = 0, i;

	while (given != NULL && given[count] != NULL)
		count++;
	headers = gantry_environ_alloc(
	    &result->environ, (count + 3) * sizeof(*headers));
	if (headers == NULL)
		return NULL;
	if (count > 0)
		memcpy(headers, given, count * sizeof(*headers));
	for (i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		if (made[i] == NULL)
			return NULL;
		if (*made[i] != '\0')
			headers[count++] = made[i];
	}
	headers[count] = NULL;
	return headers;
}

/* The body, whose LENGTH is set; NULL: none. */
static const char *
find_body(const struct gantry_result *result,
    const struct gantry_simulation *simulation, size_t *length)
{
	const char *body = simulation->json;

	if (body == NULL &&
	    (simulation->parts != NULL || simulation->form != NULL)) {
		*length = result->form.length;
		return result->form.data != NULL ? result->form.data : "";
	}
	if (body == NULL) {
		body = simulation->body;
		*length = simulation->body_length;
	}
	if (body != NULL && *length == 0)
		*length = strlen(body);
	return body;
}

/* Returns 0, or -1 with the result's error filled. */
static int
make_call(struct call *call, struct gantry_client *client,
    struct gantry_result *result, const struct call *line,
    const struct gantry_simulation *simulation)
{
	*call = (struct call){
		.method = line->method,
		.target = make_target(result, line->target, simulation->params),
		.remote_addr = simulation->remote_addr,
		.script_name = simulation->script_name,
		.is_https = simulation->is_https,
		.variables = simulation->variables,
		.log = &result->log,
		.deferrals = &client->deferrals,
	};
	if (call->target == NULL ||
	    note_address(result, call, simulation) == -1)
		return gantry_error_memory(&result->error);
	call->headers = make_headers(result, &client->jar, simulation);
	if (call->headers == NULL || gantry_buffer_failed(&result->form))
		return gantry_error_memory(&result->error);
	call->body = find_body(result, simulation, &call->body_length);
	if (call->body == NULL)
		call->body_length = 0;
	return 0;
}

/* Begin a request for FUNCTION. */
static struct gantry_result *
begin(struct gantry_client *client, const char *method, const char *target,
    const struct gantry_simulation *simulation, const char *function)
{
	static const struct gantry_simulation none = { 0 };
	struct gantry_result *result = result_new();
	struct call call, line = { .method = method, .target = target };

	if (result == NULL)
		return NULL;
	if (simulation == NULL)
		simulation = &none;
	if (null_error(client, function, "client", &result->error) ||
	    null_error(method, function, "method", &result->error) ||
	    null_error(target, function, "target", &result->error))
		return result;
	if (make_call(&call, client, result, &line, simulation) == -1)
		return result;
	call_begin(&result->running, &client->gate, &call, &result->sent);
	deferred_result_add(client, result);
	return result;
}

/* Send a request for FUNCTION. */
static struct gantry_result *
simulate(struct gantry_client *client, const char *method, const char *target,
    const struct gantry_simulation *simulation, const char *function)
{
	struct gantry_result *result =
	    begin(client, method, target, simulation, function);

	if (result != NULL)
		deferred_result_finish(result);
	return result;
}

struct gantry_result *
gantry_simulate_begin(struct gantry_client *client, const char *method,
    const char *target, const struct gantry_simulation *simulation)
{
	return begin(client, method, target, simulation, __func__);
}

struct gantry_result *
gantry_simulate(struct gantry_client *client, const char *method,
    const char *target, const struct gantry_simulation *simulation)
{
	return simulate(client, method, target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_get(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "GET", target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_head(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "HEAD", target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_post(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "POST", target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_put(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "PUT", target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_patch(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "PATCH", target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_delete(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "DELETE", target, simulation, __func__);
}

struct gantry_result *
gantry_simulate_options(struct gantry_client *client, const char *target,
    const struct gantry_simulation *simulation)
{
	return simulate(client, "OPTIONS", target, simulation, __func__);
}
