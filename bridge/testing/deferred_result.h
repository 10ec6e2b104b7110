#ifndef TESTING_DEFERRED_RESULT_H
#define TESTING_DEFERRED_RESULT_H

#include "testing/client_state.h"
#include "testing/result.h"

/* Results of requests that the application has deferred. */

/* The request of RESULT has begun: read what was sent, and list it. */
void deferred_result_add(
    struct gantry_client *client, struct gantry_result *result);

/* Wait until the request of RESULT has ended. */
void deferred_result_finish(struct gantry_result *result);

/* The client is closed: end all requests. */
void deferred_result_end(struct gantry_client *client);

#endif
