#ifndef FIRESTORE_SPOOL_H
#define FIRESTORE_SPOOL_H

#include "data/firestore/spool/spool_state.h"

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

/* What is read in one call: documents, and how far their part got. */
struct spool_page {
	struct gantry_buffer *lines; /* by spool_add_document */
	uint64_t documents; /* how many lines */
	struct spool_step step;
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

/*
 * Write PAGE, the next one of PART.  Its lines are empty afterwards.  Returns
 * 0, or -1 with ERROR filled.
 */
int spool_put(struct spool *spool, size_t part, const struct spool_page *page,
    struct gantry_error *error);

#endif
