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

/*
 * A collection that is read page by page, and its progress.  Collections and
 * cursors are as in nul_text.h.
 */
struct spool_part {
	char *collection; /* "users" or "users/x/posts" */
	char *cursor; /* where the next page begins; "" for the first */
	/*
	 * If not NULL, the part reads from all collections with this id the
	 * documents whose field is at least this REST value; the following
	 * members are then false.
	 */
	char *from;
	const struct field_path *field; /* the spool's */
	bool is_group; /* it reads all collections with this id */
	bool is_listed; /* without the collections below it */
	bool is_done;
};

/* All collections with one id, from a value of the field on. */
struct spool_group {
	const char *collection;
	const char *from;
};

/* What to read after an earlier pull. */
struct spool_since {
	const char *field; /* field_path.h */
	const char *base; /* identifies that pull */
	const struct spool_group *groups;
	size_t count;
};

/* What a pull reads. */
struct spool_source {
	const char *project, *database;
	const char *read_time; /* RFC 3339 */
	const char *const *collections; /* with all below, ended by NULL */
	const char *const *groups; /* ids of collections, likewise, or NULL */
	bool are_chosen; /* only these, not all that exist */
	const struct spool_since *since; /* these as well; NULL: none */
};

struct spool {
	int descriptor;
	char *path;
	char *project, *database, *read_time;
	char *base; /* what it continues from, or NULL ... */
	struct field_path field; /* ... by this field */
	struct spool_part **parts; /* each keeps its address */
	size_t count;
	/* The first parts are those of the source. */
	size_t collection_count, group_count;
	uint64_t documents;
	uint64_t rejected; /* when it was resumed: those that cannot be read */
	bool are_chosen;
	bool is_broken; /* its end is no longer known */
};

/* What a page changes, besides adding documents. */
struct spool_step {
	const char *cursor; /* NULL: unchanged */
	bool is_listed, is_done;
	const char *const *found; /* more collections to list, ended by NULL;
				     may be NULL */
};

/* Append the first line of a spool. */
void spool_write_header(
    struct gantry_buffer *line, const struct spool_source *source);

/* Append the line that follows a page. */
void spool_write_checkpoint(struct gantry_buffer *line,
    const struct spool *spool, size_t part, const struct spool_step *step);

/* Read either.  Returns 0 with SPOOL changed, or -1. */
int spool_read_header(
    struct spool *spool, struct bytes line, struct gantry_error *error);
int spool_read_checkpoint(
    struct spool *spool, struct bytes line, struct gantry_error *error);

/* Start as a header says, or advance PART by STEP as a checkpoint says. */
int spool_start(struct spool *spool, const struct spool_source *source,
    struct gantry_error *error);
int spool_step(struct spool *spool, size_t part, const struct spool_step *step,
    struct gantry_error *error);

/* Forget all that was read. */
void spool_forget(struct spool *spool);

#endif
