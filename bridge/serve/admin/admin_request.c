/*
 * A small HTTP request parser.  It ignores headers that it does not need, so
 * that it works with any HTTP client.
 */
#include <string.h>
#include <strings.h>

#include "gate/environ/host.h"
#include "serve/admin/admin_request.h"

/* One line of the head, or a part of it. */
struct text {
	const char *at;
	size_t length;
};

static bool
is(struct text text, const char *other)
{
	return text.length == strlen(other) &&
	    memcmp(text.at, other, text.length) == 0;
}

/* The same without regard to case. */
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

/* Returns 0, or -1 if FROM is too long: a part of it would be another text. */
static int
copy(char *to, size_t size, struct text from)
{
	if (from.length >= size)
		return -1;
	memcpy(to, from.at, from.length);
	to[from.length] = '\0';
	return 0;
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

/* Without the CR at the end of a line. */
static struct text
chomp(struct text line)
{
	if (line.length > 0 && line.at[line.length - 1] == '\r')
		line.length--;
	return line;
}

static struct text
trim(struct text text)
{
	while (text.length > 0 && strchr(" \t", *text.at) != NULL) {
		text.at++;
		text.length--;
	}
	while (
	    text.length > 0 && strchr(" \t", text.at[text.length - 1]) != NULL)
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
	    line.length != 8 || strncmp(line.at, "HTTP/1.", 7) != 0)
		return -1;
	for (i = 0; i < 3 && !is(method, methods[i]); i++)
		continue;
	request->method = (enum admin_method)i;
	path = cut(&target, '?');
	return copy(request->path, sizeof(request->path), path) |
	    copy(request->query, sizeof(request->query), target);
}

/* The name without the port and the brackets of an IPv6 address. */
static int
parse_host(struct admin_request *request, struct text value)
{
	struct host host;

	if (value.length == 0)
		return 0;
	if (host_parse(&host, value.at, value.length) == -1)
		return -1;
	value = (struct text){ host.name, host.name_length };
	if (*value.at == '[')
		value = (struct text){ value.at + 1, value.length - 2 };
	return copy(request->host, sizeof(request->host), value);
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

/*
 * RFC 9112 section 5: a name directly before its colon, and not a line that
 * continues the one before.  A second Host is an error (section 3.2).
 */
static int
parse_header(struct admin_request *request, struct text line, bool *has_host)
{
	struct text name = cut(&line, ':');

	if (name.length == 0 || name.at + name.length == line.at ||
	    memchr(name.at, ' ', name.length) != NULL ||
	    memchr(name.at, '\t', name.length) != NULL)
		return -1;
	if (equals(name, "Accept"))
		parse_accept(request, line);
	if (!equals(name, "Host"))
		return 0;
	if (*has_host)
		return -1;
	*has_host = true;
	return parse_host(request, trim(line));
}

int
admin_request_parse(
    struct admin_request *request, const char *data, size_t length)
{
	struct text rest = { data, length }, line;
	bool is_first = true, has_host = false;

	*request = (struct admin_request){ .method = ADMIN_OTHER };
	while (memchr(rest.at, '\n', rest.length) != NULL) {
		line = chomp(cut(&rest, '\n'));
		if (memchr(line.at, '\0', line.length) != NULL)
			return -1;
		if (is_first ? parse_line(request, line) == -1
			     : line.length > 0 &&
			    parse_header(request, line, &has_host) == -1)
			return -1;
		if (line.length == 0)
			return 1;
		is_first = false;
	}
	return memchr(rest.at, '\0', rest.length) == NULL ? 0 : -1;
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
		return copy(value, size, part) == 0;
	}
	return false;
}
