#ifndef FIRESTORE_SPOOL_STATE_H
#define FIRESTORE_SPOOL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "data/firestore/field_path.h"

/* How far a pull has got: in memory, and as the lines that record it. */

/* A collection to be read, page by page: where it stands. */
struct spool_part {
	char *collection; /* "users", or when listed also "users/x/posts" */
	char *cursor; /* how the next page begins; "" for the first */
	/*
	 * If not NULL: of all collections of this id, the documents whose field
	 * is at least this, a value as REST has it; all that follows is false.
	 */
	char *from;
	const struct field_path *field; /* the spool's */
	bool is_listed; /* alone, and not with all below it */
	bool is_done;
};

/* All collections of one id, from a value of the field on. */
struct spool_group {
	const char *collection;
	const char *from;
};

/* What an earlier pull left to read. */
struct spool_since {
	const char *field; /* field_path.h */
	const char *base; /* which pull that was */
	const struct spool_group *groups;
	size_t count;
};

/* What the pull is of. */
struct spool_source {
	const char *project, *database;
	const char *read_time; /* RFC 3339 */
	const char *const *collections; /* of the root, ended by NULL */
	bool are_chosen; /* these, and not all that there are */
	const struct spool_since *since; /* and these; NULL: none */
};

struct spool {
	int descriptor;
	char *path;
	char *project, *database, *read_time;
	char *base; /* NULL, unless it goes on from there ... */
	struct field_path field; /* ... by this field */
	struct spool_part **parts; /* each stays where it is */
	size_t count;
	uint64_t documents;
	bool are_chosen;
	bool is_broken; /* its end is no longer known */
};

/* What a page adds besides documents. */
struct spool_step {
	const char *cursor; /* NULL: as it was */
	bool is_listed, is_done;
	const char *const *found; /* more collections to list, ended by NULL;
				     may be NULL */
};

/* Append the line that a spool begins with. */
void spool_write_header(
    struct gantry_buffer *line, const struct spool_source *source);

/* Append the line after a page. */
void spool_write_checkpoint(struct gantry_buffer *line,
    const struct spool *spool, size_t part, const struct spool_step *step);

/* Read either.  Returns 0 with SPOOL changed, or -1. */
int spool_read_header(
    struct spool *spool, struct bytes line, struct gantry_error *error);
int spool_read_checkpoint(
    struct spool *spool, struct bytes line, struct gantry_error *error);

/* Begin, as a header does; PART goes on by STEP, as a checkpoint does. */
int spool_start(struct spool *spool, const struct spool_source *source,
    struct gantry_error *error);
int spool_step(struct spool *spool, size_t part, const struct spool_step *step,
    struct gantry_error *error);

/* Forget all that was read. */
void spool_forget(struct spool *spool);

#endif
