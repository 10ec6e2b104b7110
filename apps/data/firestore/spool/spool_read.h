#ifndef FIRESTORE_SPOOL_READ_H
#define FIRESTORE_SPOOL_READ_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"
#include "data/firestore/document.h"

/* Reading a spool line by line. */

enum spool_kind {
	SPOOL_HEADER, /* the first, whatever it is */
	SPOOL_DOCUMENT,
	SPOOL_REJECTED,
	SPOOL_CHECKPOINT,
};

struct spool_line {
	struct bytes bytes; /* without its newline; borrowed until the next */
	enum spool_kind kind;
	uint64_t number; /* from 1 on */
	off_t end; /* where it ends in the file */
	char *memory;
	size_t size;
};

/*
 * Read the next complete line.  Returns 1, or 0 when there is none, or -1 when
 * it cannot be read or is not a line of a spool.
 */
int spool_line_next(
    struct spool_line *line, FILE *file, struct gantry_error *error);

/* Free everything. */
void spool_line_clear(struct spool_line *line);

/* Append the line of DOCUMENT to PAGE.  Returns 0, or -1 with ERROR filled. */
int spool_add_document(struct gantry_buffer *page,
    const struct firestore_document *document, struct gantry_error *error);

/* The same for what cannot be read. */
int spool_add_rejected(struct gantry_buffer *page,
    const struct firestore_rejected *rejected, struct gantry_error *error);

struct spool_visitor {
	firestore_visit *visit;
	firestore_reject *reject; /* NULL: the spool has no such documents */
	void *argument; /* of both */
};

/* Visit every document of the spool at PATH. */
int spool_read(const char *path, const struct spool_visitor *visitor,
    struct gantry_error *error);

#endif
