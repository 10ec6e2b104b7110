#ifndef GATE_H
#define GATE_H

#include "gate/environ/forwarded.h"
#include "gate/environ/mount.h"
#include "gate/foreign/foreign_mount.h"
#include "gate/jobs.h"
#include "gate/observer.h"
#include "gate/request.h"
#include "gate/tracer.h"

/*
 * The gate: a request comes in from a transport, is repaired, finds its
 * application, and the answer goes out.  Each thread has a gate of its own,
 * with applications opened for it.
 */

struct gate_options {
	const struct mount *mounts; /* must outlive the gate */
	size_t mount_count;
	bool multithread, multiprocess, run_once; /* for wsgi.* */
	bool requires_available; /* an unavailable application is an error */
	bool debug; /* a failure's answer says what was logged */
	bool mirror_errors; /* repeat errors in the web server's log */
	bool request_id_header; /* each answer has X-Request-Id */
	bool traces; /* trace all requests */
	/*
	 * No other gate of the process has these mounts, so opening and closing
	 * it calls the hooks of the process, too (gate/hooks/process_hooks.h).
	 */
	bool is_alone;
	/* With debug, requests that know it can ask for a trace; or NULL. */
	const char *trace_secret;
	const struct trusted *trusted; /* proxies; NULL: none */
	const char *file_handoff; /* see gantry/contract.h; NULL: none */
	/*
	 * Where CGI and libfcgi capture requests (gate/transport/capture.h);
	 * NULL: nowhere.
	 */
	const char *capture_folder;
};

/* Told that the application of a mount is about to be called. */
struct call_listener {
	void *owner;
	/* Is the request refused for now, with 503?  NULL: none is. */
	bool (*refuses)(void *owner, const struct gantry_environ *environ);
	void (*begins)(void *owner, size_t mount); /* an index; NULL: none */
};

struct gate {
	struct gate_options options;
	void **states; /* parallel to the mounts */
	struct foreign *foreign; /* likewise */
	bool has_begun; /* the hooks of the process were called */
	size_t opened; /* how many applications are open */
	/* The first mount without its data; as many as there are: none. */
	size_t unavailable;
	struct tracer tracer; /* of the request that is served */
	struct observer observer; /* set after gate_open, or left as zeros */
	struct job_runner runner; /* likewise */
	struct call_listener listener; /* likewise */
	const struct development *development; /* likewise; or NULL */
};

/*
 * Open the applications.  Returns 0, or -1 with ERROR filled.  If WARN, an
 * application whose data is unavailable is logged.
 */
int gate_open(struct gate *gate, const struct gate_options *options, bool warn,
    struct gantry_error *error);

/*
 * Open the applications from mount number FROM on again, for a moment.  Returns
 * the number of the first that is still unavailable, or that of the mounts.
 */
size_t gate_find_unavailable(const struct gate_options *options, size_t from);

/* Tell the observer which data each application serves. */
void gate_tell_facts(struct gate *gate);

/* In the thread that owns GATE: before its first request, and after its last.
 */
void gate_begin_thread(const struct gate *gate);
void gate_end_thread(const struct gate *gate);

/* Close the applications; idempotent. */
void gate_close(struct gate *gate);

/*
 * Serve REQUEST, whose environ the transport has filled.  REJECTION is NULL,
 * or says why the transport rejects the request: the client gets a 400 or, for
 * GANTRY_ERROR_LIMIT, a 414 or a 431.  Returns 0, or -1 when the answer is
 * incomplete and the connection must be closed.  Returns GANTRY_DEFERRED when
 * the request waits: call deferred_park with REQUEST->body.deferred, and
 * gate_resume when the request is scheduled.
 */
int gate_serve(struct gate *gate, struct request *request,
    const struct gantry_error *rejection);

/*
 * Go on with a deferred REQUEST, in the thread that owns GATE.  Returns like
 * gate_serve.
 */
int gate_resume(struct gate *gate, struct request *request);

#endif
