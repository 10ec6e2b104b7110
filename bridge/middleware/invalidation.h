#ifndef MIDDLEWARE_INVALIDATION_H
#define MIDDLEWARE_INVALIDATION_H

#include <gantry/web.h>

/*
 * Invalidation of stored responses (RFC 9111 section 4.4) in all threads and
 * workers.  They share a table of counters.  The target URI of a request
 * selects a counter.  A response is stored together with the count that it had
 * when the request came, and is valid while that count is current.  URIs that
 * share a counter are invalidated together, which costs a miss.
 */

/*
 * Make the table usable in this process, before the others are called.  Returns
 * 0, or -1 with ERROR filled.
 */
int invalidation_open(struct gantry_error *error);

/*
 * The counter of REQUEST's target URI: its host without port, path and query.
 * Returns 0, or -1 if memory ran out.
 */
int invalidation_find(struct gantry_request *request, uint32_t *counter);

uint32_t invalidation_count(uint32_t counter);

/*
 * Invalidate the target URI of REQUEST, which had an unsafe method, and those
 * in Location and Content-Location of RESPONSE that have the same origin.
 */
void invalidation_apply(
    struct gantry_request *request, const struct gantry_response *response);

#endif
