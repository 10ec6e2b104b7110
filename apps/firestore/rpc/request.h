#ifndef FIRESTORE_RPC_REQUEST_H
#define FIRESTORE_RPC_REQUEST_H

#include "firestore/rpc/rpc_run.h"

/*
 * Reading requests.  Functions return 0, or -1 after the call was made to fail.
 */

/* "projects/P/databases/D/documents/users/alice" in its parts. */
struct name {
	struct bytes project, database, path; /* empty: the root */
};

/* The request has no other members than NAMES, "page_size". */
int request_check(struct run *run, const char *const *names);

/* Get a text, which is empty when it is absent. */
int request_text(
    struct run *run, const char *camel, const char *snake, struct bytes *text);

int request_boolean(
    struct run *run, const char *camel, const char *snake, bool *value);

/* Get a number from 0 on; 0 when it is absent. */
int request_count(
    struct run *run, const char *camel, const char *snake, int64_t *count);

/*
 * Take TEXT apart: the name of a document.  WHAT begins a message: "Document
 * name".
 */
int request_read_name(
    struct run *run, struct bytes text, const char *what, struct name *name);

/* The same for a parent: a document, or the root. */
int request_read_parent(struct run *run, struct bytes text, struct name *name);

/* The same for "projects/P/databases/D". */
int request_read_database(
    struct run *run, struct bytes text, struct name *name);

/* Is the database served here?  The answer is about it from now on. */
int request_use_database(struct run *run, const struct name *name);

/*
 * Read "mask", a DocumentMask.  *FIELDS is NULL when there is none.
 */
int request_mask(
    struct run *run, const struct field_path_names **fields, size_t *count);

/* Append the name of PATH in the database of the call, in quotes. */
void run_write_name(
    const struct run *run, struct bytes path, struct gantry_buffer *json);

/* The same to LINE. */
void run_add_name(struct run *run, struct bytes path);

#endif
