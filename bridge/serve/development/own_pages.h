#ifndef SERVE_DEVELOPMENT_OWN_PAGES_H
#define SERVE_DEVELOPMENT_OWN_PAGES_H

#include "gate/request.h"
#include "serve/development/development_thread.h"

/*
 * What the development server itself answers, below DEVELOPMENT_PATH: the list
 * of the last requests, and the page of each.
 */

/* Is PATH of REQUEST one of these pages?  If so, it was answered. */
bool own_pages_answer(struct development_thread *thread,
    struct request *request, const char *path);

/* Answer with STATUS and PAGE; what was held is dropped. */
void own_pages_send(struct gantry_environ *environ, const char *status,
    const struct gantry_buffer *page);

/* Why the last change is not served; NULL: it is.  Valid until the next call.
 */
const char *own_pages_change(struct development_thread *thread);

#endif
