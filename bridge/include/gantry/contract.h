#ifndef GANTRY_CONTRACT_H
#define GANTRY_CONTRACT_H

/*
 * WSGI (PEP 3333) in C: what a web server's gateway and an application agree
 * on.  An application is a callable that gets the environ of one request and a
 * start_response, and writes its answer:
 *
 *	int
 *	hello(struct gantry_environ *environ,
 *	    gantry_start_response *start_response)
 *	{
 *		static const struct gantry_header headers[] = {
 *			{ "Content-Type", "text/plain" },
 *			{ NULL, NULL },
 *		};
 *		struct gantry_body *body =
 *		    start_response(environ, "200 OK", headers);
 *
 *		return gantry_write(body, "hey!", 4);
 *	}
 *
 * The same application runs under FastCGI, under CGI and in a test.
 *
 * Strings are bytes, NUL-terminated.  Whatever a function here returns belongs
 * to the request and is gone when the application returns.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <gantry/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The request: CGI variables by name, wsgi.* ones typed. */
struct gantry_environ;

/* Where the answer is written. */
struct gantry_body;

/* wsgi.input and wsgi.errors. */
struct gantry_input;
struct gantry_errors;

/* One response header; a table of them ends with { NULL, NULL }. */
struct gantry_header {
	const char *name;
	const char *value;
};

/*
 * Begin the answer (PEP 3333, "The start_response() Callable").
 *
 * STATUS is three digits, a space and a reason: "404 Not Found".  HEADERS are
 * copied.  Nothing is sent before the first non-empty write, so that an error
 * handler can still change its mind with gantry_restart_response.
 *
 * Returns the body to write, or NULL when the call breaks the contract.  The
 * rule is logged and the client gets a 500, which says the rule with --debug.
 * The body, NULL too, may be handed to gantry_write as it is.  The rules:
 *
 * - a status is from 200 to 599 and has a reason, without control characters
 *   and blanks around it; start_response is called once;
 * - a header's name is of letters, digits, '-' and '_', begins with a letter
 *   and does not end with one of the latter two; a value has no control
 *   character, the tab included; all headers together stay below 64 KiB, and
 *   should stay below 4 KiB, where nginx gives up by default;
 * - there is no "Status" and no hop-by-hop header: Connection, Keep-Alive,
 *   Proxy-Authenticate, Proxy-Authorization, TE, Trailer, Trailers,
 *   Transfer-Encoding, Upgrade;
 * - what is no list is given once: Access-Control-Allow-Origin, Age,
 *   Content-Length, Content-Location, Content-Range, Content-Type, Date, ETag,
 *   Expires, Last-Modified, Location, Retry-After, Server;
 * - there is a Content-Type, but with 204 and 304 there is none; with 204 there
 *   is no Content-Length; a Content-Length is a number; a Location does not go
 *   with 200, which web servers turn into redirects of several kinds.
 */
typedef struct gantry_body *gantry_start_response(
    struct gantry_environ *environ, const char *status,
    const struct gantry_header *headers);

/*
 * The application callable.  Returns 0 when the answer is complete, or -1 when
 * it failed: the client gets a 500 if nothing was sent yet, and a visibly
 * broken answer otherwise.
 */
typedef int gantry_app(
    struct gantry_environ *environ, gantry_start_response *start_response);

/*
 * The CGI variable NAME (RFC 3875 section 4.1, or HTTP_ and a request header in
 * upper case with underscores), or NULL when the request has none.  Present in
 * each request, never empty: REQUEST_METHOD, SERVER_NAME, SERVER_PORT,
 * SERVER_PROTOCOL, SERVER_SOFTWARE, GATEWAY_INTERFACE, REQUEST_SCHEME.  Present
 * but maybe empty: SCRIPT_NAME, PATH_INFO, QUERY_STRING.  Present with https:
 * HTTPS, "on".  Absent without a body: CONTENT_LENGTH.  Never present:
 * HTTP_PROXY, HTTP_CONTENT_TYPE, HTTP_CONTENT_LENGTH, headers about the web
 * server's own connection, paths in its file system.
 *
 * SCRIPT_NAME and PATH_INFO are decoded and have no empty and no dot segments.
 * REQUEST_URI, if the web server sends it, is the path and query as the client
 * wrote them, and "gantry.raw_path" is the path of it: %2F is a slash in
 * PATH_INFO and still %2F there.  "gantry.keep_conn" is "1" when the web server
 * keeps its FastCGI connection after the request, "0" when it does not.
 * "gantry.file_handoff" is how the web server is told to send a file
 * (--file-handoff), "x-sendfile" or "x-accel-redirect:FOLDER=/PREFIX"; absent
 * when it is not.  No name that a client or a web server sends has a dot.
 *
 * All that are repeated are joined with ", ", and Cookie with "; ".  Behind
 * trusted proxies (--trusted-proxies) REMOTE_ADDR, HTTP_HOST, SERVER_NAME,
 * SERVER_PORT and the scheme are the client's.
 */
const char *gantry_environ_get(
    const struct gantry_environ *environ, const char *name);

/* One variable, as gantry_environ_next gives it. */
struct gantry_variable {
	const char *name;
	const char *value;
};

/*
 * Walk over all variables in a stable order.  *POSITION starts at 0 and is
 * moved on.  Returns false, and leaves VARIABLE alone, after the last.
 */
bool gantry_environ_next(const struct gantry_environ *environ, size_t *position,
    struct gantry_variable *variable);

/* The wsgi.* variables (PEP 3333, "environ Variables"). */
struct gantry_wsgi {
	int version[2]; /* 1, 0 */
	const char *url_scheme; /* "http" or "https" */
	struct gantry_input *input;
	struct gantry_errors *errors;
	bool multithread; /* other threads may call the application now */
	bool multiprocess; /* so may other processes */
	bool run_once; /* the process ends after this request (CGI) */
};

const struct gantry_wsgi *gantry_environ_wsgi(
    const struct gantry_environ *environ);

/* What the application's open put into *STATE; NULL without an open. */
void *gantry_environ_state(const struct gantry_environ *environ);

/*
 * The id under which the request is found in the log: what the web server or
 * the client sent as X-Request-Id if that is at most 128 letters, digits, dots,
 * dashes and underscores, else one of 32 hexadecimal digits that is made at the
 * first call.  Each line that is logged of the request has it, and so has each
 * answer for a failure.  Never NULL.
 */
const char *gantry_environ_request_id(struct gantry_environ *environ);

/*
 * What was logged of the request so far, for an answer to say; NULL without
 * --debug, which alone shows clients what is inside.
 */
const char *gantry_environ_debug(const struct gantry_environ *environ);

/*
 * Say what the request does now, such as the SQL statement that runs; NULL when
 * that is done.  WHAT is copied.  It is seen from outside, in the status and in
 * the log of slow requests, and it is what a request that hangs is found by.
 */
void gantry_environ_step(struct gantry_environ *environ, const char *what);

/*
 * Does what the request does now take so long that it counts for the log of
 * slow requests (--slow-log-threshold)?  It is worth the while then to find out
 * why, such as the SQL statement's query plan, and to tell
 * gantry_environ_explain before the step is done.  WHY is copied.
 */
bool gantry_environ_is_slow(const struct gantry_environ *environ);
void gantry_environ_explain(struct gantry_environ *environ, const char *why);

/*
 * SIZE bytes of the request's own memory, aligned for any type, not zeroed; it
 * is given back after the request.  NULL when memory ran out.
 */
void *gantry_environ_alloc(struct gantry_environ *environ, size_t size);

/* A formatted string in the same memory, or NULL when memory ran out. */
char *gantry_environ_format(struct gantry_environ *environ, const char *format,
    ...) __attribute__((format(printf, 2, 3)));

/*
 * Read at most SIZE bytes of the request's body.  Returns how many, 0 at its
 * end (CONTENT_LENGTH bytes, never more), or -1 when the client went away or
 * fell silent.
 */
ssize_t gantry_read(struct gantry_input *input, void *data, size_t size);

/*
 * Write one line to the error log, with the request that it belongs to and its
 * id.  It is cut at 1 KiB.
 */
void gantry_errors_printf(struct gantry_errors *errors, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Write SIZE bytes of the answer.  Small answers are gathered and sent whole,
 * with a Content-Length if the application gave none.  Returns 0, or -1 when
 * BODY is NULL, memory ran out, the client went away, or more is written than
 * the Content-Length says, which is cut.  A body that stays shorter than its
 * Content-Length is a failure.  With HEAD, 204 and 304 the bytes are dropped.
 */
int gantry_write(struct gantry_body *body, const void *data, size_t size);

/* Send what was written so far, the headers too.  Returns as gantry_write. */
int gantry_flush(struct gantry_body *body);

/*
 * start_response with exc_info: begin again because of ERROR, which is logged
 * and may be NULL only where start_response could be called as well.  What was
 * written and not sent yet is forgotten.  Returns NULL when something was sent
 * already: the answer is then broken off, whatever the application returns.
 */
struct gantry_body *gantry_restart_response(struct gantry_environ *environ,
    const struct gantry_error *error, const char *status,
    const struct gantry_header *headers);

/*
 * A setting that an application understands: --set NAME.KEY=VALUE on the
 * command line, KEY = VALUE in section [NAME] of the configuration file.
 */
struct gantry_setting {
	const char *key;
	const char *fallback; /* the default; NULL for none */
	/*
	 * The values allowed, ended by NULL; NULL for any.  "0..99" allows each
	 * whole number from 0 to 99, in digits.
	 */
	const char *const *choices;
	const char *help; /* one line for --help */
	bool secret; /* never shown: neither printed nor in a message */
};

/* The settings of one application as configured. */
struct gantry_settings;

/* The value of KEY, or its default, or NULL. */
const char *gantry_settings_get(
    const struct gantry_settings *settings, const char *key);

struct gantry_buffer; /* gantry/buffer.h */

/*
 * A job: work that takes too long for a request, done by a program.  At most
 * one runs at a time, in a process group of its own and with the lowest
 * priority, as the workers' user but not locked in as they are, and with umask
 * 022, since what it makes is mostly for a web server to read.
 *
 * The master runs it: it survives workers and reloads, ends with the master,
 * and is seen in the status; what it prints is logged.  Under CGI, where there
 * is no master, it is left to itself, and what it prints is dropped.
 */
struct gantry_job {
	const char *name; /* in a few letters */
	/*
	 * Append the program's path and its arguments to ARGUMENTS, a NUL
	 * behind each.  They are made of the settings alone: nothing that a
	 * client sends gets there.  Returns 0, or -1 with ERROR filled when the
	 * job cannot be done as things are configured.
	 */
	int (*arguments)(const struct gantry_settings *settings,
	    struct gantry_buffer *arguments, struct gantry_error *error);
};

/* What is known of a job. */
struct gantry_job_status {
	bool runs; /* or is about to */
	bool failed; /* it does not run, and did not end well */
	int64_t age; /* milliseconds since it was started; -1: never */
};

/*
 * Ask for the job NAME of the application to be started.  It does not wait for
 * that: a program that cannot be run is a job that failed.  Returns 1, or 0
 * when it runs already, or -1 with ERROR filled: GANTRY_ERROR_UNAVAILABLE when
 * no jobs are run here, which is so for "gantry call" and in tests, there is no
 * such program, or as ARGUMENTS has it.
 */
int gantry_job_start(struct gantry_environ *environ, const char *name,
    struct gantry_error *error);

/*
 * See what becomes of it.  Returns 0, or -1 with ERROR filled, as above; a
 * program is not looked for.
 */
int gantry_job_look(struct gantry_environ *environ, const char *name,
    struct gantry_job_status *status, struct gantry_error *error);

/*
 * An application.  OPEN is called once per worker thread, so that its state
 * needs no lock, before the thread's first request; CLOSE after its last.
 */
struct gantry_application {
	const char *name; /* as in --mount /PREFIX=NAME */
	const char *help; /* one line for --help */
	const struct gantry_setting *settings; /* ended by { NULL }; or NULL */
	/*
	 * Returns 0, or -1 with ERROR filled: the worker does not start.  With
	 * GANTRY_ERROR_UNAVAILABLE it does: ERROR is a warning, and *STATE can
	 * already answer, if only that the service is out.
	 */
	int (*open)(const struct gantry_settings *settings, void **state,
	    struct gantry_error *error);
	gantry_app *call;
	void (*close)(void *state);
	/*
	 * It is made for the role of an Authorizer, too (FastCGI specification
	 * 1.0, section 6.3): FCGI_ROLE is then AUTHORIZER, an answer of 200
	 * lets the request pass, and its headers named Variable-NAME become
	 * variables.  Others are never asked.
	 */
	bool authorizes;
	/*
	 * The keys of settings whose values are paths of files that CALL reads,
	 * or of folders, ended by NULL; or NULL.  It can open other files
	 * neither for reading nor for writing, in a worker that is locked in
	 * (--sandbox): none but those in these folders, or in the folders of
	 * these files.  OPEN can.
	 */
	const char *const *reads;
	/*
	 * What STATE answers from now, such as the generation of its data, in
	 * a few words; NULL for nothing.  It is seen in the status.  Called in
	 * the state's thread after OPEN and after each request, so it must be
	 * quick; the string need not outlive the next call.
	 */
	const char *(*fact)(void *state);
	const struct gantry_job *jobs; /* ended by { NULL }; or NULL */
};

#ifdef __cplusplus
}
#endif

#endif
