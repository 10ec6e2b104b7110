/*
 * The rules by which a request's variables are checked and completed.  Each
 * rule is one function, and none depends on which web server is in front.
 * The path is split at the mounts, in gate/mount.c, and not here.
 */
#include <ctype.h>
#include <string.h>

#include "gate/repair.h"

/* RFC 9110 section 5.6.2. */
static bool
is_token(const char *text)
{
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++)
		if (!isalnum((unsigned char)*text) &&
		    strchr("!#$%&'*+-.^_`|~", *text) == NULL)
			return false;
	return true;
}

static int
check_method(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *method = environ_text(environ, "REQUEST_METHOD");

	if (*method == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "REQUEST_METHOD is missing: the web server sends no CGI "
		    "variables (nginx: include fastcgi_params)");
	if (!is_token(method))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "REQUEST_METHOD is no method: '%.64s'", method);
	return 0;
}

/* An empty CONTENT_LENGTH is none (nginx); -1 is an unknown one (Caddy). */
int
environ_content_length(const struct gantry_environ *environ,
    int64_t *content_length, struct gantry_error *error)
{
	const char *text = environ_text(environ, "CONTENT_LENGTH");
	int64_t length = 0;
	const char *p;

	*content_length = LENGTH_UNKNOWN;
	if (strcmp(text, "-1") == 0)
		return 0;
	for (p = text; *p != '\0'; p++) {
		if (!isdigit((unsigned char)*p) ||
		    length > (INT64_MAX - 9) / 10)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "CONTENT_LENGTH is no number of bytes: '%.64s'",
			    text);
		length = length * 10 + (*p - '0');
	}
	*content_length = length;
	return 0;
}

static int
read_content_length(struct gantry_environ *environ, int64_t *content_length,
    struct gantry_error *error)
{
	if (environ_content_length(environ, content_length, error) == -1)
		return -1;
	if (*content_length == LENGTH_UNKNOWN ||
	    *environ_text(environ, "CONTENT_LENGTH") == '\0')
		environ_remove(environ, "CONTENT_LENGTH");
	return 0;
}

static void
find_scheme(struct gantry_environ *environ)
{
	const char *https = environ_text(environ, "HTTPS");
	const char *scheme = environ_text(environ, "REQUEST_SCHEME");

	if (strcmp(https, "on") == 0 || strcmp(https, "1") == 0 ||
	    strcmp(scheme, "https") == 0)
		environ->wsgi.url_scheme = "https";
	else
		environ->wsgi.url_scheme = "http";
}

/* The host of "host:port", "[v6]:port" or "host", in the request's memory. */
static const char *
host_without_port(struct gantry_environ *environ, const char *host)
{
	const char *colon = strrchr(host, ':');

	if (colon == NULL || (*host == '[' && strchr(colon, ']') != NULL))
		return host;
	if (*host != '[' && strchr(host, ':') != colon)
		return host; /* a bare IPv6 address */
	return arena_strndup(&environ->arena, host, (size_t)(colon - host));
}

/* Empty without a server_name (nginx), with the port (HAProxy). */
static int
complete_server(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *name = environ_text(environ, "SERVER_NAME");
	const char *port = environ_text(environ, "SERVER_PORT");
	const char *protocol = environ_text(environ, "SERVER_PROTOCOL");
	bool secure = strcmp(environ->wsgi.url_scheme, "https") == 0;

	if (*name == '\0')
		name = environ_text(environ, "HTTP_HOST");
	name = host_without_port(environ, name);
	if (name == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	if (*name == '\0')
		name = "localhost";
	if (*port == '\0')
		port = secure ? "443" : "80";
	if (*protocol == '\0')
		protocol = "HTTP/1.0";
	if (environ_set(environ, "SERVER_NAME", name, error) == -1 ||
	    environ_set(environ, "SERVER_PORT", port, error) == -1)
		return -1;
	return environ_set(environ, "SERVER_PROTOCOL", protocol, error);
}

static int
complete_query(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *type = environ_text(environ, "CONTENT_TYPE");

	if (*type == '\0')
		environ_remove(environ, "CONTENT_TYPE");
	return environ_set(environ, "QUERY_STRING",
	    environ_text(environ, "QUERY_STRING"), error);
}

int
environ_repair(struct gantry_environ *environ, int64_t *content_length,
    struct gantry_error *error)
{
	find_scheme(environ);
	if (check_method(environ, error) == -1 ||
	    read_content_length(environ, content_length, error) == -1 ||
	    complete_server(environ, error) == -1)
		return -1;
	return complete_query(environ, error);
}
