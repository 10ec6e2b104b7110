/*
 * The pages show internals, so they are for a browser on this machine alone,
 * and no other site may embed them.
 */
#include <string.h>

#include "gate/failure.h"
#include "gate/reply.h"
#include "serve/development/own_pages.h"
#include "serve/development/request_report.h"
#include "serve/development/trace_store.h"

static const struct gantry_header headers[] = {
	{ "Content-Type", "text/html; charset=utf-8" },
	{ "Cache-Control", "no-store" },
	{ "Content-Security-Policy",
	    "default-src 'none'; style-src 'unsafe-inline'; "
	    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Referrer-Policy", "no-referrer" },
	{ "X-Content-Type-Options", "nosniff" },
	{ NULL, NULL },
};

void
own_pages_send(struct gantry_environ *environ, const char *status,
    const struct gantry_buffer *page)
{
	struct gantry_body *body = environ->body;

	reply_reset(body);
	reply_start_response(environ, status, headers);
	gantry_write(body, page->data, page->length);
}

const char *
own_pages_change(struct development_thread *thread)
{
	struct gantry_buffer *change = &thread->change;

	gantry_buffer_reset(change);
	trace_store_read(thread->options->folder, DEVELOPMENT_FAILURE, change);
	gantry_buffer_putc(change, '\0');
	return change->length > 1 ? change->data : NULL;
}

/* What follows DEVELOPMENT_PATH in the path; NULL: it is another one. */
static const char *
own_path(const char *path)
{
	const size_t length = strlen(DEVELOPMENT_PATH);

	if (strncmp(path, DEVELOPMENT_PATH, length) != 0 ||
	    (path[length] != '\0' && path[length] != '/'))
		return NULL;
	return path + length;
}

struct listing {
	struct gantry_buffer *page;
	const struct masks *masks;
	const char *folder;
};

/* The title of a page that is kept says what it shows. */
static void
put_item(void *owner, const char *id)
{
	static const char before[] = "<title>";
	struct listing *self = owner;
	struct gantry_buffer kept = { 0 };
	const char *title = NULL, *end = NULL;

	if (trace_store_get(self->folder, id, &kept) == 0)
		title =
		    memmem(kept.data, kept.length, before, sizeof(before) - 1);
	if (title != NULL) {
		title += sizeof(before) - 1;
		end = memchr(
		    title, '<', kept.length - (size_t)(title - kept.data));
	}
	if (end != NULL) {
		gantry_buffer_puts(
		    self->page, "<li><a href=\"" DEVELOPMENT_PATH "/trace/");
		request_page_put_escaped(self->page, self->masks, id);
		gantry_buffer_puts(self->page, "\">");
		gantry_buffer_add(self->page, title, (size_t)(end - title));
		gantry_buffer_puts(self->page, "</a></li>\n");
	}
	gantry_buffer_clear(&kept);
}

static void
answer_list(struct development_thread *thread, struct gantry_environ *environ)
{
	struct gantry_buffer page = { 0 };
	struct listing listing = { &page, &thread->masks,
		thread->options->folder };
	const char *change = own_pages_change(thread);

	request_page_begin(&page, &thread->masks, "The last requests");
	if (change != NULL)
		request_page_put_change(&page, &thread->masks, change);
	gantry_buffer_puts(&page, "<ul>\n");
	trace_store_each(thread->options->folder, put_item, &listing);
	gantry_buffer_puts(&page, "</ul>\n");
	request_page_end(&page);
	own_pages_send(environ, "200 OK", &page);
	gantry_buffer_clear(&page);
}

static void
answer_trace(struct development_thread *thread, struct gantry_environ *environ,
    const char *id)
{
	struct gantry_buffer page = { 0 };
	const char *status = "200 OK";

	if (trace_store_get(thread->options->folder, id, &page) == -1) {
		gantry_buffer_reset(&page);
		request_page_put_text(&page, &thread->masks, "404 Not Found",
		    "There is no trace of this request; the last 200 requests "
		    "are kept while gantry dev runs.",
		    own_pages_change(thread));
		status = "404 Not Found";
	}
	own_pages_send(environ, status, &page);
	gantry_buffer_clear(&page);
}

static bool
is_read(const struct gantry_environ *environ)
{
	const char *method = environ_text(environ, "REQUEST_METHOD");

	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

bool
own_pages_answer(struct development_thread *thread, struct request *request,
    const char *path)
{
	static const char trace[] = "/trace/";
	static const struct gantry_header reading[] = {
		{ "Allow", "GET, HEAD" },
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_environ *environ = &request->environ;

	path = own_path(path);
	if (path == NULL)
		return false;
	if (thread->options->is_public ||
	    !access_is_local(&thread->options->hosts, environ))
		failure_answer(environ, "403 Forbidden",
		    "This page is shown only to a browser on the machine of "
		    "the development server, without a proxy.",
		    NULL);
	else if (!is_read(environ))
		gantry_write(reply_start_response(
				 environ, "405 Method Not Allowed", reading),
		    "This page can only be read.\n", 28);
	else if (*path == '\0' || strcmp(path, "/") == 0)
		answer_list(thread, environ);
	else if (strncmp(path, trace, sizeof(trace) - 1) == 0)
		answer_trace(thread, environ, path + sizeof(trace) - 1);
	else
		failure_answer(environ, "404 Not Found",
		    "The development server has no such page.", NULL);
	return true;
}
