#ifndef FIRESTORE_SPOOL_H
#define FIRESTORE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/document.h"
#include "data/firestore/field_path.h"

/*
 * Where a pull keeps what it has read until all is there, so that one that
 * breaks off goes on where it was.  A file of JSON lines:
 *
 *	{"pull":1,"project":"p","database":"(default)","chosen":false,
 *	 "readTime":"2026-11-22T17:00:51.313870Z","collections":["a","b"]}
 *	{"path":"a/x","createTime":"...","updateTime":"...","fields":{...}}
 *	{"checkpoint":{"readTime":"...","part":0,"collection":"a",
 *	 "listed":false,"cursor":"a/x","done":false,"found":[]}}
 *
 * each on one line.  The header of a pull that goes on from an earlier one has
 * besides
 *
 *	"since":{"field":"updated","base":"0123456789abcdef","groups":[
 *	 {"collection":"a","from":"{\"integerValue\":\"7\"}"}]}
 *
 * where "collections" are those of the root that the earlier one did not find.
 * A page's documents and its checkpoint are written at once;
 * what stands after the last checkpoint was not written to its end and is cut
 * off.
 */

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

/* Does PATH exist? */
bool spool_exists(const char *path);

/* Make the file PATH, which must not exist, with a part for each collection. */
int spool_create(struct spool *spool, const char *path,
    const struct spool_source *source, struct gantry_error *error);

/*
 * Open the file PATH, cut off its incomplete end and learn how far the pull
 * got.  Returns 1, or 0 when it did not get anywhere: the file was then
 * removed.  -1 with ERROR filled when another process has it open or it is
 * damaged.
 */
int spool_resume(
    struct spool *spool, const char *path, struct gantry_error *error);

/* Close the file; idempotent. */
void spool_clear(struct spool *spool);

/* Append the line of a document to PAGE. */
int spool_add_document(struct gantry_buffer *page,
    const struct firestore_document *document, struct gantry_error *error);

/*
 * Write PAGE, which holds DOCUMENTS lines, and that PART went on by STEP.
 * PAGE is then empty.
 */
int spool_put(struct spool *spool, size_t part, const struct spool_step *step,
    struct gantry_buffer *page, uint64_t documents, struct gantry_error *error);

/* Visit every document of the file PATH. */
int spool_read(const char *path, firestore_visit *visit, void *argument,
    struct gantry_error *error);

#endif
