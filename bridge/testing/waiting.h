#ifndef TESTING_WAITING_H
#define TESTING_WAITING_H

#include "testing/client_state.h"
#include "testing/result.h"

/* Results of requests that the application has deferred. */

/* The request of RESULT has begun: read what was sent, and list it. */
void waiting_add(struct gantry_client *client, struct gantry_result *result);

/* Wait until the request of RESULT has ended. */
void waiting_finish(struct gantry_result *result);

/* The client is closed: end all requests. */
void waiting_end(struct gantry_client *client);

#endif
