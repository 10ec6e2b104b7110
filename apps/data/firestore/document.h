#ifndef FIRESTORE_DOCUMENT_H
#define FIRESTORE_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/* Firestore itself allows 20. */
#define FIELDS_DEPTH_MAX 32

/* A document, as all readers provide it. */

struct firestore_document {
	const char *path; /* "users/alice/posts/p1", an id may hold NUL */
	size_t path_length;
	/*
	 * A JSON object: the names are in the order of their bytes, the values
	 * as in the REST API: {"word":{"stringValue":"america"}}.
	 */
	const char *fields;
	size_t fields_length;
	int64_t create_time, update_time; /* µs since 1970; 0: unknown */
};

/*
 * Called with each document, which is borrowed until the return.  Its path and
 * fields are UTF-8, and a NUL follows their length.  -1, with ERROR filled,
 * stops the reading.
 */
typedef int firestore_visit(void *argument,
    const struct firestore_document *document, struct gantry_error *error);

/* A document that cannot be read. */
struct firestore_rejected {
	const char *path; /* NULL: that cannot be read, either */
	size_t path_length;
	const char *reason; /* names the file, the place in it, the document */
	const char *raw; /* the record of an export, or JSON */
	size_t raw_length;
};

/*
 * Called with each document that cannot be read, which is borrowed until the
 * return.  -1, with ERROR filled, stops the reading.
 */
typedef int firestore_reject(void *argument,
    const struct firestore_rejected *rejected, struct gantry_error *error);

#endif
