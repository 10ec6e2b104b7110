#ifndef FIRESTORE_SPOOL_H
#define FIRESTORE_SPOOL_H

#include "data/firestore/spool/spool_state.h"

/*
 * A spool holds what a pull has read until it is complete, so that an
 * interrupted pull can continue.  It is a file of JSON lines:
 *
 *	{"pull":1,"project":"p","database":"(default)","chosen":false,
 *	 "readTime":"2026-11-22T17:00:51.313870Z","collections":["a","b"]}
 *	{"path":"a/x","createTime":"...","updateTime":"...","fields":{...}}
 *	{"checkpoint":{"readTime":"...","part":0,"collection":"a",
 *	 "listed":false,"cursor":"a/x","done":false,"found":[]}}
 *
 * each on one line, and {"rejected":"a/y","reason":"...","raw":"..."} for a
 * document that cannot be read, with its JSON as a string.  The header may have
 *"groups", ids of collections that are read wherever they are.  If the pull
 *continues an earlier one, the header also has
 *
 *	"since":{"field":"updated","base":"0123456789abcdef","groups":[
 *	 {"collection":"a","from":"{\"integerValue\":\"7\"}"}]}
 *
 * and "collections" are those of the root that the earlier pull did not find.
 * The documents of a page and its checkpoint are written at once.  What follows
 * the last checkpoint is incomplete and is cut off.
 */

/* A page: documents, and how far their part got. */
struct spool_page {
	struct gantry_buffer *lines; /* by spool_add_document */
	uint64_t documents; /* how many lines */
	struct spool_step step;
};

/* Does PATH exist? */
bool spool_exists(const char *path);

/*
 * Create the file PATH, which must not exist, with a part for each collection.
 */
int spool_create(struct spool *spool, const char *path,
    const struct spool_source *source, struct gantry_error *error);

/*
 * Open the file PATH, cut off its incomplete end, and find how far the pull
 * got.  Returns 1, or 0 when it got nowhere: the file was then removed.
 * Returns -1 with ERROR filled when another process has it open or it is
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
