/*
 * The checks of gantry doctor --probe.  Each sends a request through the web
 * server and compares the environ that inspect shows with what was sent.  A
 * message says what is wrong, what that breaks, and the line to change.
 */
#include <ctype.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/doctor/http.h"
#include "cmd/doctor/probe.h"
#include "cmd/doctor/tls.h"

/* inspect pauses for longer; a network rarely does. */
#define GAP_MILLISECONDS 150

#define LARGE_BODY (300 * 1024)

enum verdict {
	RIGHT,
	NOTE, /* most sites work with it */
	WRONG,
};

struct probe {
	struct http_url url;
	struct tls_client *tls; /* NULL: not https */
	struct http_response response; /* to the last request */
	unsigned wrong;
};

/* A request; zero stands for GET of inspect without a body. */
struct request {
	const char *method;
	const char *path; /* below inspect's */
	const char *header; /* "Name: value\r\n" */
	const char *host; /* instead of the URL's */
	const char *body;
	size_t body_size;
	bool is_chunked;
};

__attribute__((format(printf, 3, 4))) static void
report(struct probe *probe, enum verdict verdict, const char *format, ...)
{
	static const char *const words[] = { "ok", "note", "WRONG" };
	struct gantry_buffer text = { 0 };
	char shown[2048] = "";
	va_list arguments;
	size_t i;

	va_start(arguments, format);
	gantry_buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	/* The web server's bytes must not control the terminal. */
	for (i = 0; i < text.length; i++)
		if (iscntrl((unsigned char)text.data[i]) &&
		    text.data[i] != '\n')
			text.data[i] = '?';
	if (text.length > 0)
		program_expand(shown, sizeof(shown), text.data, text.length);
	printf("%-7s%s\n", words[verdict], shown);
	gantry_buffer_clear(&text);
	if (verdict == WRONG)
		probe->wrong++;
}

static void
write_request(const struct probe *probe, const struct request *request,
    struct gantry_buffer *text)
{
	const char *path = request->path != NULL ? request->path : "";

	gantry_buffer_printf(text, "%s %s%s HTTP/1.1\r\nHost: %s\r\n",
	    request->method != NULL ? request->method : "GET", probe->url.path,
	    *path == '\0' && *probe->url.path == '\0' ? "/" : path,
	    request->host != NULL ? request->host : probe->url.authority);
	gantry_buffer_puts(text,
	    "Accept: text/plain\r\nUser-Agent: gantry-doctor\r\n"
	    "Connection: close\r\n");
	if (request->header != NULL)
		gantry_buffer_puts(text, request->header);
	if (request->is_chunked)
		gantry_buffer_puts(text, "Transfer-Encoding: chunked\r\n\r\n");
	if (request->is_chunked && request->body_size > 0)
		gantry_buffer_printf(text, "%zx\r\n%.*s\r\n",
		    request->body_size, (int)request->body_size, request->body);
	if (request->is_chunked)
		gantry_buffer_puts(text, "0\r\n\r\n");
	else if (request->body != NULL)
		gantry_buffer_printf(
		    text, "Content-Length: %zu\r\n\r\n", request->body_size);
	else
		gantry_buffer_puts(text, "\r\n");
	if (request->body != NULL && !request->is_chunked)
		gantry_buffer_add(text, request->body, request->body_size);
}

/* Returns whether there is a response; if not, the reason is reported. */
static bool
send_request(struct probe *probe, const struct request *request)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	int result;

	write_request(probe, request, &text);
	if (gantry_buffer_failed(&text))
		result = gantry_error_memory(&error);
	else
		result = http_send(
		    &probe->url, probe->tls, &text, &probe->response, &error);
	gantry_buffer_clear(&text);
	if (result == -1)
		report(probe, WRONG, "%s", error.text);
	return result == 0;
}

/*
 * The value of the variable NAME, or "".  inspect prints a line for each one,
 * "NAME  string  value", with the type padded to six characters.  The string is
 * valid until the next call.
 */
static const char *
variable(const struct probe *probe, const char *name)
{
	static char value[2048];
	size_t length = strlen(name), skipped;
	const char *line = probe->response.body.data;

	*value = '\0';
	for (; line != NULL && *line != '\0'; line = strchr(line, '\n') + 1) {
		if (strchr(line, '\n') == NULL)
			break;
		if (strncmp(line, name, length) != 0 || line[length] != ' ')
			continue;
		line += length;
		skipped = strspn(line, " ") + strlen("string  ");
		if (strcspn(line, "\n") >= skipped)
			snprintf(value, sizeof(value), "%.*s",
			    (int)strcspn(line + skipped, "\n"), line + skipped);
		break;
	}
	return value;
}

static bool
variable_is(const struct probe *probe, const char *name, const char *expected)
{
	return strcmp(variable(probe, name), expected) == 0;
}

/* Is this a response of inspect? */
static bool
is_inspect(const struct probe *probe)
{
	return probe->response.status == 200 &&
	    variable_is(probe, "wsgi.version", "1, 0");
}

static const char *
explain_status(int status)
{
	switch (status) {
	case 400:
		return "{program} rejected the request; {program}'s log names the "
		       "likely cause";
	case 403:
		return "the web server denied the request; its error log says "
		       "why, often that its user cannot open {program}'s socket";
	case 404:
		return "inspect is not mounted there; start gantry, which has "
		       "it, with --mount /PATH=inspect behind this web server";
	case 500:
	case 502:
	case 503:
	case 504:
		return "the web server cannot reach {program}; check that {program} "
		       "runs, that both use the same socket, and that the web "
		       "server's user can open it (mode 0660)";
	default:
		return "this is not a response of inspect; give the URL where "
		       "inspect is mounted";
	}
}

static bool
find_inspect(struct probe *probe)
{
	if (!send_request(probe, &(struct request){ .path = "/" }))
		return false;
	if (!is_inspect(probe)) {
		report(probe, WRONG, "the status is %d: %s",
		    probe->response.status,
		    explain_status(probe->response.status));
		return false;
	}
	report(probe, RIGHT, "inspect answers behind %s",
	    variable(probe, "SERVER_SOFTWARE"));
	return true;
}

/* After find_inspect. */
static void
check_scheme(struct probe *probe)
{
	const char *expected = probe->url.is_https ? "https" : "http";

	if (variable_is(probe, "wsgi.url_scheme", expected))
		report(probe, RIGHT, "the scheme is %s", expected);
	else
		report(probe, WRONG,
		    "the scheme is '%s' instead of '%s', so links that "
		    "applications make are wrong (nginx: fastcgi_param HTTPS "
		    "$https if_not_empty; behind a proxy that ends TLS: "
		    "gantry's --trusted-proxies)",
		    variable(probe, "wsgi.url_scheme"), expected);
}

static void
check_path(struct probe *probe)
{
	char script_name[1024];

	if (!send_request(
		probe, &(struct request){ .path = "/a%20b/c?d=%20e" }))
		return;
	snprintf(script_name, sizeof(script_name), "%s",
	    variable(probe, "SCRIPT_NAME"));
	if (variable_is(probe, "PATH_INFO", "/a b/c") &&
	    strcmp(script_name, probe->url.path) == 0)
		report(probe, RIGHT,
		    "SCRIPT_NAME and PATH_INFO split the path at the mount");
	else
		report(probe, WRONG,
		    "SCRIPT_NAME is '%s' and PATH_INFO is '%s' for %s/a%%20b/c,"
		    " so applications get the wrong path; start gantry with "
		    "--mount %s=inspect, and pass the whole path (nginx: "
		    "fastcgi_param PATH_INFO $uri;)",
		    script_name, variable(probe, "PATH_INFO"), probe->url.path,
		    *probe->url.path != '\0' ? probe->url.path : "/");
	if (variable_is(probe, "QUERY_STRING", "d=%20e"))
		report(probe, RIGHT, "QUERY_STRING arrives unchanged");
	else
		report(probe, WRONG,
		    "QUERY_STRING is '%s' instead of 'd=%%20e', so "
		    "applications get the wrong parameters (nginx: "
		    "fastcgi_param QUERY_STRING $query_string;)",
		    variable(probe, "QUERY_STRING"));
}

static void
check_slash(struct probe *probe)
{
	if (!send_request(probe, &(struct request){ .path = "/a%2Fb" }))
		return;
	if (!is_inspect(probe)) {
		report(probe, WRONG,
		    "a path with an encoded slash, %%2F, does not reach "
		    "{program}: the status is %d (Apache: AllowEncodedSlashes On)",
		    probe->response.status);
		return;
	}
	if (strstr(variable(probe, "gantry.raw_path"), "/a%2Fb") != NULL)
		report(probe, RIGHT, "an encoded slash arrives as %%2F");
	else
		report(probe, WRONG,
		    "an encoded slash arrives as a slash, so routes cannot "
		    "tell them apart: REQUEST_URI is '%s' (nginx: "
		    "fastcgi_param REQUEST_URI $request_uri;)",
		    variable(probe, "REQUEST_URI"));
}

static void
check_authorization(struct probe *probe)
{
	static const char header[] = "Authorization: Basic ZG9jdG9yOng=\r\n";

	if (!send_request(
		probe, &(struct request){ .path = "/", .header = header }))
		return;
	if (probe->response.status == 401)
		report(probe, NOTE,
		    "the web server asks for a password itself, so "
		    "Authorization is not checked");
	else if (variable_is(probe, "HTTP_AUTHORIZATION", "Basic ZG9jdG9yOng="))
		report(probe, RIGHT, "Authorization arrives");
	else
		report(probe, WRONG,
		    "Authorization does not arrive, so applications cannot "
		    "check tokens and passwords (Apache: CGIPassAuth On; "
		    "HAProxy: pass-header Authorization)");
	if (variable_is(probe, "REMOTE_USER", "doctor"))
		report(probe, WRONG,
		    "REMOTE_USER is the name that the client sent, but nothing "
		    "checked the password, so a client can choose its name "
		    "(nginx: leave out fastcgi_param REMOTE_USER, which "
		    "fastcgi_params has; HAProxy: set-param REMOTE_USER "
		    "%%[str()])");
}

static void
check_host(struct probe *probe)
{
	static const char port[] = "doctor.invalid:4711";
	static const char name[] = "doctor.invalid";

	if (!send_request(
		probe, &(struct request){ .path = "/", .host = port }))
		return;
	if (!is_inspect(probe)) {
		report(probe, RIGHT, "an unknown host is rejected");
		return;
	}
	if (variable_is(probe, "HTTP_HOST", port))
		report(probe, RIGHT, "Host arrives unchanged");
	else
		report(probe, NOTE,
		    "Host arrives as '%s', without its port, so links to "
		    "another port than the default are wrong (nginx: leave "
		    "out fastcgi_param HTTP_HOST $host, which fastcgi_params "
		    "has)",
		    variable(probe, "HTTP_HOST"));
	if (variable_is(probe, "SERVER_NAME", name))
		report(probe, NOTE,
		    "SERVER_NAME is any host that a client names, so links "
		    "made from it can lead to another site (nginx: "
		    "server_name; Apache: UseCanonicalName On; Caddy: env "
		    "SERVER_NAME)");
}

static void
check_body(struct probe *probe, const struct request *request, const char *what,
    const char *advice)
{
	char expected[64];

	snprintf(
	    expected, sizeof(expected), "stdin, %zu bytes", request->body_size);
	if (!send_request(probe, request))
		return;
	if (is_inspect(probe) && variable_is(probe, "wsgi.input", expected))
		report(probe, RIGHT, "%s arrives", what);
	else
		report(probe, WRONG, "%s does not arrive: the status is %d%s",
		    what, probe->response.status, advice);
}

static void
check_bodies(struct probe *probe)
{
	static char large[LARGE_BODY];

	memset(large, 'x', sizeof(large));
	check_body(probe,
	    &(struct request){ .method = "POST",
		.path = "/",
		.body = "hello",
		.body_size = 5 },
	    "a body",
	    " (nginx: fastcgi_param CONTENT_LENGTH $content_length;)");
	check_body(probe,
	    &(struct request){ .method = "POST",
		.path = "/",
		.body = "hello",
		.body_size = 5,
		.is_chunked = true },
	    "a chunked body", "");
	check_body(probe,
	    &(struct request){ .method = "POST", .path = "/", .body = "" },
	    "an empty body", "");
	check_body(probe,
	    &(struct request){
		.method = "POST", .path = "/", .body = "", .is_chunked = true },
	    "an empty chunked body", "");
	check_body(probe,
	    &(struct request){ .method = "PUT",
		.path = "/",
		.body = large,
		.body_size = sizeof(large) },
	    "a body of 300 KiB",
	    " (nginx: client_max_body_size; mod_fcgid: FcgidMaxRequestLen; "
	    "{program}: --body-size)");
}

static void
check_methods(struct probe *probe)
{
	static const char *const methods[] = { "HEAD", "PUT", "PATCH", "DELETE",
		"OPTIONS" };
	unsigned wrong = 0;
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (!send_request(probe,
			&(struct request){ .method = methods[i], .path = "/" }))
			return;
		if (probe->response.status == 200)
			continue;
		wrong++;
		report(probe, WRONG,
		    "%s does not reach {program}: the status is %d; let the web "
		    "server pass this method on",
		    methods[i], probe->response.status);
	}
	if (wrong == 0)
		report(probe, RIGHT,
		    "HEAD, PUT, PATCH, DELETE and OPTIONS arrive");
}

static void
check_connection(struct probe *probe)
{
	if (!send_request(
		probe, &(struct request){ .path = "/?gantry-doctor-pause" }))
		return;
	if (variable_is(probe, "gantry.keep_conn", "0"))
		report(probe, NOTE,
		    "the web server opens a connection to {program} for each "
		    "request, which takes time (nginx: fastcgi_keep_conn on, "
		    "and keepalive in the upstream; Apache: enablereuse=on)");
	else if (variable_is(probe, "gantry.keep_conn", "1"))
		report(probe, RIGHT, "connections to {program} are kept open");
	if (probe->response.gap < GAP_MILLISECONDS)
		report(probe, NOTE,
		    "the web server holds a response back until it is "
		    "complete, so streams do not work (nginx: "
		    "fastcgi_buffering off; Apache: flushpackets=on; "
		    "lighttpd: server.stream-response-body = 1)");
	else
		report(probe, RIGHT,
		    "the web server passes a response on as it is written");
}

int
probe_run(const char *url, const struct tls_options *tls)
{
	struct probe probe = { .wrong = 0 };
	struct gantry_error error;
	int result = http_url_parse(&probe.url, url, &error);

	if (result == 0 && probe.url.is_https) {
		/* libssl sends without MSG_NOSIGNAL. */
		signal(SIGPIPE, SIG_IGN);
		probe.tls = tls_client_new(tls, &error);
		result = probe.tls != NULL ? 0 : -1;
	}
	if (result == -1) {
		program_print_error("--probe: %s", error.text);
		return 2;
	}
	if (find_inspect(&probe)) {
		check_scheme(&probe);
		check_path(&probe);
		check_slash(&probe);
		check_authorization(&probe);
		check_host(&probe);
		check_bodies(&probe);
		check_methods(&probe);
		check_connection(&probe);
	}
	http_response_clear(&probe.response);
	tls_client_free(probe.tls);
	return probe.wrong > 0 ? 1 : 0;
}
