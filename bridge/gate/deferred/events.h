#ifndef GATE_DEFERRED_EVENTS_H
#define GATE_DEFERRED_EVENTS_H

#include "gate/deferred/deferrals.h"

/* What comes to deferred requests from outside. */

/* Schedule the requests for which something has come.  Never waits. */
void deferral_events_poll(struct deferrals *deferrals);

/*
 * For tests: let so much more time have passed, for the whole process, and
 * poll.
 */
void deferral_events_advance(struct deferrals *deferrals, int64_t milliseconds);

/* Ask all requests to end, also those that are deferred from now on. */
void deferral_events_drain(struct deferrals *deferrals);

/* End all requests. */
void deferral_events_cancel(
    struct deferrals *deferrals, enum gantry_end reason);

#endif
