#ifndef SERVE_WORKER_LOOP_OPTIONS_H
#define SERVE_WORKER_LOOP_OPTIONS_H

#include "gate/gate.h"
#include "gate/transport/transport_options.h"
#include "serve/development/development_options.h"
#include "serve/observe/master_page.h"
#include "serve/observe/request_observer.h"
#include "serve/sandbox/privileges.h"
#include "serve/sandbox/sandbox.h"
#include "serve/socket/listener.h"
#include "serve/worker/transports.h"

/* What an event loop is configured with.  What is pointed to must outlive it.
 */

struct loop_options {
	const struct gate_options *gate;
	struct listeners *listeners;
	unsigned threads;
	enum transport_kind transport;
	const struct transport_options *transport_options;
	const struct privileges *privileges; /* of workers; NULL: unchanged */
	const struct sandbox_options *sandbox; /* NULL: none */
	enum crash_limit_kind crash_limit; /* refuse what the master says */
	int64_t max_requests; /* then wake the main thread; 0: never */
	struct request_observer_options observer; /* page and logs */
	const struct development_options *development; /* NULL: none */
	const struct master_page *master; /* has the states of jobs */
	const struct master_page_pool *pool; /* of this worker, there */
	int wake; /* a byte written here wakes the master */
	int transfer; /* connections to and from it (connection_transfer.h) */
};

#endif
