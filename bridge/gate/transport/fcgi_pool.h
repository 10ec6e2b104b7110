#ifndef GATE_TRANSPORT_FCGI_POOL_H
#define GATE_TRANSPORT_FCGI_POOL_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/queue.h"
#include "gate/request.h"
#include "gate/transport/capture.h"
#include "gate/transport/options.h"
#include "gate/work.h"

/*
 * Requests with their memory, used again and again: a connection has one only
 * while a request is under way, so that idle connections cost little.
 */

enum fcgi_phase {
	FCGI_PARAMS, /* the parameters are coming */
	FCGI_BODY, /* so is the body */
	FCGI_READY, /* waiting for a thread */
	FCGI_RUNNING,
};

struct fcgi;
struct gate;

struct fcgi_request {
	struct work
	    work; /* the first; NEXT is the next ready, or in the pool */
	struct fcgi_request *sibling; /* the next of the same connection */
	struct fcgi *fcgi;
	uint16_t id;
	enum fcgi_phase phase;
	int64_t since; /* when the phase began or, of a body, last moved */
	const struct gate *gate; /* that serves it; NULL: not yet */
	bool keeps; /* the connection stays open afterwards */
	bool is_authorizer;
	bool answered; /* a part of the answer is on its way */
	bool ended; /* END_REQUEST is on its way */
	atomic_bool gone; /* no one waits for an answer any more */
	struct gantry_buffer params;
	struct queue body;
	struct capture capture; /* if the requests are to be kept */
	int64_t body_declared; /* CONTENT_LENGTH, or LENGTH_UNKNOWN */
	int64_t body_length; /* bytes received */
	struct gantry_error rejection;
	bool is_rejected;
	struct gantry_buffer out; /* records that were not handed on yet */
	size_t record; /* where in OUT the open record's header is */
	bool record_is_open;
	bool has_stderr; /* that stream was begun */
	struct request base; /* what the gate serves */
};

/* The request that WORK is the work of. */
static inline struct fcgi_request *
fcgi_request_of(struct work *work)
{
	return (struct fcgi_request *)work;
}

struct fcgi_pool {
	pthread_mutex_t lock;
	struct work *first;
	size_t count;
	const struct transport_options *options;
	const struct transport *transport;
};

/* OPTIONS must outlive the pool; its connections take theirs from here. */
void fcgi_pool_init(
    struct fcgi_pool *pool, const struct transport_options *options);
void fcgi_pool_clear(struct fcgi_pool *pool);

/* A request as new, or NULL when memory ran out. */
struct fcgi_request *fcgi_pool_get(struct fcgi_pool *pool);

/* Give it back. */
void fcgi_pool_put(struct fcgi_pool *pool, struct fcgi_request *request);

#endif
