#ifndef WEB_REQUEST_QUERY_H
#define WEB_REQUEST_QUERY_H

#include <stdbool.h>

#include <gantry/contract.h>

/*
 * Values in a query or a form, application/x-www-form-urlencoded (WHATWG URL
 * section 5.1: '+' is a space).
 */

struct query {
	const char *at; /* what was not searched yet; "" at the end */
	const char *name; /* whose values */
};

/*
 * Find the next value: LENGTH bytes at TEXT, as they were sent.  Names are
 * decoded; one that is badly percent-encoded is no one's.  Returns false, and
 * leaves both alone, after the last.
 */
bool query_next(struct query *query, const char **text, size_t *length);

enum query_result {
	QUERY_DECODED,
	QUERY_MALFORMED, /* badly percent-encoded, or it holds a NUL */
	QUERY_NO_MEMORY,
};

/* Decode it into *VALUE, the request's. */
enum query_result query_decode(struct gantry_environ *environ, const char *text,
    size_t length, const char **value);

#endif
