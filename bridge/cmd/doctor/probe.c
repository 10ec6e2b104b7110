/*
 * The questions of gantry doctor --probe.  Each sends one request, looks at the
 * environ that inspect shows of it, and says what it makes of it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd/doctor/http.h"
#include "cmd/doctor/probe.h"

/* Longer than a pause that nobody made. */
#define GAP_MILLISECONDS 150

#define LARGE_BODY (300 * 1024)

enum verdict {
	RIGHT,
	NOTE, /* fine for most sites */
	WRONG,
};

struct probe {
	struct http_url url;
	struct http_answer answer; /* to the last question */
	unsigned wrong;
};

/* What is asked; zero stands for GET without more. */
struct question {
	const char *method;
	const char *path; /* below inspect's */
	const char *header; /* "Name: value\r\n" */
	const char *host; /* in the place of the right one */
	const char *body;
	size_t body_size;
	bool is_chunked;
};

__attribute__((format(printf, 3, 4))) static void
report(struct probe *probe, enum verdict verdict, const char *format, ...)
{
	static const char *const words[] = { "ok", "note", "WRONG" };
	va_list arguments;

	printf("%-7s", words[verdict]);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	if (verdict == WRONG)
		probe->wrong++;
}

static void
write_request(const struct probe *probe, const struct question *question,
    struct gantry_buffer *request)
{
	const char *path = question->path != NULL ? question->path : "";

	gantry_buffer_printf(request, "%s %s%s HTTP/1.1\r\nHost: %s\r\n",
	    question->method != NULL ? question->method : "GET",
	    probe->url.path,
	    *path == '\0' && *probe->url.path == '\0' ? "/" : path,
	    question->host != NULL ? question->host : probe->url.authority);
	gantry_buffer_puts(request,
	    "Accept: text/plain\r\nUser-Agent: gantry-doctor\r\n"
	    "Connection: close\r\n");
	if (question->header != NULL)
		gantry_buffer_puts(request, question->header);
	if (question->is_chunked)
		gantry_buffer_printf(request,
		    "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%.*s\r\n0\r\n\r\n",
		    question->body_size, (int)question->body_size,
		    question->body);
	else if (question->body != NULL)
		gantry_buffer_printf(request, "Content-Length: %zu\r\n\r\n",
		    question->body_size);
	else
		gantry_buffer_puts(request, "\r\n");
	if (question->body != NULL && !question->is_chunked)
		gantry_buffer_add(request, question->body, question->body_size);
}

/* Returns whether there is an answer; why there is none is reported. */
static bool
ask(struct probe *probe, const struct question *question)
{
	struct gantry_buffer request = { 0 };
	struct gantry_error error;
	int result;

	write_request(probe, question, &request);
	if (gantry_buffer_failed(&request))
		result = gantry_error_memory(&error);
	else
		result =
		    http_ask(&probe->url, &request, &probe->answer, &error);
	gantry_buffer_clear(&request);
	if (result == -1)
		report(probe, WRONG, "%s", error.text);
	return result == 0;
}

/*
 * The variable NAME in what inspect shows as "NAME  string  value" to a line,
 * the type padded to six characters, or "" when it shows none.  The string is
 * good until the next call.
 */
static const char *
see(const struct probe *probe, const char *name)
{
	static char value[2048];
	size_t length = strlen(name), skipped;
	const char *line = probe->answer.body.data;

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
sees(const struct probe *probe, const char *name, const char *expected)
{
	return strcmp(see(probe, name), expected) == 0;
}

/* Is the answer inspect's? */
static bool
is_inspected(const struct probe *probe)
{
	return probe->answer.status == 200 &&
	    sees(probe, "wsgi.version", "1, 0");
}

static const char *
explain_status(int status)
{
	switch (status) {
	case 400:
		return "gantry's log names the likely mistake";
	case 403:
		return "the web server refuses it; its error log says why "
		       "(nginx, lighttpd: may its user open the socket?)";
	case 404:
		return "is inspect mounted there? gantry --mount /PATH=inspect";
	case 500:
	case 502:
	case 503:
	case 504:
		return "does gantry run, is it the same socket, and may the "
		       "web server's user open it (mode 0660)?";
	default:
		return "this is no answer of inspect's; give the address at "
		       "which it is mounted";
	}
}

static bool
find_inspect(struct probe *probe)
{
	if (!ask(probe, &(struct question){ .path = "/" }))
		return false;
	if (!is_inspected(probe)) {
		report(probe, WRONG, "the answer is %d: %s",
		    probe->answer.status, explain_status(probe->answer.status));
		return false;
	}
	report(probe, RIGHT, "inspect answers behind %s",
	    see(probe, "SERVER_SOFTWARE"));
	return true;
}

static void
check_path(struct probe *probe)
{
	char script_name[1024];

	if (!ask(probe, &(struct question){ .path = "/a%20b/c?d=%20e" }))
		return;
	snprintf(
	    script_name, sizeof(script_name), "%s", see(probe, "SCRIPT_NAME"));
	if (sees(probe, "PATH_INFO", "/a b/c") &&
	    strcmp(script_name, probe->url.path) == 0)
		report(probe, RIGHT, "the path is split at the mount");
	else
		report(probe, WRONG,
		    "SCRIPT_NAME is '%s' and PATH_INFO '%s', of %s/a%%20b/c: "
		    "mount inspect where the site has it, --mount %s=inspect, "
		    "and pass on the whole path (nginx: fastcgi_param "
		    "PATH_INFO $uri)",
		    script_name, see(probe, "PATH_INFO"), probe->url.path,
		    *probe->url.path != '\0' ? probe->url.path : "/");
	if (sees(probe, "QUERY_STRING", "d=%20e"))
		report(probe, RIGHT, "the query arrives as it is");
	else
		report(probe, WRONG,
		    "QUERY_STRING is '%s' and not 'd=%%20e' (nginx: "
		    "fastcgi_param QUERY_STRING $query_string)",
		    see(probe, "QUERY_STRING"));
}

static void
check_slash(struct probe *probe)
{
	const char *raw;

	if (!ask(probe, &(struct question){ .path = "/a%2Fb" }))
		return;
	if (!is_inspected(probe)) {
		report(probe, WRONG,
		    "a path with an encoded slash, %%2F, gets a %d (Apache: "
		    "AllowEncodedSlashes On)",
		    probe->answer.status);
		return;
	}
	raw = see(probe, "gantry.raw_path");
	if (strstr(raw, "/a%2Fb") != NULL)
		report(
		    probe, RIGHT, "an encoded slash can be told from a slash");
	else
		report(probe, WRONG,
		    "an encoded slash is lost: REQUEST_URI is '%s' (nginx: "
		    "fastcgi_param REQUEST_URI $request_uri)",
		    see(probe, "REQUEST_URI"));
}

static void
check_authorization(struct probe *probe)
{
	static const char header[] = "Authorization: Basic ZG9jdG9yOng=\r\n";

	if (!ask(probe, &(struct question){ .path = "/", .header = header }))
		return;
	if (probe->answer.status == 401)
		report(
		    probe, NOTE, "the web server asks for a password itself");
	else if (sees(probe, "HTTP_AUTHORIZATION", "Basic ZG9jdG9yOng="))
		report(probe, RIGHT, "Authorization arrives");
	else
		report(probe, WRONG,
		    "Authorization does not arrive (Apache: CGIPassAuth On; "
		    "HAProxy: pass-header Authorization)");
	if (sees(probe, "REMOTE_USER", "doctor"))
		report(probe, WRONG,
		    "REMOTE_USER is what a client says, and no one checked it "
		    "(nginx: fastcgi_params sets it; HAProxy: set-param "
		    "REMOTE_USER %%[str()])");
}

static void
check_host(struct probe *probe)
{
	static const char port[] = "doctor.invalid:4711";
	static const char name[] = "doctor.invalid";

	if (!ask(probe, &(struct question){ .path = "/", .host = port }))
		return;
	if (!is_inspected(probe)) {
		report(probe, RIGHT, "an unknown host is refused");
		return;
	}
	if (sees(probe, "HTTP_HOST", port))
		report(probe, RIGHT, "Host arrives as it is");
	else
		report(probe, NOTE,
		    "Host arrives as '%s', without its port (nginx: "
		    "fastcgi_params sets HTTP_HOST to $host)",
		    see(probe, "HTTP_HOST"));
	if (sees(probe, "SERVER_NAME", name))
		report(probe, NOTE,
		    "SERVER_NAME is any host that a client names (nginx: "
		    "server_name; Apache: UseCanonicalName On; Caddy: env "
		    "SERVER_NAME)");
}

static void
check_body(struct probe *probe, const struct question *question,
    const char *what, const char *advice)
{
	char expected[64];

	snprintf(expected, sizeof(expected), "stdin, %zu bytes",
	    question->body_size);
	if (!ask(probe, question))
		return;
	if (is_inspected(probe) && sees(probe, "wsgi.input", expected))
		report(probe, RIGHT, "%s arrives", what);
	else
		report(probe, WRONG, "%s does not arrive: the answer is %d%s",
		    what, probe->answer.status, advice);
}

static void
check_bodies(struct probe *probe)
{
	static char large[LARGE_BODY];

	memset(large, 'x', sizeof(large));
	check_body(probe,
	    &(struct question){ .method = "POST",
		.path = "/",
		.body = "hello",
		.body_size = 5 },
	    "a body", " (nginx: fastcgi_param CONTENT_LENGTH $content_length)");
	check_body(probe,
	    &(struct question){ .method = "POST",
		.path = "/",
		.body = "hello",
		.body_size = 5,
		.is_chunked = true },
	    "a body in chunks", "");
	check_body(probe,
	    &(struct question){ .method = "PUT",
		.path = "/",
		.body = large,
		.body_size = sizeof(large) },
	    "a body of 300 KiB",
	    " (nginx: client_max_body_size; mod_fcgid: FcgidMaxRequestLen; "
	    "gantry: --body-size)");
}

static void
check_methods(struct probe *probe)
{
	static const char *const methods[] = { "HEAD", "PUT", "PATCH", "DELETE",
		"OPTIONS" };
	unsigned wrong = 0;
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (!ask(probe,
			&(struct question){
			    .method = methods[i], .path = "/" }))
			return;
		if (probe->answer.status == 200)
			continue;
		wrong++;
		report(probe, WRONG, "%s gets a %d", methods[i],
		    probe->answer.status);
	}
	if (wrong == 0)
		report(probe, RIGHT,
		    "HEAD, PUT, PATCH, DELETE and OPTIONS "
		    "arrive");
}

static void
check_connection(struct probe *probe)
{
	if (!ask(probe, &(struct question){ .path = "/?gantry-doctor-pause" }))
		return;
	if (sees(probe, "gantry.keep_conn", "0"))
		report(probe, NOTE,
		    "each request is a connection of its own to gantry (nginx: "
		    "fastcgi_keep_conn on, and keepalive in the upstream; "
		    "Apache: enablereuse=on)");
	else if (sees(probe, "gantry.keep_conn", "1"))
		report(probe, RIGHT, "connections to gantry are kept");
	if (probe->answer.gap < GAP_MILLISECONDS)
		report(probe, NOTE,
		    "answers are held back until they are whole, which streams "
		    "cannot do with (nginx: fastcgi_buffering off; Apache: "
		    "flushpackets=on; lighttpd: server.stream-response-body "
		    "= 1)");
	else
		report(probe, RIGHT, "answers are passed on as they come");
}

int
probe_run(const char *url)
{
	struct probe probe = { .wrong = 0 };
	struct gantry_error error;

	if (http_url_parse(&probe.url, url, &error) == -1) {
		fprintf(stderr, "gantry: --probe: %s\n", error.text);
		return 2;
	}
	if (find_inspect(&probe)) {
		check_path(&probe);
		check_slash(&probe);
		check_authorization(&probe);
		check_host(&probe);
		check_bodies(&probe);
		check_methods(&probe);
		check_connection(&probe);
	}
	http_answer_clear(&probe.answer);
	return probe.wrong > 0 ? 1 : 0;
}
