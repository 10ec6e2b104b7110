/*
 * The hooks of a gate of gantry dev.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/log/log.h"
#include "gate/failure.h"
#include "gate/headers.h"
#include "serve/development/crash_guard.h"
#include "serve/development/development.h"
#include "serve/development/own_pages.h"
#include "serve/development/request_report.h"
#include "serve/development/trace_store.h"

/* As the access log counts a client that went away, and an answer cut short. */
#define STATUS_CLIENT_CLOSED 499
#define STATUS_CUT	     500

#define URL_SIZE 512

static void
begin(void *owner, struct request *request)
{
	struct development_thread *self = owner;

	(void)request;
	self->is_own = self->is_refused = false;
	self->has_failed = false;
	self->stack.count = 0;
	gantry_buffer_reset(&self->page);
	gantry_buffer_reset(&self->change);
}

/* Requests under a name of an attacker's are refused, whatever they want. */
static void
refuse_host(struct request *request)
{
	struct gantry_environ *environ = &request->environ;
	const char *detail = gantry_environ_format(environ,
	    "The host '%.128s' is not a name of this development server; "
	    "start it with --host NAME to allow one.",
	    environ_text(environ, "HTTP_HOST"));

	request->was_rejected = true;
	failure_answer(environ, "403 Forbidden", detail, NULL);
}

static bool
answer(void *owner, struct request *request, const char *path)
{
	struct development_thread *self = owner;

	if (!access_is_allowed(&self->options->hosts, &request->environ)) {
		self->is_refused = true;
		refuse_host(request);
		return true;
	}
	self->is_own = own_pages_answer(self, request, path);
	return self->is_own;
}

static void
log_frame(void *owner, const struct stack_line *line)
{
	(void)owner;
	if (line->file != NULL)
		log_error(
		    "    %s at %s:%u", line->function, line->file, line->line);
	else
		log_error("    %s in %s", line->function, line->object);
}

static int
guard(
    void *owner, struct request *request, int (*call)(struct request *request))
{
	struct development_thread *self = owner;
	struct stack stack;
	int number, result;

	result = crash_guard_call(request, call, &stack, &number);
	if (number == 0)
		return result;
	self->stack = stack;
	gantry_errors_printf(&request->errors,
	    "the application crashed: signal %d (%s); another worker takes "
	    "over",
	    number, strsignal(number));
	stack_each(&self->stack, true, log_frame, NULL);
	/* Whatever it had locked stays locked. */
	if (self->crashed != NULL)
		self->crashed(self->crashed_owner);
	return -1;
}

static void
error(void *owner, const char *text)
{
	struct development_thread *self = owner;

	(void)text;
	self->has_failed = true;
	if (self->stack.count == 0)
		stack_take(&self->stack, __builtin_return_address(0));
}

static bool
wants_html(const struct gantry_environ *environ)
{
	return strcasestr(environ_text(environ, "HTTP_ACCEPT"), "text/html") !=
	    NULL;
}

static void
put_page(struct development_thread *self, struct gantry_environ *environ)
{
	const struct request_failure failure = {
		.text = errors_kept(environ->body->errors),
		.stack = &self->stack,
		.change = own_pages_change(self),
	};

	request_page_put(&self->page, &self->masks, environ,
	    environ->body->status >= 500 || self->has_failed ? &failure : NULL);
}

/* Replace the answer, which has failed, by its page. */
static void
show_failure(struct development_thread *self, struct gantry_environ *environ)
{
	struct gantry_body *body = environ->body;
	char status[128] = "500 Internal Server Error";

	sscanf(body->head.data, "Status: %127[^\r\n]", status);
	put_page(self, environ);
	if (!gantry_buffer_failed(&self->page))
		own_pages_send(environ, status, &self->page);
}

/* Of the held headers, the line that begins with NAME; or NULL. */
static char *
find_header(const struct gantry_body *body, const char *name)
{
	const size_t length = strlen(name);
	char *at = body->head.data, *end = at + body->head.length, *next;

	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL)
			break;
		if ((size_t)(next - at) > length &&
		    strncasecmp(at, name, length) == 0 && at[length] == ':')
			return at;
	}
	return NULL;
}

static void
drop_header(struct gantry_body *body, const char *name)
{
	char *at, *end, *next;

	while ((at = find_header(body, name)) != NULL) {
		end = body->head.data + body->head.length;
		next = (char *)memchr(at, '\n', (size_t)(end - at)) + 1;
		memmove(at, next, (size_t)(end - next));
		body->head.length -= (size_t)(next - at);
	}
}

static bool
is_page(const struct gantry_body *body)
{
	const char *type = find_header(body, "Content-Type");

	return type != NULL &&
	    strncasecmp(type, "Content-Type: text/html", 23) == 0 &&
	    find_header(body, "Content-Encoding") == NULL;
}

/*
 * Say in an HTML page that a change failed, so that a developer who reloads it
 * does not wonder.  A browser must not keep this page.
 */
static void
show_change(struct development_thread *self, struct gantry_environ *environ)
{
	struct gantry_body *body = environ->body;
	const char *change = own_pages_change(self);
	const size_t before = body->data.length;

	if (change == NULL || body->is_head || before == 0 || !is_page(body))
		return;
	request_page_put_change(&body->data, &self->masks, change);
	atomic_fetch_add(&body->written, (int64_t)(body->data.length - before));
	drop_header(body, "Content-Length");
	drop_header(body, "ETag");
	drop_header(body, "Last-Modified");
	drop_header(body, "Cache-Control");
	body->content_length = CONTENT_LENGTH_NONE;
	gantry_buffer_puts(&body->head, "Cache-Control: no-store\r\n");
}

static void
finish(void *owner, struct gantry_environ *environ)
{
	struct development_thread *self = owner;
	const struct gantry_body *body = environ->body;

	if (self->is_own || body->sent || body->state != REPLY_HELD ||
	    self->options->is_public || !wants_html(environ) ||
	    !access_is_local(&self->options->hosts, environ))
		return;
	if (body->status >= 500)
		show_failure(self, environ);
	else
		show_change(self, environ);
}

/* The URL of the request's trace, as the client of the request can use it. */
static const char *
make_link(const struct gantry_environ *environ, char url[URL_SIZE])
{
	const char *host = environ_text(environ, "HTTP_HOST");
	const char *scheme = environ->wsgi.url_scheme;

	snprintf(url, URL_SIZE, "%s%s%s" DEVELOPMENT_PATH "/trace/%s",
	    *host != '\0' && scheme != NULL ? scheme : "",
	    *host != '\0' && scheme != NULL ? "://" : "", host,
	    gantry_environ_request_id((struct gantry_environ *)environ));
	return url;
}

static void
write_lines(
    const struct development_thread *self, const struct gantry_buffer *lines)
{
	size_t at = 0, size;

	while (at < lines->length) {
		size = lines->length - at;
		if (size > PIPE_BUF)
			size = PIPE_BUF;
		/* A terminal that is stopped must not stop the worker. */
		if (write(self->lines, lines->data + at, size) == -1)
			break;
		at += size;
	}
}

static int
status_of(const struct gantry_body *body, int result)
{
	if (result != -1)
		return body->status;
	return body->sent && !body->peer_closed ? STATUS_CUT
						: STATUS_CLIENT_CLOSED;
}

static void
end(void *owner, struct request *request, int result)
{
	struct development_thread *self = owner;
	struct gantry_environ *environ = &request->environ;
	struct request_line line = {
		.environ = environ,
		.status = status_of(&request->body, result),
	};
	struct gantry_buffer lines = { 0 };
	char url[URL_SIZE];

	if (self->is_own)
		return;
	if (self->page.length == 0)
		put_page(self, environ);
	if (!self->is_refused && !gantry_buffer_failed(&self->page) &&
	    trace_store_put(self->options->folder,
		gantry_environ_request_id(environ), &self->page) == 0)
		line.link = make_link(environ, url);
	request_line_put(&lines, &self->masks, self->options, &line);
	if (!gantry_buffer_failed(&lines) && self->lines != -1)
		write_lines(self, &lines);
	gantry_buffer_clear(&lines);
}

void
development_prepare(const struct development_options *options)
{
	crash_guard_prepare();
	/* Where the kernel lets a process trace only its children (Yama). */
	if (options->is_debugged)
		prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
}

int
development_attach(struct development_thread *thread,
    const struct development_options *options, struct gate *gate,
    struct gantry_error *error_)
{
	char path[PATH_MAX];

	*thread = (struct development_thread){
		.options = options,
		.hooks = {
			.owner = thread,
			.begin = begin,
			.answer = answer,
			.guard = guard,
			.error = error,
			.finish = finish,
			.end = end,
		},
		.lines = -1,
	};
	if (masks_init(&thread->masks, &gate->options) == -1)
		return gantry_error_memory(error_);
	snprintf(path, sizeof(path), "%s/" DEVELOPMENT_LINES, options->folder);
	thread->lines = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	gate->development = &thread->hooks;
	return 0;
}

void
development_clear(struct development_thread *thread)
{
	if (thread->options != NULL && thread->lines != -1)
		close(thread->lines);
	masks_clear(&thread->masks);
	gantry_buffer_clear(&thread->page);
	gantry_buffer_clear(&thread->change);
	*thread = (struct development_thread){ .lines = -1 };
}
