#ifndef GANTRY_CONTRACT_H
#define GANTRY_CONTRACT_H

/*
 * WSGI (PEP 3333) in C: the contract between a web server's gateway and an
 * application.  An application is a callable.  It gets the environ of one
 * request and a start_response, and writes its response:
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
 * The same application runs under FastCGI, under CGI and in tests.
 *
 * Strings are bytes, NUL-terminated.  Everything that a function here returns
 * belongs to the request and is freed once the application has returned.
 * gantry/error.h says what becomes of a NULL where a value is needed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <gantry/error.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* The request: CGI variables by name, wsgi.* variables with types. */
struct gantry_environ;

/* The response's body, which the application writes. */
struct gantry_body;

/* wsgi.input and wsgi.errors. */
struct gantry_input;
struct gantry_errors;

/* One response header.  A table of headers ends with { NULL, NULL }. */
struct gantry_header {
	const char *name;
	const char *value;
};

/*
 * Begin the response (PEP 3333, "The start_response() Callable").
 *
 * STATUS is three digits, a space and a reason: "404 Not Found".  HEADERS are
 * copied.  Nothing is sent before the first non-empty write, so an error
 * handler can still replace the response with gantry_restart_response.
 *
 * Returns the body to write, or NULL if the call breaks a rule of the contract.
 * The rule is then logged and the client gets 500; with --debug the response
 * names the rule.  It is safe to pass NULL to gantry_write.  The rules:
 *
 * - the status is from 200 to 599 and has a reason, without control characters
 *   and without blanks at either end; start_response is called once;
 * - a header's name consists of letters, digits, '-' and '_', begins with a
 *   letter and does not end with '-' or '_'; a value has no control characters,
 *   not even a tab; all headers together stay below 64 KiB, and should stay
 *   below 4 KiB, the default limit of nginx;
 * - there is no "Status" and no hop-by-hop header: Connection, Keep-Alive,
 *   Proxy-Authenticate, Proxy-Authorization, TE, Trailer, Trailers,
 *   Transfer-Encoding, Upgrade;
 * - headers that are not lists are given once: Access-Control-Allow-Origin,
 *   Age, Content-Length, Content-Location, Content-Range, Content-Type, Date,
 *   ETag, Expires, Last-Modified, Location, Retry-After, Server;
 * - there is a Content-Type, except with 204 and 304, which have none; 204 has
 *   no Content-Length; a Content-Length is a number; 200 has no Location, which
 *   web servers would turn into various redirects.
 */
typedef struct gantry_body *gantry_start_response(
    struct gantry_environ *environ, const char *status,
    const struct gantry_header *headers);

/*
 * The application callable.  Returns 0 when the response is complete, or -1 if
 * it failed.  After a failure the client gets 500 if nothing was sent yet, and
 * a visibly truncated response otherwise.
 */
typedef int gantry_app(
    struct gantry_environ *environ, gantry_start_response *start_response);

/*
 * Return the CGI variable NAME (RFC 3875 section 4.1, or HTTP_ and a request
 * header in upper case with underscores), or NULL if the request does not have
 * it.  Always present and never empty: REQUEST_METHOD, SERVER_NAME,
 * SERVER_PORT, SERVER_PROTOCOL, SERVER_SOFTWARE, GATEWAY_INTERFACE,
 * REQUEST_SCHEME.  Always present but possibly empty: SCRIPT_NAME, PATH_INFO,
 * QUERY_STRING.  Present with https: HTTPS, "on".  Absent if there is no body:
 * CONTENT_LENGTH.  Never present: HTTP_PROXY, HTTP_CONTENT_TYPE,
 * HTTP_CONTENT_LENGTH, headers about the web server's own connection, paths in
 * its file system.
 *
 * SCRIPT_NAME and PATH_INFO are decoded and have no empty or dot segments.
 * REQUEST_URI, if the web server sends it, is the path and query as the client
 * wrote them, and "gantry.raw_path" is its path, SCRIPT_NAME included.  For
 * example, %2F becomes a slash in PATH_INFO, like the slashes between segments,
 * but stays %2F in "gantry.raw_path" (RFC 3986 section 2.2).  The two may name
 * different paths: the web server may rewrite the one that it passes on.  A
 * check of access belongs to PATH_INFO, for that is what the web server checks;
 * the routes of gantry/route.h read the raw path only where both agree.
 * "gantry.keep_conn" is "1" if the web server keeps its FastCGI connection
 * after the request, and "0" if it does not.  "gantry.body_length" is "unknown"
 * if there may be a body whose length is not known, and absent otherwise.
 * "gantry.file_handoff" is the value of --file-handoff, "x-sendfile" or
 * "x-accel-redirect:FOLDER=/PREFIX"; it is absent if the web server does not
 * send files.  No name that a client or a web server sends contains a dot.
 *
 * If a header was sent several times, its values are joined with ", ", and
 * those of Cookie with "; ".  Behind trusted proxies (--trusted-proxies),
 * REMOTE_ADDR, HTTP_HOST, SERVER_NAME, SERVER_PORT and the scheme are the
 * client's.
 */
const char *gantry_environ_get(
    const struct gantry_environ *environ, const char *name);

/* One variable, filled by gantry_environ_next. */
struct gantry_variable {
	const char *name;
	const char *value;
};

/*
 * Iterate over all variables in a stable order.  *POSITION starts at 0 and is
 * advanced.  After the last variable, returns false and leaves VARIABLE
 * unchanged.
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
	bool multiprocess; /* other processes may call it now */
	bool run_once; /* the process ends after this request (CGI) */
};

const struct gantry_wsgi *gantry_environ_wsgi(
    const struct gantry_environ *environ);

/* The state that the application's open stored; NULL if it has no open. */
void *gantry_environ_state(const struct gantry_environ *environ);

/*
 * Return the request's id in the log.  It is the X-Request-Id that the web
 * server or the client sent, if that is at most 128 letters, digits, dots,
 * dashes and underscores.  Otherwise it is 32 hexadecimal digits, made at the
 * first call.  Every line logged for the request has the id, and so does every
 * error response.  Never returns NULL.
 */
const char *gantry_environ_request_id(struct gantry_environ *environ);

/*
 * Return what was logged for the request so far, to include in the response.
 * Returns NULL without --debug: only with it may clients see internal details.
 */
const char *gantry_environ_debug(const struct gantry_environ *environ);

/*
 * Set the request's current step, for example the SQL statement that runs; NULL
 * when the step is done.  WHAT is copied.  The status and the slow log show the
 * step, and the log shows it for a request that hangs.  A request makes
 * progress when it tells a step, or writes; otherwise it is ended after
 * --request-timeout, 60 seconds by default.
 */
void gantry_environ_step(struct gantry_environ *environ, const char *what);

/*
 * Return whether the current step is worth explaining in the slow log: it has
 * taken at least a tenth of --slow-log-threshold.  Always false without
 * --slow-log.  If true, find out why, for example with the query plan of the
 * SQL statement, and pass that to gantry_environ_explain before the step is
 * done.  WHY is copied.
 */
bool gantry_environ_is_slow(const struct gantry_environ *environ);
void gantry_environ_explain(struct gantry_environ *environ, const char *why);

/*
 * Allocate SIZE bytes of the request's memory, aligned for any type and not
 * zeroed.  They are freed after the request.  Returns NULL if memory ran out.
 */
void *gantry_environ_alloc(struct gantry_environ *environ, size_t size);

/* Format a string in the same memory.  Returns NULL if memory ran out. */
char *gantry_environ_format(struct gantry_environ *environ, const char *format,
    ...) __attribute__((format(printf, 2, 3)));

/*
 * Read at most SIZE bytes of the request's body.  Returns the number of bytes,
 * 0 at the end (after CONTENT_LENGTH bytes, never more), or -1 if the client
 * went away or sent nothing until the time-out.
 */
ssize_t gantry_read(struct gantry_input *input, void *data, size_t size);

/*
 * Write one line to the error log, with the request's method, path and id.  The
 * line is cut at 1 KiB.
 */
void gantry_errors_printf(struct gantry_errors *errors, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Write SIZE bytes of the body.  Small responses are buffered and sent at once,
 * with a Content-Length if the application gave none.  Returns 0, or -1 if BODY
 * is NULL, memory ran out, the client went away, or more bytes were written
 * than Content-Length says; the surplus is not sent.  A body that is shorter
 * than its Content-Length is a failure.  For HEAD, 204 and 304, the bytes are
 * dropped.
 */
int gantry_write(struct gantry_body *body, const void *data, size_t size);

/*
 * Send what was written so far, including the headers.  Returns like
 * gantry_write.
 */
int gantry_flush(struct gantry_body *body);

/*
 * start_response with exc_info: begin another response because of ERROR, which
 * is logged.  ERROR may be NULL only where start_response could be called as
 * well.  What was written but not sent yet is dropped.  Returns NULL if
 * something was sent already; the response is then cut off, whatever the
 * application returns.
 */
struct gantry_body *gantry_restart_response(struct gantry_environ *environ,
    const struct gantry_error *error, const char *status,
    const struct gantry_header *headers);

/* The type of a setting's value, which is checked when it is configured. */
enum gantry_setting_type {
	GANTRY_SETTING_TEXT, /* any text, or one of CHOICES if there are any */
	GANTRY_SETTING_CHOICE, /* one of CHOICES */
	GANTRY_SETTING_PATH, /* not empty, if the setting has a default */
	GANTRY_SETTING_BOOLEAN, /* yes, true, on, 1, or no, false, off, 0 */
	GANTRY_SETTING_INTEGER, /* from LEAST to MOST */
	GANTRY_SETTING_SIZE, /* likewise, in bytes: 4096, 64K, 10M, 1G */
	GANTRY_SETTING_DURATION, /* likewise, in milliseconds: 500ms, 5s, 2m,
				    1h, 1d */
};

/*
 * A setting of an application.  Its value comes from --set NAME.KEY=VALUE on
 * the command line, or KEY = VALUE in section [NAME] of the configuration file,
 * for all mounts of the application; and from --set /PREFIX:NAME.KEY=VALUE, or
 * KEY = VALUE in section [mount /PREFIX], for one.
 */
struct gantry_setting {
	const char *key;
	const char *fallback; /* the default; NULL for none */
	/*
	 * The allowed values, ended by NULL; NULL allows any.  For
	 * GANTRY_SETTING_TEXT, "0..99" allows each whole number from 0 to 99,
	 * in digits.
	 */
	const char *const *choices;
	const char *help; /* one line for --help */
	bool secret; /* never shown, neither printed nor in messages */
	enum gantry_setting_type type;
	/*
	 * The range of an integer, a size or a duration.  If MOST is 0 and
	 * LEAST is not negative, there is no greatest value.
	 */
	int64_t least, most;
	/*
	 * How many milliseconds a duration without a unit counts; 0: a second.
	 */
	int64_t unit;
};

/*
 * Another name for a setting of the application, or for an option of gantry(8).
 * --NAME VALUE, GANTRY_NAME and NAME = VALUE in section [gantry] set TARGET:
 * the setting of this key, for each application that has one, or else the
 * option of this name.  Within a source, such as the command line, a setting
 * that is set by its own name beats the alias.
 */
struct gantry_alias {
	const char *name; /* "cache"; not that of an option */
	const char *target;
	const char *help; /* one line for --help */
};

/* The settings of one mount of an application; they outlive its state. */
struct gantry_settings;

/* Return the value of KEY as it was written, or its default, or NULL. */
const char *gantry_settings_get(
    const struct gantry_settings *settings, const char *key);

/*
 * The value of KEY, or its default, as a number: an integer, a duration in
 * milliseconds, a size in bytes; 0 or false if it has neither.  The
 * application must have a setting KEY of the type that the function names.
 */
int64_t gantry_settings_integer(
    const struct gantry_settings *settings, const char *key);
int64_t gantry_settings_duration(
    const struct gantry_settings *settings, const char *key);
int64_t gantry_settings_size(
    const struct gantry_settings *settings, const char *key);
bool gantry_settings_boolean(
    const struct gantry_settings *settings, const char *key);

struct gantry_buffer; /* gantry/buffer.h */

/*
 * Rights in the sandbox (--sandbox).  A list of rights is ended by NULL, or
 * NULL.  Its entries are:
 *
 *	KEY		the value of the setting KEY, if it has one
 *	KEY/../NAME	NAME in the folder of the file that KEY names
 *	KEY|ENTRY	as KEY, or as ENTRY if KEY has no value or an empty one
 *	=VALUE		VALUE itself; a path that does not exist is left out
 *
 * Paths are those of files or folders and include everything below a folder.
 * Addresses are HOST:PORT, HOST for any port, [ADDRESS]:PORT, unix:/PATH, or a
 * URL such as https://HOST/ or udp://HOST:PORT.  The operator can add rights to
 * those that are declared, see sandbox.reads in gantry.conf(5).
 */

/*
 * A job: a task that takes too long for a request, done by a separate program.
 * Each job runs at most once at a time.  It has its own process group and the
 * lowest priority, and runs as the workers' user.  Its umask is 022 so that web
 * servers can read its output.
 *
 * The master runs the job.  The job survives workers and reloads, ends with the
 * master, and appears in the status; its output is logged.  It starts at most
 * three times in a row, and then once a second.  Under CGI there is no master:
 * the job runs by itself, and its output is discarded.
 *
 * The job has a sandbox of its own (--sandbox).  It can run its program with
 * the libraries of the system, and use what the rights below allow; see
 * gantry(8), JOBS, for the rest, and for its resource limits.
 */
struct gantry_job {
	const char *name; /* a short word */
	/*
	 * Append the program's path and its arguments to ARGUMENTS, each
	 * followed by a NUL.  They are made from the settings only, never from
	 * data of a client.  Returns 0, or -1 with ERROR filled if the job
	 * cannot run with this configuration.  Called in a worker when the job
	 * is requested, and in the process of the job, as the workers' user,
	 * before the program runs; never in the master.
	 */
	int (*arguments)(const struct gantry_settings *settings,
	    struct gantry_buffer *arguments, struct gantry_error *error);
	/*
	 * Rights, as those of struct gantry_application.  A folder in WRITES is
	 * made if it does not exist.
	 */
	const char *const *reads;
	const char *const *replaced;
	const char *const *writes;
	const char *const *connects;
	const char *const *runs;
};

/* The state of a job. */
struct gantry_job_status {
	bool runs; /* is running or about to run */
	bool failed; /* is not running, and its last run failed */
	int64_t age; /* milliseconds since the last start; -1: never started */
};

/*
 * Ask the master to start the application's job NAME.  Waits a moment until the
 * master has noticed, but not for the start: if the program cannot be run, the
 * job fails.  Returns 1, or 0 if the job is already running, or -1 with ERROR
 * filled.  The code is GANTRY_ERROR_UNAVAILABLE if no jobs run here (with
 * "gantry call" and in tests) or the program does not exist, and that of
 * ARGUMENTS if that failed.
 */
int gantry_job_start(struct gantry_environ *environ, const char *name,
    struct gantry_error *error);

/*
 * Read the state of a job.  Returns 0, or -1 with ERROR filled, as above,
 * except that a missing program is not noticed.
 */
int gantry_job_look(struct gantry_environ *environ, const char *name,
    struct gantry_job_status *status, struct gantry_error *error);

/*
 * An application.  OPEN is called once per worker thread, before the thread's
 * first request, and CLOSE after its last.  The state therefore needs no lock.
 */
struct gantry_application {
	const char *name; /* as in --mount /PREFIX=NAME; not "mount" */
	const char *help; /* one line for --help */
	const struct gantry_setting *settings; /* ended by { NULL }; or NULL */
	/*
	 * Returns 0, or -1 with ERROR filled; the worker then does not start.
	 * With GANTRY_ERROR_UNAVAILABLE the worker does start: ERROR is logged
	 * as a warning, and *STATE must be able to answer requests, at least
	 * with 503.
	 */
	int (*open)(const struct gantry_settings *settings, void **state,
	    struct gantry_error *error);
	gantry_app *call;
	void (*close)(void *state);
	/*
	 * Whether the application also supports the Authorizer role (FastCGI
	 * specification 1.0, section 6.3).  FCGI_ROLE is then AUTHORIZER; a
	 * response with status 200 lets the request pass, and its headers named
	 * Variable-NAME become variables.  Other applications never get such
	 * requests.
	 */
	bool authorizes;
	/*
	 * The files and folders that CALL reads: a list of rights, see above.
	 * In a worker with a sandbox (--sandbox), CALL can open no other file
	 * for reading.  OPEN is not restricted.  A file that is replaced by
	 * rename(2) while workers serve is another file, so it belongs into
	 * REPLACED; what is in READS must exist when workers start.
	 */
	const char *const *reads;
	/*
	 * Returns a few words about the state for the status, for example the
	 * generation of its data, or NULL.  Called in the state's thread after
	 * OPEN and after each request, so it must be fast.  The string must
	 * be valid until the next call.
	 */
	const char *(*fact)(void *state);
	const struct gantry_job *jobs; /* ended by { NULL }; or NULL */
	const struct gantry_alias *aliases; /* ended by { NULL }; or NULL */
	/*
	 * More rights of CALL in the sandbox.
	 *
	 * REPLACED: files to read that another program replaces by rename(2).
	 * CALL can read all of their folder, so this should be a folder of its
	 * own.  The file need not exist when workers start.
	 *
	 * WRITES: folders in which CALL makes, reads, writes, renames and
	 * removes files and folders, and files that it reads and writes.  They
	 * must exist when workers start.
	 *
	 * CONNECTS: addresses that CALL connects to.  See gantry.conf(5) for
	 * what the kernel can restrict.
	 *
	 * RUNS: programs that CALL runs; a folder means each program in it.
	 * They run in the sandbox of the worker.
	 */
	const char *const *replaced;
	const char *const *writes;
	const char *const *connects;
	const char *const *runs;
};

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
