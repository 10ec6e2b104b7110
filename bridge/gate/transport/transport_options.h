#ifndef GATE_TRANSPORT_OPTIONS_H
#define GATE_TRANSPORT_OPTIONS_H

#include "gate/limits.h"

/*
 * The configuration of every transport.  What the pointers point to must
 * outlive the transport.
 */

struct transport_options {
	const struct limits *limits;
	unsigned workers; /* the maximum number of workers with these limits */
	bool authorizes; /* an application is an Authorizer */
	bool keeps_received; /* keep variables as they were sent, for a trace */
	const char *capture_folder; /* NULL: do not capture requests */
	const char *spool_folder; /* for bodies and answers over 1 MiB */
};

#endif
