/*
 * The rules that check and complete a request's variables.  Each rule is one
 * function, and none depends on the kind of web server.  The path is split in
 * mount.c.
 */
#include <ctype.h>
#include <string.h>

#include "base/text/header.h"
#include "gate/environ/cookie.h"
#include "gate/environ/host.h"
#include "gate/environ/path.h"
#include "gate/environ/repair.h"

static int
check_method(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *method = environ_text(environ, "REQUEST_METHOD");

	if (*method == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "REQUEST_METHOD is missing: the web server sends no CGI "
		    "variables (nginx: include fastcgi_params; 'gantry doctor "
		    "--server NAME' prints a whole configuration)");
	if (!header_is_token(method))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "REQUEST_METHOD is not a method: '%.64s'", method);
	return 0;
}

int
environ_content_length(const struct gantry_environ *environ,
    int64_t *content_length, struct gantry_error *error)
{
	const char *text = environ_text(environ, "CONTENT_LENGTH");
	int64_t length = 0;
	const char *p;
	int digit;

	*content_length = LENGTH_UNKNOWN;
	if (strcmp(text, "-1") == 0)
		return 0;
	if (*text == '\0') {
		if (environ_get(environ, "HTTP_TRANSFER_ENCODING") == NULL)
			*content_length = LENGTH_MISSING;
		return 0;
	}
	for (p = text; *p != '\0'; p++) {
		if (!isdigit((unsigned char)*p))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "CONTENT_LENGTH is not a number of bytes: '%.64s'",
			    text);
		digit = *p - '0';
		length = length > (INT64_MAX - digit) / 10
		    ? INT64_MAX
		    : length * 10 + digit;
	}
	*content_length = length;
	return 0;
}

/*
 * No length, an empty one (nginx) and 0 (lighttpd, Caddy, HAProxy) mean that
 * there is no body; the application sees all three alike.  A transport that
 * found a body without a length has set the length.  A length of -1
 * (Caddy), or no length with a chunked body (Apache's CGI), means that the
 * length is unknown, which "gantry.body_length" says.
 */
static int
read_content_length(struct gantry_environ *environ, int64_t *content_length,
    struct gantry_error *error)
{
	if (environ_content_length(environ, content_length, error) == -1)
		return -1;
	environ_remove(environ, "HTTP_TRANSFER_ENCODING");
	if (*content_length == LENGTH_MISSING)
		*content_length = 0;
	if (*content_length <= 0)
		environ_remove(environ, "CONTENT_LENGTH");
	return *content_length != LENGTH_UNKNOWN
	    ? 0
	    : environ_set(environ, "gantry.body_length", "unknown", error);
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

/* Web servers send both, one or none; the scheme may come from a proxy. */
static int
complete_scheme(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *scheme = environ->wsgi.url_scheme;

	if (strcmp(scheme, "https") != 0)
		environ_remove(environ, "HTTPS");
	else if (environ_set(environ, "HTTPS", "on", error) == -1)
		return -1;
	return environ_set(environ, "REQUEST_SCHEME", scheme, error);
}

static bool
has_upper(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (isupper((unsigned char)text[i]))
			return true;
	return false;
}

/*
 * Hosts are case-insensitive (RFC 9110 section 4.2.3), and some web servers
 * convert them to lower case.  Returns a copy; NULL: no memory.
 */
static const char *
lower(struct gantry_environ *environ, const char *text, size_t length)
{
	char *copy = arena_strndup(&environ->arena, text, length), *p;

	for (p = copy; p != NULL && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
}

static int
lower_host(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *host = environ_text(environ, "HTTP_HOST");
	size_t length = strlen(host);

	if (!has_upper(host, length))
		return 0;
	host = lower(environ, host, length);
	if (host == NULL)
		return gantry_error_memory(error);
	return environ_set(environ, "HTTP_HOST", host, error);
}

/*
 * nginx sends an empty SERVER_NAME without a server_name, or "_", or a pattern;
 * HAProxy adds the port.  If SERVER_NAME is not a host, use Host.
 */
static int
complete_name(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *name = environ_text(environ, "SERVER_NAME");
	struct host host;

	if (host_parse(&host, name, strlen(name)) == -1) {
		name = environ_text(environ, "HTTP_HOST");
		if (host_parse(&host, name, strlen(name)) == -1)
			return environ_set(
			    environ, "SERVER_NAME", "localhost", error);
	}
	if (host.name == environ_text(environ, "SERVER_NAME") &&
	    name[host.name_length] == '\0' &&
	    !has_upper(name, host.name_length))
		return 0;
	name = lower(environ, host.name, host.name_length);
	if (name == NULL)
		return gantry_error_memory(error);
	return environ_set(environ, "SERVER_NAME", name, error);
}

/* Set NAME unless it has a value. */
static int
complete(struct gantry_environ *environ, const char *name, const char *value,
    struct gantry_error *error)
{
	if (environ_get(environ, name) != NULL)
		return 0;
	return environ_set(environ, name, value, error);
}

/* RFC 3875 section 4.1 requires these variables. */
static int
complete_server(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *port = environ_text(environ, "SERVER_PORT");
	bool secure = strcmp(environ->wsgi.url_scheme, "https") == 0;

	if (!port_is_valid(port, strlen(port)) &&
	    environ_set(environ, "SERVER_PORT", secure ? "443" : "80", error) ==
		-1)
		return -1;
	if (complete_name(environ, error) == -1 ||
	    complete(environ, "SERVER_PROTOCOL", "HTTP/1.0", error) == -1 ||
	    complete(environ, "GATEWAY_INTERFACE", "CGI/1.1", error) == -1 ||
	    complete(environ, "QUERY_STRING", "", error) == -1)
		return -1;
	return complete(environ, "SERVER_SOFTWARE",
	    PACKAGE_NAME "/" PACKAGE_VERSION, error);
}

/* Some web servers join repeated Cookie headers with a comma. */
static int
repair_cookie(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *cookie = environ_get(environ, "HTTP_COOKIE");
	char *joined;

	if (cookie == NULL || cookie_is_joined(cookie))
		return 0;
	joined = gantry_environ_alloc(environ, cookie_join(NULL, cookie) + 1);
	if (joined == NULL)
		return gantry_error_memory(error);
	cookie_join(joined, cookie);
	return environ_set(environ, "HTTP_COOKIE", joined, error);
}

/* RFC 3875 section 4.1.9 allows the address instead of a name (Caddy). */
static void
repair_client(struct gantry_environ *environ)
{
	const char *host = environ_get(environ, "REMOTE_HOST");

	if (host != NULL &&
	    strcmp(host, environ_text(environ, "REMOTE_ADDR")) == 0)
		environ_remove(environ, "REMOTE_HOST");
}

int
environ_repair(struct gantry_environ *environ, const struct trusted *trusted,
    int64_t *content_length, struct gantry_error *error)
{
	environ_remove_empty(environ);
	if (check_method(environ, error) == -1 ||
	    read_content_length(environ, content_length, error) == -1)
		return -1;
	find_scheme(environ);
	repair_client(environ);
	if (trusted != NULL && forwarded_apply(environ, trusted, error) == -1)
		return -1;
	if (lower_host(environ, error) == -1 ||
	    complete_scheme(environ, error) == -1 ||
	    complete_server(environ, error) == -1 ||
	    repair_cookie(environ, error) == -1)
		return -1;
	return path_keep_raw(environ, error);
}

const char *
repair_detail(struct gantry_environ *environ, const char *text)
{
	const char *colon = strstr(text, ": ");
	const char *detail;

	if (colon == NULL)
		return text;
	detail = arena_strndup(&environ->arena, text, (size_t)(colon - text));
	return detail != NULL ? detail : "";
}
