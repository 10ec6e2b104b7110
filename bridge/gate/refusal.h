#ifndef GATE_REFUSAL_H
#define GATE_REFUSAL_H

#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * Add to RECORDS a whole answer to request REQUEST_ID: STATUS ("503 Service
 * Unavailable") and a problem document that says DETAIL.
 */
void refusal_compose(struct gantry_buffer *records, uint16_t request_id,
    const char *status, const char *detail);

/* The status of an answer to what ERROR says is wrong with a request. */
const char *refusal_status(const struct gantry_error *error);

/*
 * Answer request REQUEST_ID on the socket DESCRIPTOR without reading it: 431
 * for GANTRY_ERROR_LIMIT, else 400, and what ERROR says.  The caller closes the
 * socket.
 */
void refusal_send(
    int descriptor, uint16_t request_id, const struct gantry_error *error);

#endif
