#ifndef GATE_TRANSPORT_LIBFCGI_HEAD_H
#define GATE_TRANSPORT_LIBFCGI_HEAD_H

#include <stddef.h>
#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * A check of the head of a FastCGI request, its BEGIN_REQUEST and PARAMS
 * records, before libfcgi reads it.  libfcgi waits forever for an incomplete
 * head, has no limits, cuts values at a NUL, lets a name with '=' forge another
 * variable, and stops at management records.  None of that can be detected or
 * repaired afterwards.
 */

/* The most bytes of a head. */
#define HEAD_SIZE_MAX (128 * 1024)

enum head_verdict {
	HEAD_PARTIAL, /* more bytes are needed */
	HEAD_WHOLE, /* libfcgi may read it */
	HEAD_REJECTED, /* a request, but malformed or too large */
	HEAD_FOREIGN, /* not a request: close the connection */
};

struct head {
	uint16_t request_id;
	struct gantry_buffer params; /* the content of the PARAMS records */
};

/* Free what HEAD holds and make it empty; it begins as { 0 }. */
void head_clear(struct head *head);

/*
 * Check the SIZE bytes at DATA, the first of a request.  ERROR is filled for
 * HEAD_REJECTED and HEAD_FOREIGN.
 */
enum head_verdict head_check(struct head *head, const void *data, size_t size,
    struct gantry_error *error);

#endif
