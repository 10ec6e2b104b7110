#ifndef CACHE_BUILD_FEED_H
#define CACHE_BUILD_FEED_H

#include "data/cache/build/builder.h"

/*
 * A thread that adds documents to a builder while the caller reads more.  Until
 * cache_feed_end, only this thread uses the builder.
 */

struct cache_feed;

/*
 * Start to feed BUILDER, which must outlive it.  Returns NULL with ERROR filled
 * on failure.
 */
struct cache_feed *cache_feed_new(
    struct cache_builder *builder, struct gantry_error *error);

/*
 * Queue a copy of DOCUMENT.  Returns 0, or -1 with ERROR filled, perhaps about
 * an earlier document.
 */
int cache_feed_add(struct cache_feed *feed,
    const struct cache_document *document, struct gantry_error *error);

/*
 * Wait until all documents are added, end the thread and free it.  Returns 0,
 * or -1 with ERROR filled when one could not be added.  NULL is allowed.
 */
int cache_feed_end(struct cache_feed *feed, struct gantry_error *error);

#endif
