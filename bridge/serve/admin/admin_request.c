/*
 * A small HTTP request parser.  It ignores headers that it does not need, so
 * that it works with any HTTP client.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "serve/admin/admin_request.h"

/* One line of the head, or a part of it. */
struct text {
	const char *at;
	size_t length;
};

static bool
equals(struct text text, const char *other)
{
	return text.length == strlen(other) &&
	    strncasecmp(text.at, other, text.length) == 0;
}

/* Does TEXT contain PART, ignoring case? */
static bool
mentions(struct text text, const char *part)
{
	const size_t length = strlen(part);
	size_t i;

	for (i = 0; i + length <= text.length; i++)
		if (strncasecmp(text.at + i, part, length) == 0)
			return true;
	return false;
}

static void
copy(char *to, size_t size, struct text from)
{
	snprintf(to, size, "%.*s",
	    (int)(from.length < size ? from.length : size - 1), from.at);
}

/* Cut off the part before the first END, or all of REST. */
static struct text
cut(struct text *rest, char end)
{
	const char *found = memchr(rest->at, end, rest->length);
	struct text part = *rest;

	if (found == NULL) {
		rest->at += rest->length;
		rest->length = 0;
		return part;
	}
	part.length = (size_t)(found - rest->at);
	rest->at = found + 1;
	rest->length -= part.length + 1;
	return part;
}

static struct text
trim(struct text text)
{
	while (text.length > 0 && strchr(" \t", *text.at) != NULL) {
		text.at++;
		text.length--;
	}
	while (text.length > 0 &&
	    strchr(" \t\r", text.at[text.length - 1]) != NULL)
		text.length--;
	return text;
}

/* "METHOD /path?query HTTP/1.x" */
static int
parse_line(struct admin_request *request, struct text line)
{
	static const char *const methods[] = { "GET", "HEAD", "POST" };
	struct text method = cut(&line, ' '), target = cut(&line, ' ');
	struct text path;
	size_t i;

	if (method.length == 0 || target.length == 0 || *target.at != '/' ||
	    line.length < 8 || strncmp(line.at, "HTTP/1.", 7) != 0)
		return -1;
	for (i = 0; i < 3 && !equals(method, methods[i]); i++)
		continue;
	request->method = (enum admin_method)i;
	path = cut(&target, '?');
	copy(request->path, sizeof(request->path), path);
	copy(request->query, sizeof(request->query), target);
	return 0;
}

/* The name without the port and the brackets of an IPv6 address. */
static void
parse_host(struct admin_request *request, struct text value)
{
	if (value.length > 0 && *value.at == '[') {
		cut(&value, '[');
		value = cut(&value, ']');
	} else {
		value = cut(&value, ':');
	}
	copy(request->host, sizeof(request->host), value);
}

/* Weights are ignored: a client that accepts the newer format gets it. */
static void
parse_accept(struct admin_request *request, struct text value)
{
	if (mentions(value, "application/openmetrics-text"))
		request->accepts_openmetrics = true;
	if (mentions(value, "application/json"))
		request->accepts_json = true;
}

int
admin_request_parse(
    struct admin_request *request, const char *data, size_t length)
{
	struct text rest = { data, length }, line, name;

	*request = (struct admin_request){ .method = ADMIN_OTHER };
	if (memchr(data, '\0', length) != NULL)
		return -1;
	if (memmem(data, length, "\r\n\r\n", 4) == NULL &&
	    memmem(data, length, "\n\n", 2) == NULL)
		return 0;
	if (parse_line(request, trim(cut(&rest, '\n'))) == -1)
		return -1;
	for (;;) {
		line = trim(cut(&rest, '\n'));
		if (line.length == 0)
			return 1;
		name = cut(&line, ':');
		if (equals(name, "Host"))
			parse_host(request, trim(line));
		else if (equals(name, "Accept"))
			parse_accept(request, line);
	}
}

bool
admin_request_value(const struct admin_request *request, const char *key,
    char *value, size_t size)
{
	struct text rest = { request->query, strlen(request->query) };
	struct text part, name;

	while (rest.length > 0) {
		part = cut(&rest, '&');
		name = cut(&part, '=');
		if (!equals(name, key))
			continue;
		copy(value, size, part);
		return part.length < size;
	}
	return false;
}
