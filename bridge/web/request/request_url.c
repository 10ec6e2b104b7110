/*
 * The scheme, host, port and URL of a request.  What the client wrote comes
 * before what the web server made of it, unless it is not safe in a document:
 * an invalid host, or a path that would name another host, is ignored.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text/percent.h"
#include "gantry/web.h"
#include "web/request/request.h"

/* The host in Host, "name:port", or SERVER_NAME and SERVER_PORT. */
struct host {
	const char *name;
	size_t length;
	unsigned port; /* 0: none */
};

static const char *
variable(const struct gantry_request *request, const char *name)
{
	const char *value = gantry_environ_get(request->environ, name);

	return value != NULL ? value : "";
}

/* 0 when TEXT is not a port. */
static unsigned
parse_port(const char *text)
{
	size_t length = strspn(text, "0123456789");
	unsigned long port = strtoul(text, NULL, 10);

	return length > 0 && length <= 5 && text[length] == '\0' &&
		port <= 65535
	    ? (unsigned)port
	    : 0;
}

/* A name, an IPv4 address, or an IPv6 one in its brackets. */
static size_t
name_length(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t length = 0;

	if (*text == '[') {
		length = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
		return length > 2 && text[length] == ']' ? length + 1 : 0;
	}
	while (text[length] != '\0' &&
	    (strchr(letters, text[length]) != NULL ||
		strchr("-._", text[length]) != NULL))
		length++;
	return length;
}

/* Returns 0, or -1 when TEXT is not a host. */
static int
parse_host(struct host *host, const char *text)
{
	const char *end;

	host->name = text;
	host->length = name_length(text);
	host->port = 0;
	end = text + host->length;
	if (host->length == 0 || (*end != '\0' && *end != ':'))
		return -1;
	if (*end == '\0' || end[1] == '\0')
		return 0;
	host->port = parse_port(end + 1);
	return host->port != 0 ? 0 : -1;
}

static unsigned
default_port(const struct gantry_request *request)
{
	return strcmp(gantry_request_scheme(request), "https") == 0 ? 443 : 80;
}

/* Returns 0, or -1 when the web server gives none. */
static int
find_host(const struct gantry_request *request, struct host *host)
{
	if (parse_host(host, variable(request, "HTTP_HOST")) == -1) {
		if (parse_host(host, variable(request, "SERVER_NAME")) == -1)
			return -1;
		host->port = parse_port(variable(request, "SERVER_PORT"));
	}
	if (host->port == 0)
		host->port = default_port(request);
	return 0;
}

const char *
gantry_request_scheme(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return gantry_environ_wsgi(request->environ)->url_scheme;
}

const char *
gantry_request_host(struct gantry_request *request)
{
	struct host host;

	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	if (find_host(request, &host) == -1)
		return NULL;
	return gantry_environ_format(
	    request->environ, "%.*s", (int)host.length, host.name);
}

unsigned
gantry_request_port(struct gantry_request *request)
{
	struct host host;

	if (request_lacks(request, request, __func__, "request"))
		return 0;
	if (find_host(request, &host) == -1)
		return default_port(request);
	return host.port;
}

const char *
gantry_request_remote_addr(const struct gantry_request *request)
{
	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	return gantry_environ_get(request->environ, "REMOTE_ADDR");
}

static void
add_origin(struct gantry_buffer *buffer, const struct gantry_request *request)
{
	struct host host;

	if (find_host(request, &host) == -1)
		host = (struct host){ "localhost", strlen("localhost"),
			default_port(request) };
	gantry_buffer_printf(buffer, "%s://%.*s",
	    gantry_request_scheme(request), (int)host.length, host.name);
	if (host.port != default_port(request))
		gantry_buffer_printf(buffer, ":%u", host.port);
}

/*
 * Append path and query as the client wrote them, unless "//name" would name a
 * host; otherwise as the web server decoded them.  "OPTIONS *" has no path.
 */
static void
add_path(struct gantry_buffer *buffer, const struct gantry_request *request)
{
	const char *uri = variable(request, "REQUEST_URI");
	const char *query = variable(request, "QUERY_STRING");
	const char *prefix = variable(request, "SCRIPT_NAME");
	const char *path = variable(request, "PATH_INFO");

	if (uri[0] == '/' && uri[1] != '/') {
		percent_encode(buffer, uri, PERCENT_PATH "%?");
		return;
	}
	percent_encode(buffer, prefix, PERCENT_PATH);
	if (*path == '/')
		percent_encode(buffer, path, PERCENT_PATH);
	if (*query != '\0') {
		gantry_buffer_putc(buffer, '?');
		percent_encode(buffer, query, PERCENT_PATH "%?");
	}
}

/* Move BUFFER's text to the request's memory; NULL when memory ran out. */
static const char *
finish(struct gantry_request *request, struct gantry_buffer *buffer)
{
	const char *text = NULL;

	if (!gantry_buffer_failed(buffer))
		text = gantry_environ_format(request->environ, "%.*s",
		    (int)buffer->length,
		    buffer->length > 0 ? buffer->data : "");
	gantry_buffer_clear(buffer);
	return text;
}

const char *
gantry_request_prefix(struct gantry_request *request)
{
	struct gantry_buffer buffer = { 0 };

	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	add_origin(&buffer, request);
	percent_encode(&buffer, variable(request, "SCRIPT_NAME"), PERCENT_PATH);
	return finish(request, &buffer);
}

const char *
gantry_request_url(struct gantry_request *request)
{
	struct gantry_buffer buffer = { 0 };

	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	add_origin(&buffer, request);
	add_path(&buffer, request);
	return finish(request, &buffer);
}

const char *
gantry_request_relative_url(struct gantry_request *request)
{
	struct gantry_buffer buffer = { 0 };

	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	add_path(&buffer, request);
	return finish(request, &buffer);
}
