/*
 * Serves the files of the console, and tells whoever has a token which database
 * there is.  Where there is no console, the answer says what to do.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/buffer.h>
#include <gantry/json.h>
#include <gantry/web.h>

#include "firestore/console/console.h"
#include "firestore/console/console_files.h"

#define FOLDER	    "/console"
#define HEADERS_MAX 16

struct answer {
	struct gantry_environ *environ;
	gantry_start_response *start_response;
	struct gantry_header headers[HEADERS_MAX];
	size_t count;
};

static void
add(struct answer *answer, const char *name, const char *value)
{
	answer->headers[answer->count++] =
	    (struct gantry_header){ name, value };
	answer->headers[answer->count] = (struct gantry_header){ NULL, NULL };
}

static int
send(struct answer *answer, const char *status, const void *data, size_t length)
{
	struct gantry_body *body;

	add(answer, "X-Content-Type-Options", "nosniff");
	add(answer, "Cross-Origin-Resource-Policy", "same-origin");
	body = answer->start_response(answer->environ, status, answer->headers);
	if (body == NULL)
		return -1;
	return length > 0 ? gantry_write(body, data, length) : 0;
}

/* Say what is wrong, for people. */
static int
say(struct answer *answer, const char *status, const char *text)
{
	add(answer, "Content-Type", "text/plain; charset=utf-8");
	add(answer, "Cache-Control", "no-store");
	return send(answer, status, text, strlen(text));
}

static const char *
script_name(const struct gantry_environ *environ)
{
	return gantry_environ_get(environ, "SCRIPT_NAME");
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length &&
	    strcmp(text + length - end_length, end) == 0;
}

const char *
console_find(const struct gantry_environ *environ)
{
	const size_t length = strlen(FOLDER);
	const char *info = gantry_environ_get(environ, "PATH_INFO");

	if (strncmp(info, FOLDER, length) == 0 &&
	    (info[length] == '\0' || info[length] == '/'))
		return info + length;
	return ends_with(script_name(environ), FOLDER) ? info : NULL;
}

/* Is WORD the text from AT on, up to LENGTH, whatever the case? */
static bool
is_word(const char *at, size_t length, const char *word)
{
	return length == strlen(word) && strncasecmp(at, word, length) == 0;
}

/* Does the weight in PARAMETERS, ";q=0.5", exclude? */
static bool
is_excluded(const char *parameters, size_t length)
{
	const char *end = parameters + length;
	const char *q = memchr(parameters, '=', length);

	if (q == NULL)
		return false;
	for (q++; q < end; q++)
		if (*q >= '1' && *q <= '9')
			return false;
	return true;
}

/* Accept-Encoding, RFC 9110 section 12.5.3. */
static bool
accepts_gzip(const struct gantry_environ *environ)
{
	const char *at = gantry_environ_get(environ, "HTTP_ACCEPT_ENCODING");
	bool any = false;
	size_t length, name;

	for (; at != NULL && *at != '\0'; at += length) {
		at += strspn(at, " \t,");
		length = strcspn(at, ",");
		name = strcspn(at, " \t,;");
		if (is_word(at, name, "gzip") || is_word(at, name, "x-gzip"))
			return !is_excluded(at + name, length - name);
		if (is_word(at, name, "*"))
			any = !is_excluded(at + name, length - name);
	}
	return any;
}

/* As those of the other pages, see nginx-conf/page.conf.in. */
static void
add_page_headers(struct answer *answer)
{
	add(answer, "Content-Security-Policy",
	    "default-src 'none'; script-src 'self'; style-src 'self'; "
	    "img-src 'self'; connect-src 'self'; base-uri 'none'; "
	    "form-action 'none'; frame-ancestors 'none'; "
	    "require-trusted-types-for 'script'; trusted-types vue");
	add(answer, "Cross-Origin-Opener-Policy", "same-origin");
	add(answer, "Permissions-Policy",
	    "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
	add(answer, "Referrer-Policy", "no-referrer");
	add(answer, "X-Frame-Options", "DENY");
}

static int
send_file(struct answer *answer, const struct console_file *file)
{
	const struct console_content *content = &file->identity;
	bool is_page = strcmp(file->path, "/") == 0;

	if (file->gzip.data != NULL) {
		add(answer, "Vary", "Accept-Encoding");
		if (accepts_gzip(answer->environ))
			content = &file->gzip;
	}
	add(answer, "ETag", content->etag);
	/* The names of the others change with their content. */
	add(answer, "Cache-Control",
	    is_page ? "no-cache" : "public, max-age=31536000, immutable");
	if (is_page)
		add_page_headers(answer);
	if (gantry_etag_matches(answer->environ, content->etag))
		return send(answer, "304 Not Modified", NULL, 0);
	add(answer, "Content-Type", file->type);
	if (content != &file->identity)
		add(answer, "Content-Encoding", "gzip");
	return send(answer, "200 OK", content->data, content->length);
}

/* What the setting or the cache says, of which a star is not an id. */
static const char *
id_of(const char *setting, const char *known, const char *fallback)
{
	if (setting != NULL && *setting != '\0' && strcmp(setting, "*") != 0)
		return setting;
	return *known != '\0' ? known : fallback;
}

static int
send_json(struct answer *answer, const char *status, struct gantry_buffer *json)
{
	int result = -1;

	add(answer, "Content-Type", "application/json; charset=UTF-8");
	add(answer, "Cache-Control", "no-store");
	if (!gantry_buffer_failed(json))
		result = send(answer, status, json->data, json->length);
	gantry_buffer_clear(json);
	return result;
}

static int
fail(struct answer *answer, const char *status, enum rpc_code code,
    const char *message)
{
	struct gantry_buffer json = { 0 };

	gantry_buffer_printf(&json,
	    "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}\n",
	    rpc_code_status(code), message, rpc_code_name(code));
	return send_json(answer, status, &json);
}

/* Tell the ids that names have, and so whether the token is right. */
static int
send_database(const struct console *console, struct answer *answer)
{
	struct rpc_service *service = console->service;
	const char *given =
	    gantry_environ_get(answer->environ, "HTTP_AUTHORIZATION");
	struct gantry_buffer json = { 0 };
	struct gantry_error error;

	if (!access_has_token(console->access, rpc_bearer(given)))
		return fail(answer, "403 Forbidden", RPC_PERMISSION_DENIED,
		    "The token is wrong.");
	if (rpc_service_refresh(service, &error) == -1)
		return fail(answer, "503 Service Unavailable", RPC_UNAVAILABLE,
		    "The server cannot read the cache; its log says why.");
	gantry_buffer_puts(&json, "{\"project\":");
	gantry_json_text(&json,
	    id_of(service->options.project, service->project, "project"));
	gantry_buffer_puts(&json, ",\"database\":");
	gantry_json_text(&json,
	    id_of(service->options.database, service->database, "(default)"));
	gantry_buffer_puts(&json, ",\"generation\":");
	gantry_json_text(&json, rpc_service_generation(service));
	gantry_buffer_puts(&json, "}\n");
	return send_json(answer, "200 OK", &json);
}

/* Why there is no console; NULL: there is one. */
static const char *
find_obstacle(
    const struct console *console, const struct gantry_environ *environ)
{
	const char *script = script_name(environ);

	if (ends_with(script, "/v1") || ends_with(script, "/v1beta1"))
		return "The console is beside the API, not below it: mount "
		       "the application there, too, with --mount "
		       "/console=firestore, and open /console.\n";
	if (!console->is_on)
		return "The console is switched off: set firestore.console = "
		       "yes.\n";
	if (!console->has_tokens)
		return "The console needs a token to sign in with: put one "
		       "into a file, and set firestore.token_file to its "
		       "path.\n";
	if (console_files[0].path == NULL)
		return "firestore.so was built without the console, which "
		       "needs npm: apt-get install nodejs npm, then configure "
		       "without --without-page and build it anew.\n";
	return NULL;
}

static int
answer_path(
    const struct console *console, struct answer *answer, const char *path)
{
	const struct console_file *file;

	if (*path == '\0') {
		/* Addresses in the page are relative to the folder. */
		add(answer, "Location", "console/");
		return say(answer, "301 Moved Permanently", "See console/.\n");
	}
	if (strcmp(path, "/database") == 0)
		return send_database(console, answer);
	for (file = console_files; file->path != NULL; file++)
		if (strcmp(file->path, path) == 0)
			return send_file(answer, file);
	return say(answer, "404 Not Found",
	    "The console has no such file; open /console/.\n");
}

int
console_call(const struct console *console, const char *path,
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct answer answer = {
		.environ = environ,
		.start_response = start_response,
	};
	const char *method = gantry_environ_get(environ, "REQUEST_METHOD");
	const char *obstacle = find_obstacle(console, environ);

	gantry_environ_set_route(environ, FOLDER);
	if (obstacle != NULL)
		return say(&answer, "404 Not Found", obstacle);
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
		add(&answer, "Allow", "GET, HEAD");
		return say(&answer, "405 Method Not Allowed",
		    "The console is only read.\n");
	}
	return answer_path(console, &answer, path);
}
