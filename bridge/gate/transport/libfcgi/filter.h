#ifndef GATE_TRANSPORT_LIBFCGI_FILTER_H
#define GATE_TRANSPORT_LIBFCGI_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/error.h"
#include "wire/reader.h"

/*
 * A check of everything that libfcgi is to read.  Bytes of a web server come
 * in, and records that libfcgi reads without fault come out: one request at a
 * time, its BEGIN_REQUEST, PARAMS and STDIN records, without padding.
 *
 * Left alone, libfcgi waits forever for an incomplete head, has no limits, cuts
 * values at a NUL, lets a name with '=' forge another variable, and ends the
 * process at some records of other requests and at management records.
 */

/* The most bytes of a head, its BEGIN_REQUEST and PARAMS records. */
#define FILTER_HEAD_MAX (128 * 1024)

/* A connection is closed after so many other requests beside one. */
#define FILTER_OTHERS_MAX 64

enum filter_verdict {
	FILTER_PARTIAL, /* more bytes are needed */
	FILTER_HEAD, /* the head is complete, and OUT holds all of it */
	FILTER_END, /* the request is complete, and so is its body in OUT */
	FILTER_ABORTED, /* the web server gave the request up */
	FILTER_REJECTED, /* a request, but malformed or too large */
	FILTER_ROLE, /* a request in a role that is not served */
	FILTER_FOREIGN, /* not a request: close the connection */
};

enum filter_phase {
	FILTER_PHASE_BEGIN,
	FILTER_PHASE_PARAMS,
	FILTER_PHASE_STDIN,
	FILTER_PHASE_ENDED,
	FILTER_PHASE_ABORTED,
};

struct filter {
	struct record_reader reader;
	enum filter_phase phase;
	bool authorizes; /* requests in the role Authorizer are served */
	uint16_t request_id;
	struct record_begin begin;
	uint8_t content[RECORD_BEGIN_SIZE]; /* of BEGIN_REQUEST */
	size_t content_length; /* how much of it has arrived */
	size_t head_size; /* bytes of the head that have arrived */
	bool skips_stdin; /* the last request ended before its STDIN */
	bool skips_any; /* of a request whose id is not known */
	unsigned others; /* requests beside this one that were refused */
	struct gantry_buffer params; /* the content of the PARAMS records */
	struct gantry_buffer
	    out; /* records for libfcgi; the caller resets it */
	struct gantry_buffer reply; /* records for the web server; likewise */
};

/* AUTHORIZES: an application is an Authorizer. */
void filter_init(struct filter *filter, bool authorizes);
void filter_clear(struct filter *filter);

/*
 * Begin with another connection, or after FILTER_HEAD or FILTER_ABORTED with
 * its next request.  What is left of STDIN of the request before is skipped,
 * and so is an ABORT_REQUEST that comes after its answer.
 */
void filter_reset(struct filter *filter);
void filter_next_request(struct filter *filter);

/*
 * Begin with a connection that another process served until now.  What may be
 * left of STDIN of its last request is skipped.
 */
void filter_take_over(struct filter *filter);

/* How many bytes to read: no more than the current record has. */
size_t filter_wanted(const struct filter *filter);

/* Nothing of the next request has arrived. */
bool filter_is_idle(const struct filter *filter);

/*
 * Process up to SIZE bytes at DATA, and set *USED to how many.  It stops after
 * any verdict but FILTER_PARTIAL.  ERROR is filled for FILTER_REJECTED,
 * FILTER_ROLE and FILTER_FOREIGN.  The functions for the next bytes may be
 * called after FILTER_PARTIAL, FILTER_HEAD and FILTER_END only; what may follow
 * FILTER_END is ABORT_REQUEST.
 */
enum filter_verdict filter_feed(struct filter *filter, const void *data,
    size_t size, size_t *used, struct gantry_error *error);

#endif
