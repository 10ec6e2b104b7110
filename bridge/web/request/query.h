#ifndef WEB_REQUEST_QUERY_H
#define WEB_REQUEST_QUERY_H

#include <stdbool.h>

#include <gantry/contract.h>

/*
 * Values in a query or a form, application/x-www-form-urlencoded (WHATWG URL
 * section 5.1: '+' is a space).
 */

struct query {
	const char *at; /* the rest to search; "" at the end */
	const char *name; /* whose values */
};

/*
 * Find the next value: LENGTH bytes at TEXT, as they were sent.  Names are
 * compared decoded; an invalid name matches nothing.  Returns false after the
 * last value, with TEXT and LENGTH unchanged.
 */
bool query_next(struct query *query, const char **text, size_t *length);

enum query_result {
	QUERY_DECODED,
	QUERY_MALFORMED, /* invalid percent-encoding, or %00 */
	QUERY_NO_MEMORY,
};

/* Decode LENGTH bytes at TEXT into *VALUE, in the request's memory. */
enum query_result query_decode(struct gantry_environ *environ, const char *text,
    size_t length, const char **value);

#endif
