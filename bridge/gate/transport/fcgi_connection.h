#ifndef GATE_TRANSPORT_FCGI_CONNECTION_H
#define GATE_TRANSPORT_FCGI_CONNECTION_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/queue.h"
#include "gate/request.h"
#include "gate/transport/capture.h"
#include "gate/transport/transport_options.h"
#include "gate/work.h"
#include "wire/reader.h"

/*
 * The state of one FastCGI connection and of the requests multiplexed on it,
 * for the files of this transport.  gate/transport/fcgi.h says how it is used.
 */

struct fcgi;
struct gate;

enum fcgi_phase {
	FCGI_PARAMS, /* the parameters are coming */
	FCGI_BODY, /* so is the body */
	FCGI_READY, /* waiting for a thread */
	FCGI_RUNNING,
};

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
	atomic_bool gone; /* nobody waits for an answer any more */
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
	bool has_stderr; /* a STDERR record was written */
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

/* What the owner of the descriptor does for the connection. */
struct fcgi_port {
	/*
	 * Send what the peer takes now, with the lock held.  Returns how many
	 * bytes, fewer than SIZE if fcgi_flush is to follow, or -1: it left.
	 */
	ssize_t (*send)(void *owner, const void *data, size_t size);
	/*
	 * Wait until the peer takes more, without the lock.  Returns 0, or -1
	 * when it does not in time.
	 */
	int (*wait)(void *owner);
	/* A request that GATE serves outlived its time-out.  May be NULL. */
	void (*overdue)(void *owner, const struct gate *gate);
	/*
	 * REQUEST was answered with STATUS ("504 Gateway Timeout") in its
	 * application's place, with the lock held.  May be NULL.
	 */
	void (*rejected)(void *owner, struct request *request,
	    const char *status, int64_t now);
};

struct fcgi {
	pthread_mutex_t lock;
	const struct transport_options *options;
	const struct limits *limits; /* of the options */
	const struct fcgi_port *port;
	void *owner;
	struct fcgi_pool *pool;
	struct record_reader reader;
	struct gantry_buffer content; /* of a short record, until it is whole */
	struct fcgi_request *requests; /* begun and not ended */
	struct fcgi_request *current; /* whose record is read; NULL: nobody's */
	unsigned count; /* of the requests */
	unsigned served; /* requests ended since the connection came */
	struct queue pending; /* bytes that the peer did not take yet */
	int64_t read_since; /* when the reader began to wait, or fell idle */
	int64_t write_since; /* when the peer last took something */
	bool overloaded; /* its requests get 503 */
	bool closing; /* to be closed when all is answered and sent */
	bool hung_up; /* the peer sends no more */
	bool lingers; /* the peer may still send: let it close first */
	bool broken; /* to be closed at once */
	bool closed; /* FCGI_CLOSE or FCGI_LINGER was returned */
};

#endif
