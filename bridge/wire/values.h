#ifndef WIRE_VALUES_H
#define WIRE_VALUES_H

#include <stddef.h>

/*
 * The management records by which a web server asks what it may do (FastCGI
 * specification 1.0, section 4.1).
 */

/* What is answered to FCGI_MAX_CONNS, FCGI_MAX_REQS and FCGI_MPXS_CONNS. */
struct values {
	unsigned max_connections;
	unsigned max_requests;
	unsigned multiplexes; /* 1: several requests on one connection */
};

/* No answer is longer. */
#define VALUES_RESULT_MAX 128

/*
 * Answer the GET_VALUES record whose content is the SIZE bytes at QUERY, with a
 * whole GET_VALUES_RESULT record at DATA, VALUES_RESULT_MAX bytes.  A name that
 * is known is answered once, however often it is asked for; others are left
 * out, and a content that is malformed is read as far as it is not.  Returns
 * the record's size.
 */
size_t values_answer(
    const struct values *values, const void *query, size_t size, void *data);

#endif
