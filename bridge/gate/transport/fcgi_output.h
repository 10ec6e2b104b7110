#ifndef GATE_TRANSPORT_FCGI_OUTPUT_H
#define GATE_TRANSPORT_FCGI_OUTPUT_H

#include "gate/transport/fcgi_connection.h"

/*
 * The output of gate/transport/fcgi.h: from an application's bytes to records.
 */

/* How an application's answer reaches its struct fcgi_request. */
extern const struct transport fcgi_transport;

/*
 * End the answer of REQUEST and send the rest of it; with the lock.  Hold the
 * lock until the request is released, since the peer may reuse the id.  FAILED:
 * the answer is incomplete.
 */
void fcgi_output_end(struct fcgi_request *request, bool failed, int64_t now);

/* Send SIZE bytes, or queue them; with the lock. */
void fcgi_output_send(
    struct fcgi *fcgi, const void *data, size_t size, int64_t now);

/*
 * The peer does not want the answer of REQUEST any more, or does not get it for
 * REASON; with the lock.
 */
void fcgi_output_forsake(struct fcgi_request *request, enum gantry_end reason);

/* How many bytes of REQUEST's answer wait in the connection; with the lock. */
int64_t fcgi_output_pending(struct fcgi_request *request);

/*
 * The peer closed, or the connection is given up: send nothing more; with the
 * lock.
 */
void fcgi_output_abandon(struct fcgi *fcgi);

/* Send what is queued; with the lock. */
void fcgi_output_flush(struct fcgi *fcgi, int64_t now);

/* Send END_REQUEST; with the lock. */
void fcgi_output_end_request(struct fcgi *fcgi, uint16_t id,
    uint32_t app_status, enum record_protocol_status status, int64_t now);

/*
 * Send a whole answer with STATUS ("408 Request Timeout") and a problem
 * document that says DETAIL; with the lock.
 */
void fcgi_output_problem(struct fcgi_request *request, const char *status,
    const char *detail, int64_t now);

#endif
