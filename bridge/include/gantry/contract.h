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
 * a visibly truncated response otherwise.  Returns GANTRY_DEFERRED when the
 * response is written later, see gantry_defer.
 */
#define GANTRY_DEFERRED 1
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
 * but stays %2F in "gantry.raw_path" (RFC 3986 section 2.2).  It stays in
 * PATH_INFO, too, where the web server did not decode it and checks access to
 * the path with it: Apache with AllowEncodedSlashes NoDecode.  The two may name
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
 * Return the number of this worker among those of its gantry, from 1, or 0 in a
 * process that is not a worker.  A worker that replaces another may get its
 * number.
 */
unsigned gantry_worker_id(void);

/*
 * Return whether the client has left, so that nobody reads the response and the
 * application can stop: FCGI_ABORT_REQUEST, a connection that the web server
 * has closed, a write that failed, or a time-out after which the response is
 * not wanted.  It works if the web server tells (see docs/deploy.md): with the
 * transport fcgi if another thread of the worker is free to notice; with
 * libfcgi, unless more than 64 KiB of a body that was not read come before
 * FCGI_ABORT_REQUEST; and under CGI.  Elsewhere, and behind a web server that
 * does not tell, it becomes true when a write has failed.  Never waits.
 */
bool gantry_environ_is_gone(const struct gantry_environ *environ);

/*
 * Return whether the time of the request is over (--application-timeout,
 * --request-timeout, --request-limit): it was answered 504 or cut, and the
 * worker ends when the application returns.  Also for another thread, while
 * the application is called.  Only the transport fcgi tells.  Never waits.
 */
bool gantry_environ_is_overdue(const struct gantry_environ *environ);

/*
 * Return what was logged for the request so far, to include in the response.
 * Returns NULL without --debug: only with it may clients see internal details.
 */
const char *gantry_environ_debug(const struct gantry_environ *environ);

/*
 * Set the route of the request for the metrics: a template such as
 * "/items/{id}", never the path that the client sent.  Sites of gantry/route.h
 * do this themselves.  ROUTE is copied.  A worker counts 126 routes of all its
 * applications on their own, and adds up the others.
 */
void gantry_environ_set_route(
    struct gantry_environ *environ, const char *route);

/*
 * Set the request's current step, for example the SQL statement that runs; NULL
 * when the step is done.  WHAT is copied.  The status and the slow log show the
 * step, and the log shows it for a request that hangs.  A request makes
 * progress when it tells a step, or writes; otherwise it is ended after
 * --request-timeout, 60 seconds by default.
 */
void gantry_environ_step(struct gantry_environ *environ, const char *what);

/*
 * Show in the status and in the logs what the request is doing, like a step,
 * but without the claim that it makes progress.  Any thread may call this while
 * the request runs, if none tells a step of it at the same time.
 */
void gantry_environ_note(struct gantry_environ *environ, const char *what);

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
 * Return the descriptor of a file that has the rest of the body, and where: the
 * *LENGTH bytes from *OFFSET on.  Both pointers may be NULL.  Read it with
 * pread(2), or give it to a program as its input; gantry_read goes on as if
 * nothing had been read.  The descriptor belongs to the request and must not be
 * closed or written to.  Returns -1 if there is no body, its length is not
 * known, or the transport does not keep bodies (libfcgi, gantry call); then use
 * gantry_read.
 */
int gantry_input_file(
    struct gantry_input *input, int64_t *offset, int64_t *length);

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
 * Return whether anything of the response has been sent.  Until then an error
 * can still become a response of its own, with gantry_restart_response or by
 * returning -1; what was only written does not count.
 */
bool gantry_environ_is_sent(const struct gantry_environ *environ);

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

/*
 * Deferred responses: a request that waits, for an event, a time or another
 * program, and holds no thread meanwhile.
 *
 *	static int
 *	answer(struct gantry_environ *environ, void *body)
 *	{
 *		return gantry_write(body, "done", 4);
 *	}
 *
 *	static int
 *	later(struct gantry_environ *environ,
 *	    gantry_start_response *start_response)
 *	{
 *		static const struct gantry_header headers[] = {
 *			{ "Content-Type", "text/plain" },
 *			{ NULL, NULL },
 *		};
 *		const struct gantry_deferral deferral = { .ended = NULL };
 *		struct gantry_deferred *deferred;
 *		struct gantry_body *body;
 *		int64_t time = gantry_clock_milliseconds() + 5000;
 *
 *		deferred = gantry_defer(environ, &deferral, NULL);
 *		if (deferred == NULL)
 *			return -1;
 *		body = start_response(environ, "200 OK", headers);
 *		if (gantry_wait_until(deferred, time, answer, body) == -1)
 *			return -1;
 *		return GANTRY_DEFERRED;
 *	}
 *
 * Functions.  From GANTRY_DEFERRED to the end, the request's functions run, one
 * at a time: those that were passed to gantry_resume and to the waits, DRAIN,
 * and last ENDED.  Each runs in a thread of the worker, usually in another one
 * than the last, and returns what the application may return: GANTRY_DEFERRED
 * to go on waiting, 0 when the response is complete, -1 if it failed.  While
 * none runs, nobody may use the environ.
 *
 * Memory.  The environ, its strings, the body, the input and the request's
 * memory live until ENDED has returned.  What ARGUMENT points to belongs to the
 * application.
 *
 * State.  gantry_environ_state returns the state of the thread that runs the
 * function.  So an application keeps no statement, connection or interpreter
 * of a state across a wait, unless it calls gantry_resume_here: then all
 * functions of the request, also ENDED, run in the thread that has called it.
 * Whatever of that state the request needs, such as the generation of a cache
 * that it began with, can be counted in the state without a lock, and dropped
 * in ENDED.
 *
 * Writing.  After gantry_defer, gantry_write and gantry_flush never wait.  What
 * the peer does not take is queued.  While more than --deferred-buffer would be
 * queued, gantry_write takes nothing, sets errno to EAGAIN and returns -1; the
 * request goes on, and gantry_wait_drained tells when to write again.  If
 * nothing is queued, a write of any size is taken.  What was written is sent
 * when a function returns.
 *
 * The end.  ENDED is called once, whatever happens, and no function after it.
 * Waits and calls that are left are forgotten.
 */

/* A request that is deferred. */
struct gantry_deferred;

/* Why a deferred request has ended. */
enum gantry_end {
	/* The application, or a function, returned 0 or -1. */
	GANTRY_END_FINISHED,
	/*
	 * The client or the web server went away: FCGI_ABORT_REQUEST, a
	 * connection that its peer has closed or shut down for writing, or a
	 * write that failed.
	 */
	GANTRY_END_GONE,
	/*
	 * It has written nothing for --deferred-timeout, or one of its
	 * functions exceeded --request-timeout.
	 */
	GANTRY_END_DEADLINE,
	/* The worker ends, and has waited for --graceful-timeout. */
	GANTRY_END_DRAINING,
};

/* A function of a deferred request. */
typedef int gantry_deferred_call(
    struct gantry_environ *environ, void *argument);

/* What gantry_defer needs to know; it is copied. */
struct gantry_deferral {
	/*
	 * The request has ended, for REASON: free what ARGUMENT points to.  The
	 * response cannot be written any more.  NULL: nothing is to be freed.
	 */
	void (*ended)(struct gantry_environ *environ, enum gantry_end reason,
	    void *argument);
	/*
	 * The worker is about to end, because of a reload, an upgrade or a
	 * stop: finish soon.  For example, an event stream ends, and its client
	 * connects again, to another worker.  Called at most once, as other
	 * functions are.  NULL: the request cannot finish early.
	 */
	gantry_deferred_call *drain;
	void *argument; /* of both */
};

/*
 * Defer the request: the application will return GANTRY_DEFERRED.  If it
 * returns 0 or -1 instead, the request ends as usual, and ENDED is called.
 *
 * Returns a handle, which is valid until ENDED has returned, or longer with
 * gantry_deferred_hold.  Returns NULL with ERROR filled: GANTRY_ERROR_BUSY if
 * the worker has too many deferred requests (--deferred); return -1 then, and
 * the client gets 503 if nothing was sent; GANTRY_ERROR_UNAVAILABLE if requests
 * cannot be deferred here; GANTRY_ERROR_INPUT if the request is deferred
 * already; GANTRY_ERROR_ARGUMENT if an argument is NULL; GANTRY_ERROR_MEMORY.
 */
struct gantry_deferred *gantry_defer(struct gantry_environ *environ,
    const struct gantry_deferral *deferral, struct gantry_error *error);

/* The handle of the request, or NULL if it is not deferred. */
struct gantry_deferred *gantry_environ_deferred(
    const struct gantry_environ *environ);

/*
 * Call CALL with ARGUMENT soon.  Any thread may do this, also one that the
 * application has started, and while a function of the request runs.  The same
 * CALL with the same ARGUMENT is called once, however often this is called
 * before it begins.
 *
 * A thread that does not run the request must know that the handle is still
 * valid.  Either ENDED takes the handle, under a lock, from where the thread
 * finds it, and the thread calls this under the same lock, which is safe since
 * no function is called from here; or the thread holds the handle
 * (gantry_deferred_hold).
 *
 * Returns 0, or -1 with errno set: ECANCELED if the request has ended or is
 * about to, so that CALL will not be called; EBUSY if 64 calls and waits of the
 * request are due or waiting; ENOMEM; EINVAL if an argument is NULL that must
 * not be.
 */
int gantry_resume(struct gantry_deferred *deferred, gantry_deferred_call *call,
    void *argument);

/*
 * From now on, all functions of the request, also ENDED, run in this thread.
 * Call it in the application or in a function of the request.
 */
void gantry_resume_here(struct gantry_deferred *deferred);

/*
 * The waits.  Call them in the application or in a function of the request.
 * Each calls CALL with ARGUMENT once, when that comes for which it waits; to
 * wait again, call it again.  A request can wait for several things.  The same
 * wait, with the same CALL and ARGUMENT, exists once.  They return like
 * gantry_resume; errno may also be that of epoll_ctl(2), such as EBADF.
 *
 * DESCRIPTOR is readable, or writable, or has an error, or the other end was
 * closed: then a read or write does not wait.  It must stay open until CALL is
 * called, the wait is cancelled, or the request ends; ENDED may close it.
 */
int gantry_wait_readable(struct gantry_deferred *deferred, int descriptor,
    gantry_deferred_call *call, void *argument);
int gantry_wait_writable(struct gantry_deferred *deferred, int descriptor,
    gantry_deferred_call *call, void *argument);

/*
 * gantry_clock_milliseconds() has reached MILLISECONDS; at once if it has
 * passed.  If this waits already, the time is changed.
 */
int gantry_wait_until(struct gantry_deferred *deferred, int64_t milliseconds,
    gantry_deferred_call *call, void *argument);

/* The peer has taken everything that was written. */
int gantry_wait_drained(struct gantry_deferred *deferred,
    gantry_deferred_call *call, void *argument);

/*
 * Forget all waits and calls of the request that would call CALL with ARGUMENT
 * and have not begun.
 */
void gantry_wait_cancel(struct gantry_deferred *deferred,
    gantry_deferred_call *call, void *argument);

/*
 * In the application or in a function of the request: how many bytes of the
 * response has the peer not taken yet?
 */
int64_t gantry_deferred_pending(const struct gantry_deferred *deferred);

/*
 * Has the end been decided?  Then no function but ENDED is called, and a
 * function that runs can stop: nobody wants the response.
 */
bool gantry_deferred_is_ending(const struct gantry_deferred *deferred);

/*
 * Keep the handle valid beyond the end, for another thread, until it is
 * released as often as it was held.  After the end, only gantry_resume, which
 * then fails, gantry_deferred_is_ending and these two may be called.  Hold
 * returns DEFERRED.  The program must release all handles before it ends.
 */
struct gantry_deferred *gantry_deferred_hold(struct gantry_deferred *deferred);
void gantry_deferred_release(struct gantry_deferred *deferred);

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
	/*
	 * A text that can be set more than once; all sources add up.  The value
	 * is all of them, with a line feed between two.
	 */
	GANTRY_SETTING_LIST,
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

/*
 * Return what worker_begin has stored for the mount with SETTINGS in this
 * process, or NULL.  Safe in any thread.
 */
void *gantry_settings_shared(const struct gantry_settings *settings);

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

/* The rights of a worker, while they are collected. */
struct gantry_rights;

enum gantry_right {
	GANTRY_RIGHT_READS, /* a file or folder */
	GANTRY_RIGHT_WRITES, /* a folder or file; it must exist */
	GANTRY_RIGHT_CONNECTS, /* an address, or "*" for any */
	GANTRY_RIGHT_RUNS, /* a program or a folder of programs */
	/* Map the code of files that may be read; VALUE is not looked at. */
	GANTRY_RIGHT_LOADS,
	/* Send SIGHUP to the master, getppid(); likewise. */
	GANTRY_RIGHT_RELOADS,
};

/*
 * Add the right to use VALUE, which is copied.  A path that does not exist is
 * left out.  Returns 0, or -1 with ERROR filled.
 */
int gantry_rights_add(struct gantry_rights *rights, enum gantry_right right,
    const char *value, struct gantry_error *error);

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
 * "gantry call") or the program does not exist, and that of ARGUMENTS if that
 * failed.  In tests, jobs are only noted (gantry_client_job).
 */
int gantry_job_start(struct gantry_environ *environ, const char *name,
    struct gantry_error *error);

/*
 * Read the state of a job.  Returns 0, or -1 with ERROR filled, as above,
 * except that a missing program is not noticed.
 */
int gantry_job_look(struct gantry_environ *environ, const char *name,
    struct gantry_job_status *status, struct gantry_error *error);

/* Around a fork of a process that has preloaded applications. */
enum gantry_fork {
	GANTRY_FORK_BEFORE,
	GANTRY_FORK_PARENT, /* after it, in the process that was forked */
	GANTRY_FORK_CHILD,
};

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
	/*
	 * The application runs programs that were written for other servers,
	 * such as WSGI applications in Python.  Then
	 *
	 * - a response that breaks a rule of start_response, but whose meaning
	 *   is clear, is repaired instead of refused; the repairs are counted
	 *   in the status and logged at level debug.  With a boolean setting
	 *   "strict" that is yes, it is refused;
	 * - with a setting "document_root", DOCUMENT_ROOT is that folder,
	 *   SCRIPT_FILENAME the folder and SCRIPT_NAME, and PATH_TRANSLATED the
	 *   folder and PATH_INFO, if that is not empty;
	 * - with a setting "path_info" that is "raw", PATH_INFO keeps its empty
	 *   and dot segments;
	 * - while OPEN, CALL and CLOSE run in a worker, no signal is blocked,
	 *   so that the programs that they start can be ended.  SIGTERM,
	 * SIGINT, SIGQUIT, SIGHUP, SIGUSR1 and SIGUSR2 then have handlers of
	 * the worker's own, and system calls that a signal interrupts are
	 *   restarted.
	 */
	bool foreign;
	/*
	 * Called in a thread that serves, before its first request and after
	 * its last, with its STATE; NULL: nothing is to be done there.  OPEN
	 * and CLOSE are called in the main thread of the process.
	 */
	void (*thread_begin)(void *state);
	void (*thread_end)(void *state);
	/*
	 * Called after OPEN, before the worker enters its sandbox: add more
	 * rights to RIGHTS with gantry_rights_add, for what only OPEN found
	 * out.  Returns 0, or -1 with ERROR filled; the worker then does not
	 * start.  If OPEN has started threads, Landlock does not restrict
	 * those; that is logged, and --sandbox require refuses to serve.
	 */
	int (*rights)(void *state, struct gantry_rights *rights,
	    struct gantry_error *error);
	/*
	 * Called once for each mount and each generation of the configuration,
	 * that is at the start and at each reload and upgrade, before the
	 * workers of the generation start: for migrations of a database, and
	 * for what all workers share.  It runs in a process of its own that
	 * ends afterwards, as the user of the workers and in their sandbox, so
	 * it can use what the lists of rights allow; never in the master.  At a
	 * reload, the workers of the old generation serve meanwhile.
	 *
	 * Returns 0, or -1 with ERROR filled.  Then, or if it takes longer than
	 * --prepare-timeout, gantry does not start, or the reload fails and the
	 * old workers keep serving.  It must notice quickly when nothing is to
	 * be done.  Each pool prepares its own mounts, at the same time as
	 * other pools.
	 *
	 * Where there is no master, in "gantry call" and the like, in tests and
	 * in each request of CGI, it runs in the process itself before
	 * WORKER_BEGIN, without a time-out and a sandbox.
	 */
	int (*prepare)(
	    const struct gantry_settings *settings, struct gantry_error *error);
	/*
	 * Called once for each mount in each worker, before the first OPEN of
	 * the mount and before the sandbox; WORKER_END after the last CLOSE.
	 * Both run in the main thread of the process.
	 *
	 * WORKER_BEGIN may store what the threads of the worker share in
	 * *SHARED, which is NULL before; gantry_settings_shared returns it.
	 * Threads use it at the same time.  Returns 0, or -1 with ERROR filled;
	 * the worker then does not start.
	 *
	 * WORKER_END gets the same pointer.  It is not called in a worker that
	 * crashes, is told to end at once, or gives up requests that still run
	 * after --graceful-timeout.
	 */
	int (*worker_begin)(const struct gantry_settings *settings,
	    void **shared, struct gantry_error *error);
	void (*worker_end)(void *shared);
	/*
	 * With a boolean setting "preload" that is yes, workers share what
	 * PRELOAD has loaded.  It is called in a template process of their
	 * pool, which has their user and environment, but no request and no
	 * sandbox; the workers are then forked from that.  It runs in the main
	 * thread, once for each such mount, and must leave no thread running.
	 * OPEN is called in the worker afterwards, as without it.  Returns 0,
	 * or -1 with ERROR filled; no worker then starts.
	 *
	 * FORKS, unless it is NULL, is called around each fork: in the template
	 * before and after it, and in the worker, before OPEN.
	 *
	 * A process without a master, and gantry dev, do not preload.
	 */
	int (*preload)(
	    const struct gantry_settings *settings, struct gantry_error *error);
	void (*forks)(enum gantry_fork when);
};

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
