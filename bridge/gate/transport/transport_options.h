#ifndef GATE_TRANSPORT_OPTIONS_H
#define GATE_TRANSPORT_OPTIONS_H

#include "gate/limits.h"

/* What every transport is configured with.  What is pointed to must live. */

struct transport_options {
	const struct limits *limits;
	unsigned workers; /* with these limits, at most */
	bool authorizes; /* an application takes the role of an Authorizer */
	bool keeps_received; /* variables as they were sent, for a trace */
	const char *capture_folder; /* to keep requests in; NULL: none are */
	const char *spool_folder; /* for bodies and answers over 1 MiB */
};

#endif
