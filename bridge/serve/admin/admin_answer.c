/*
 * From a request to a response.  Pages only show status.  Commands go to the
 * master, and only from users who could also send it a signal.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log/log.h"
#include "serve/admin/admin_answer.h"

#define TEXT	    "text/plain; charset=utf-8"
#define PROMETHEUS  "text/plain; version=0.0.4; charset=utf-8"
#define OPENMETRICS "application/openmetrics-text; version=1.0.0; charset=utf-8"

/* HEAD gets the length of BODY only. */
static void
answer(struct gantry_buffer *out, const char *status, const char *type,
    const struct gantry_buffer *body, bool is_head)
{
	gantry_buffer_printf(out,
	    "HTTP/1.0 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
	    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
	    "Connection: close\r\n\r\n",
	    status, type, body->length);
	if (!is_head)
		gantry_buffer_add(out, body->data, body->length);
}

void
admin_answer_line(
    struct gantry_buffer *out, const char *status, const char *text)
{
	struct gantry_buffer body = { 0 };

	gantry_buffer_printf(&body, "%s\n", text);
	answer(out, status, TEXT, &body, false);
	gantry_buffer_clear(&body);
}

typedef void page(struct gantry_buffer *body,
    const struct admin_request *request, const struct status *status,
    const char **type);

static void
page_status(struct gantry_buffer *body, const struct admin_request *request,
    const struct status *status, const char **type)
{
	char format[8];

	if (admin_request_value(request, "format", format, sizeof(format))
		? strcmp(format, "json") == 0
		: request->accepts_json) {
		*type = "application/json";
		status_write_json(body, status);
	} else {
		*type = TEXT;
		status_write_text(body, status);
	}
}

static void
page_metrics(struct gantry_buffer *body, const struct admin_request *request,
    const struct status *status, const char **type)
{
	*type = request->accepts_openmetrics ? OPENMETRICS : PROMETHEUS;
	status_write_metrics(body, status, request->accepts_openmetrics);
}

static void
show(struct gantry_buffer *out, const struct admin_request *request,
    const struct status_master *master, struct scoreboard *board, page *make)
{
	struct gantry_buffer body = { 0 };
	struct status status;
	const char *type = TEXT;

	if (status_collect(&status, master, board) == -1) {
		admin_answer_line(
		    out, "500 Internal Server Error", "out of memory");
		return;
	}
	make(&body, request, &status, &type);
	if (gantry_buffer_failed(&body))
		admin_answer_line(
		    out, "500 Internal Server Error", "out of memory");
	else
		answer(
		    out, "200 OK", type, &body, request->method == ADMIN_HEAD);
	status_clear(&status);
	gantry_buffer_clear(&body);
}

static void
add_readiness(
    struct gantry_buffer *body, enum status_phase phase, const char *problem)
{
	if (problem[0] != '\0')
		status_add_plain(body, problem);
	else
		gantry_buffer_puts(body, status_phase_name(phase));
}

/* /readyz?pool=NAME */
static void
show_pool(struct gantry_buffer *out, const struct admin_request *request,
    const struct status_master *master, const char *name)
{
	const struct status_pool *pool = master->pools;
	struct gantry_buffer body = { 0 };

	while (pool < master->pools + master->pool_count &&
	    strcmp(pool->name, name) != 0)
		pool++;
	if (pool == master->pools + master->pool_count) {
		admin_answer_line(out, "404 Not Found", "no such pool");
		return;
	}
	add_readiness(&body, pool->phase, pool->problem);
	gantry_buffer_putc(&body, '\n');
	answer(out,
	    status_is_ready(pool->phase, pool->problem)
		? "200 OK"
		: "503 Service Unavailable",
	    TEXT, &body, request->method == ADMIN_HEAD);
	gantry_buffer_clear(&body);
}

static void
show_health(struct gantry_buffer *out, const struct admin_request *request,
    const struct status_master *master, bool asks_readiness)
{
	const bool ok =
	    !asks_readiness || status_is_ready(master->phase, master->problem);
	struct gantry_buffer body = { 0 };

	if (!asks_readiness)
		gantry_buffer_puts(&body, "ok");
	else
		add_readiness(&body, master->phase, master->problem);
	gantry_buffer_putc(&body, '\n');
	answer(out, ok ? "200 OK" : "503 Service Unavailable", TEXT, &body,
	    request->method == ADMIN_HEAD);
	gantry_buffer_clear(&body);
}

/* False if there is no such page. */
static bool
answer_page(struct gantry_buffer *out, const struct admin_request *request,
    const struct admin_endpoint *endpoint)
{
	struct status_master master = { .phase = STATUS_STARTING };
	char pool[SCORE_POOL_NAME_SIZE];

	endpoint->actions->describe(endpoint->actions->owner, &master);
	if (strcmp(request->path, "/status") == 0 ||
	    strcmp(request->path, "/") == 0)
		show(out, request, &master, endpoint->board, page_status);
	else if (strcmp(request->path, "/metrics") == 0)
		show(out, request, &master, endpoint->board, page_metrics);
	else if (strcmp(request->path, "/healthz") == 0)
		show_health(out, request, &master, false);
	else if (strcmp(request->path, "/readyz") == 0 &&
	    admin_request_value(request, "pool", pool, sizeof(pool)))
		show_pool(out, request, &master, pool);
	else if (strcmp(request->path, "/readyz") == 0)
		show_health(out, request, &master, true);
	else
		return false;
	return true;
}

static const char *
status_of(const struct gantry_error *error)
{
	switch (error->code) {
	case GANTRY_ERROR_INPUT:
		return "400 Bad Request";
	case GANTRY_ERROR_BUSY:
		return "409 Conflict";
	case GANTRY_ERROR_UNAVAILABLE:
		return "503 Service Unavailable";
	default:
		return "500 Internal Server Error";
	}
}

/* The command at PATH; false: there is none. */
static bool
find_action(const char *path, enum admin_action *action)
{
	static const char *const paths[] = { "/reload", "/stop", "/scale",
		"/reopen" };
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (strcmp(path, paths[i]) == 0) {
			*action = (enum admin_action)i;
			return true;
		}
	}
	return false;
}

static enum admin_result
scale(const struct admin_request *request, const struct admin_actions *actions,
    struct gantry_error *error)
{
	char text[8], pool[SCORE_POOL_NAME_SIZE], *end = NULL;
	const bool is_named =
	    admin_request_value(request, "pool", pool, sizeof(pool));
	unsigned long workers = 0;

	if (admin_request_value(request, "workers", text, sizeof(text)))
		workers = strtoul(text, &end, 10);
	if (end == NULL || *end != '\0' || workers < 1 || workers > 1024 ||
	    strspn(text, "0123456789") != strlen(text))
		return (enum admin_result)gantry_error_set(error,
		    GANTRY_ERROR_INPUT, "give workers=N, from 1 to 1024");
	return actions->scale(
	    actions->owner, is_named ? pool : NULL, (unsigned)workers, error);
}

static enum admin_result
act(enum admin_action action, const struct admin_request *request,
    const struct admin_actions *actions, struct gantry_error *error)
{
	void *owner = actions->owner;

	if (action == ADMIN_RELOAD && actions->reload != NULL)
		return actions->reload(owner, error);
	if (action == ADMIN_STOP && actions->stop != NULL)
		return actions->stop(owner, error);
	if (action == ADMIN_SCALE && actions->scale != NULL)
		return scale(request, actions, error);
	if (action == ADMIN_REOPEN && actions->reopen != NULL)
		return actions->reopen(owner, error);
	return (enum admin_result)gantry_error_set(
	    error, GANTRY_ERROR_UNAVAILABLE, "this command is not supported");
}

static int
answer_command(struct gantry_buffer *out, const struct admin_request *request,
    const struct admin_actions *actions, enum admin_action *action)
{
	struct gantry_error error = { 0 };

	switch (act(*action, request, actions, &error)) {
	case ADMIN_LATER:
		return 1;
	case ADMIN_DONE:
		admin_answer_line(
		    out, "200 OK", error.text[0] != '\0' ? error.text : "done");
		break;
	default:
		admin_answer_line(out, status_of(&error), error.text);
		break;
	}
	return 0;
}

/*
 * A foreign web page, open in a browser on this machine, could point its own
 * host name at this server ("DNS rebinding").  Its requests carry that name.
 */
static bool
is_own_name(const char *host)
{
	struct in6_addr address;

	return *host == '\0' || strcasecmp(host, "localhost") == 0 ||
	    inet_pton(AF_INET, host, &address) == 1 ||
	    inet_pton(AF_INET6, host, &address) == 1;
}

int
admin_answer(struct gantry_buffer *out, const struct admin_request *request,
    const struct admin_endpoint *endpoint, enum admin_action *action)
{
	const bool is_command = find_action(request->path, action);

	if (!endpoint->is_control && !endpoint->is_public &&
	    !is_own_name(request->host)) {
		admin_answer_line(out, "421 Misdirected Request",
		    "use localhost or an IP address as the host");
	} else if (is_command && !endpoint->is_control) {
		admin_answer_line(out, "403 Forbidden",
		    "commands are accepted on the control socket "
		    "only; use gantry ctl");
	} else if (is_command && request->method == ADMIN_POST) {
		return answer_command(out, request, endpoint->actions, action);
	} else if (is_command) {
		admin_answer_line(out, "405 Method Not Allowed", "use POST");
	} else if (request->method != ADMIN_GET &&
	    request->method != ADMIN_HEAD) {
		admin_answer_line(out, "405 Method Not Allowed", "use GET");
	} else if (!answer_page(out, request, endpoint)) {
		admin_answer_line(out, "404 Not Found",
		    "no such page; there are /status, /metrics, "
		    "/healthz and /readyz");
	}
	return 0;
}
