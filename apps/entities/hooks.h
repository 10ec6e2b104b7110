#ifndef ENTITIES_HOOKS_H
#define ENTITIES_HOOKS_H

#include <gantry/web.h>

/* What goes around the resources. */

/*
 * Before: make the store ready.  All that the responder reads comes from one
 * generation of the data.  ARGUMENT points to a bool: if it is true, that is
 * the newest generation; if not, or if it is NULL, it may be 100 ms behind.
 * Fails with 503.
 */
int hook_use_store(struct gantry_request *request,
    struct gantry_response *response, const void *argument);

/* For ARGUMENT. */
extern const bool hook_newest;

/*
 * After: ETag and Cache-Control.  The ETag is the generation of the data, with
 * the setting that also shows in the answers.
 */
int hook_tag(struct gantry_request *request, struct gantry_response *response,
    const void *unused);

/*
 * Fail because the store did, with ERROR: 503 for what takes too long or is not
 * there, which is logged, an outage once and not for each request; else 500.
 */
int hook_fail(struct gantry_request *request, const struct gantry_error *error);

#endif
