#ifndef GATE_TRANSPORT_CGI_H
#define GATE_TRANSPORT_CGI_H

#include "gate/gate.h"
#include "gate/limits.h"

struct cgi_options {
	const struct limits *limits; /* of bodies, and time-outs */
	const char *spool_folder; /* for bodies over 1 MiB */
	void *owner; /* of the functions below */
	/* When the application began, or last told a step or wrote. */
	int64_t (*heartbeat)(void *owner);
	/*
	 * REQUEST is being ended because of DETAIL, by another thread than that
	 * of its application; the process exits next.  Log it.
	 */
	void (*overdue)(
	    void *owner, struct request *request, const char *detail);
};

/*
 * Classic CGI (RFC 3875): one request from the process environment and standard
 * input, the answer on standard output.  The application is called when the
 * body is complete.  Returns 0, or -1 when the answer is broken.  If a time-out
 * passes, the process exits with status 1.
 */
int cgi_serve(struct gate *gate, const struct cgi_options *options);

#endif
