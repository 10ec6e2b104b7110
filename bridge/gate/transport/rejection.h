#ifndef GATE_TRANSPORT_REJECTION_H
#define GATE_TRANSPORT_REJECTION_H

#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/error.h"
#include "gantry/problem.h"
#include "wire/record.h"

/* Add to ANSWER what rejection_compose puts into records. */
void rejection_put(
    struct gantry_buffer *answer, const struct gantry_problem *problem);

/*
 * Fill ERROR and return -1: a body has more than MOST bytes, or fewer than it
 * declared.
 */
int rejection_of_large_body(struct gantry_error *error, int64_t most);
int rejection_of_short_body(
    struct gantry_error *error, int64_t received, int64_t declared);

/*
 * Add to RECORDS a whole answer to the request that the web server calls
 * NUMBER: PROBLEM's status, its request_id as X-Request-Id if it has one, and
 * PROBLEM as a document.
 */
void rejection_compose(struct gantry_buffer *records, uint16_t number,
    const struct gantry_problem *problem);

/*
 * The HTTP status of a request whose SIZE bytes of parameters exceed a limit,
 * so that more may have been cut off: 414 if most of them are the URI (RFC 9110
 * section 15.5.15), or else 431.
 */
const char *rejection_of_large_params(const char *params, size_t size);

/*
 * Read and discard what the peer still sends, until it closes or for two
 * seconds; a peer that writes into a closed socket may not read its answer.
 */
void rejection_linger(int descriptor);

/*
 * Answer request NUMBER on the socket DESCRIPTOR without reading it: STATUS
 * with the text of ERROR.  The caller closes the socket.
 */
void rejection_send(int descriptor, uint16_t number, const char *status,
    const struct gantry_error *error);

/*
 * End request NUMBER on the socket DESCRIPTOR with STATUS and without an
 * answer.  The caller closes the socket.
 */
void rejection_end(
    int descriptor, uint16_t number, enum record_protocol_status status);

#endif
