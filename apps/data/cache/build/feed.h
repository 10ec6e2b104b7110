#ifndef CACHE_BUILD_FEED_H
#define CACHE_BUILD_FEED_H

#include "data/cache/build/builder.h"

/*
 * A thread that adds documents to a cache in the making, while the caller reads
 * more of them.  Until cache_feed_end the builder is the thread's alone.
 */

struct cache_feed;

/* Begin to feed BUILDER, which must outlive it.  NULL with ERROR filled. */
struct cache_feed *cache_feed_new(
    struct cache_builder *builder, struct gantry_error *error);

/*
 * Have a copy of DOCUMENT added in its turn.  Returns 0, or -1 with ERROR
 * filled, which may be about a document that was given before.
 */
int cache_feed_add(struct cache_feed *feed,
    const struct cache_document *document, struct gantry_error *error);

/*
 * Wait until every document was added, end the thread and free.  Returns 0, or
 * -1 with ERROR filled when any could not be added; NULL is allowed.
 */
int cache_feed_end(struct cache_feed *feed, struct gantry_error *error);

#endif
