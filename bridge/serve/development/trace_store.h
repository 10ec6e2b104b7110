#ifndef SERVE_DEVELOPMENT_TRACE_STORE_H
#define SERVE_DEVELOPMENT_TRACE_STORE_H

#include "gantry/buffer.h"

/*
 * The pages of the last requests, as files in the folder of gantry dev, so that
 * a page outlives the worker that served its request.
 */

/* So many pages are kept; the oldest go first. */
#define TRACE_STORE_MAX 200

/* May ID be that of a page?  It becomes a part of a file's name. */
bool trace_store_has_name(const char *id);

/* Keep PAGE as that of ID.  Returns 0, or -1 with errno set. */
int trace_store_put(
    const char *folder, const char *id, const struct gantry_buffer *page);

/* Append the page of ID.  Returns 0, or -1 if there is none. */
int trace_store_get(
    const char *folder, const char *id, struct gantry_buffer *page);

/* Append the content of the file NAME in FOLDER.  Returns as above. */
int trace_store_read(
    const char *folder, const char *name, struct gantry_buffer *content);

/* Call VISIT with the ids, the latest first. */
void trace_store_each(const char *folder,
    void (*visit)(void *owner, const char *id), void *owner);

#endif
