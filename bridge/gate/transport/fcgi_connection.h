#ifndef GATE_TRANSPORT_FCGI_CONNECTION_H
#define GATE_TRANSPORT_FCGI_CONNECTION_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/queue.h"
#include "gate/deferred/deferred.h"
#include "gate/request.h"
#include "gate/transport/capture.h"
#include "gate/transport/fcgi_table.h"
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
	FCGI_WAITING, /* deferred: in no thread */
};

struct fcgi_request {
	/* The first member; NEXT is the next that is ready, or in the pool. */
	struct work work;
	struct fcgi_request *next_on_connection; /* begun before this one */
	struct fcgi_request *previous_on_connection;
	struct fcgi_entry entry; /* of the table; it has the id */
	struct fcgi *fcgi;
	enum fcgi_phase phase;
	int64_t since; /* when the phase began, or a part of the body last
			  arrived */
	const struct gate *gate; /* NULL: not being served yet */
	bool keeps; /* the connection stays open afterwards */
	bool is_authorizer;
	bool answered; /* a part of the answer was sent or queued */
	bool ended; /* END_REQUEST was sent or queued */
	atomic_bool abandoned; /* the peer does not want the answer any more */
	/* While it runs: */
	bool waits_for_peer; /* in a write */
	atomic_bool is_overdue; /* the owner was told */
	int64_t progress; /* when it was seen to write; before SINCE: never */
	int64_t seen_written; /* bytes then */
	/*
	 * Once it has waited: its handle, held.  It is deferred before, but
	 * other threads do not know it yet.
	 */
	struct gantry_deferred *deferred;
	int64_t queued; /* bytes of it that were added to PENDING, */
	int64_t queued_end; /* which is FCGI->queued after the last of them */
	struct gantry_buffer params;
	struct queue body;
	struct capture capture; /* if requests are captured */
	int64_t body_declared; /* see environ_content_length */
	int64_t body_length; /* bytes received */
	size_t held; /* bytes of memory that it holds */
	struct gantry_error rejection;
	bool is_rejected;
	struct gantry_buffer out; /* records that were not sent or queued yet */
	size_t record; /* offset in OUT of the open record's header */
	bool record_is_open;
	bool has_stderr; /* a STDERR record was written */
	struct request base; /* what the gate serves */
};

/* The request that contains WORK. */
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
	uint32_t factor; /* of the connections' tables */
	/* Bytes that connections hold of requests and of unsent answers. */
	atomic_int_least64_t held;
	struct deferrals *deferrals; /* NULL: requests cannot be deferred */
};

/* The limits for which a connection is closed. */
enum fcgi_limit {
	FCGI_LIMIT_CONNECTIONS,
	FCGI_LIMIT_REQUESTS, /* connection_requests */
	FCGI_LIMIT_MEMORY, /* receive_memory */
};

/* What the owner of the descriptor does for the connection. */
struct fcgi_port {
	/*
	 * Send as much as the peer takes now, with the lock held.  Returns the
	 * number of bytes, or -1 when the peer went away.  After fewer than
	 * SIZE bytes, the owner calls fcgi_flush when the peer takes more.
	 */
	ssize_t (*send)(void *owner, const void *data, size_t size);
	/*
	 * Wait until the peer takes more, without the lock.  Returns 0, or -1
	 * on a time-out.
	 */
	int (*wait)(void *owner);
	/*
	 * When the thread that has GATE last told a step, or sent; 0: unknown.
	 * May be NULL.
	 */
	int64_t (*heartbeat)(void *owner, const struct gate *gate);
	/* The peer is to see the connection end at once.  May be NULL. */
	void (*cut)(void *owner);
	/* A request that GATE serves exceeded its time-out.  May be NULL. */
	void (*overdue)(void *owner, const struct gate *gate);
	/*
	 * The transport answered REQUEST with STATUS ("504 Gateway Timeout")
	 * instead of the application, or cut its answer.  Called with the lock
	 * held.  May be NULL.
	 */
	void (*rejected)(void *owner, struct request *request,
	    const char *status, int64_t now);
	/*
	 * A deferred request, which is WORK, wants a thread: HERE, the one that
	 * has GATE, or any.  NULL if requests cannot be deferred.
	 */
	void (*schedule)(
	    void *owner, struct work *work, const struct gate *gate, bool here);
	/* A request was ended with FCGI_OVERLOADED, unread.  May be NULL. */
	void (*refused)(void *owner);
	/* The connection is closed because of LIMIT.  May be NULL. */
	void (*limited)(void *owner, enum fcgi_limit limit);
};

struct fcgi {
	pthread_mutex_t lock;
	const struct transport_options *options;
	const struct limits *limits; /* of the options */
	const struct fcgi_port *port;
	void *owner;
	struct fcgi_pool *pool;
	struct record_reader reader;
	struct gantry_buffer
	    content; /* of a short record, until it is complete */
	struct fcgi_request *requests; /* begun and not ended; the newest */
	struct fcgi_request *oldest; /* of them */
	struct fcgi_table table; /* those that the peer has not seen ended */
	struct fcgi_request *current; /* whose record is being read; or NULL */
	struct work **ready_end; /* while bytes are processed */
	unsigned count; /* of the requests */
	unsigned incomplete; /* those of them that are not ready yet */
	/* Those of them that are deferred and wait; changed with the lock. */
	atomic_uint waiting;
	unsigned refused; /* unread, since a request was released */
	size_t held; /* bytes of memory that the requests hold */
	int64_t charged; /* bytes of this connection that the pool knows of */
	unsigned served; /* requests ended since the connection came */
	struct queue pending; /* bytes to be sent when the peer takes more */
	int64_t queued, taken; /* bytes that were added to it and dropped */
	int64_t read_since; /* when the reader began to wait, or fell idle */
	int64_t write_since; /* when the peer last took something */
	bool overloaded; /* its requests get 503 */
	bool is_direct; /* see struct request */
	bool closing; /* close when all is answered and sent */
	bool hung_up; /* the peer sends no more */
	bool lingers; /* the peer may still send: let it close first */
	bool broken; /* close at once */
	bool closed; /* FCGI_CLOSE or FCGI_LINGER was returned */
};

#endif
