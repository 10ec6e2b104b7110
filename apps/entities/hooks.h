#ifndef ENTITIES_HOOKS_H
#define ENTITIES_HOOKS_H

#include <gantry/web.h>

#include "entities/store.h"

/* The hooks around the resources. */

/*
 * Before: prepare the store.  All that the responder reads comes from one
 * generation of the data.  ARGUMENT points to a bool: if it is true, that is
 * the newest generation; if it is false or ARGUMENT is NULL, the generation may
 * be 100 ms old.  Fails with 503.
 */
int hook_use_store(struct gantry_request *request,
    struct gantry_response *response, const void *argument);

/* For ARGUMENT. */
extern const bool hook_newest;

/*
 * Prepare STORE.  Returns 0, or -1 with ERROR filled.  The reason why newer
 * data is not used is logged once, with the request of ENVIRON.
 */
int hook_refresh(struct store *store, struct gantry_environ *environ,
    struct gantry_error *error);

/*
 * After: ETag and Cache-Control.  The ETag is made from the generation of the
 * data and from the setting that also appears in the answers.
 */
int hook_tag(struct gantry_request *request, struct gantry_response *response,
    const void *unused);

/*
 * Answer a failure of the store, ERROR: 503 when a query took too long or the
 * data is unavailable, otherwise 500.  The error is logged; an outage is logged
 * once, not for each request.
 */
int hook_fail(struct gantry_request *request, const struct gantry_error *error);

#endif
