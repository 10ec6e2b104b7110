#ifndef ENTITIES_GENERATION_EVENTS_H
#define ENTITIES_GENERATION_EVENTS_H

#include <gantry/web.h>

/*
 * GET /events tells the generation of the data: when a client begins to listen,
 * unless its Last-Event-ID is that generation, and whenever it changes.
 */

/* What the listeners of one cache in this process share. */
struct event_watch;

/*
 * Get what the threads that serve the data at PATH share.  Returns NULL when
 * memory ran out.  Close it as often as it was opened; it may be NULL.
 */
struct event_watch *event_watch_open(const char *path);
void event_watch_close(struct event_watch *watch);

extern const struct gantry_param *const events_params[];
int events(struct gantry_request *request, struct gantry_response *response);

#endif
