#ifndef GATE_WSGI_ERRORS_H
#define GATE_WSGI_ERRORS_H

#include "gantry/buffer.h"
#include "gantry/contract.h"

/*
 * wsgi.errors: lines for the error log, each with the id and the path of its
 * request.  The first ERRORS_KEPT_MAX bytes are kept until the request ends,
 * for the web server's log and, when debugging, for the client.
 */

/* Web servers handle a long FCGI_STDERR badly. */
#define ERRORS_KEPT_MAX 1024

struct gantry_errors {
	struct gantry_environ *environ;
	struct gantry_buffer kept; /* no control characters; "; " between */
};

void errors_init(struct gantry_errors *errors, struct gantry_environ *environ);
void errors_reset(struct gantry_errors *errors);
void errors_clear(struct gantry_errors *errors);

/* The kept text, in the request's memory; NULL: nothing was logged. */
const char *errors_kept(const struct gantry_errors *errors);

/* Log a warning, or a line for debugging, of the request; nothing is kept. */
void errors_warn(struct gantry_errors *errors, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void errors_debug(struct gantry_errors *errors, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
