#ifndef MIDDLEWARE_FRESHNESS_H
#define MIDDLEWARE_FRESHNESS_H

#include <gantry/web.h>

#include "middleware/cache_control.h"
#include "middleware/response_store.h"

/* How long a response is fresh, and how old it is (RFC 9111 section 4.2). */

/*
 * The freshness lifetime of RESPONSE in seconds, by its CONTROL: s-maxage,
 * max-age, or Expires.  Without them it is DEFAULT_SECONDS if the status may be
 * cached by default (RFC 9110 section 15.1) or Cache-Control is public, and 0
 * otherwise.
 */
int64_t freshness_lifetime(const struct gantry_response *response,
    const struct cache_control *control, int64_t default_seconds);

/*
 * Its age in milliseconds, by Age and Date, if the request for it was made
 * DELAY milliseconds ago.
 */
int64_t freshness_age(const struct gantry_response *response, int64_t delay);

/* May a status be stored although must-understand asks to understand it? */
bool freshness_understands(const char *status);

/*
 * May STORED, which is AGE milliseconds old, answer a request with the
 * Cache-Control CONTROL?
 */
bool freshness_allows(const struct stored_response *stored, int64_t age,
    const struct cache_control *control);

/*
 * Read a date in a header (RFC 9111 section 4.2), whatever the case of its
 * letters.  Returns 0, or -1 if TEXT is NULL or not a date.
 */
int freshness_date(const char *text, int64_t *seconds);

#endif
