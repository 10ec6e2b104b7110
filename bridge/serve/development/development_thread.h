#ifndef SERVE_DEVELOPMENT_DEVELOPMENT_THREAD_H
#define SERVE_DEVELOPMENT_DEVELOPMENT_THREAD_H

#include "gate/gate.h"
#include "serve/development/development_options.h"
#include "serve/development/masks.h"
#include "serve/development/stack.h"

/* The state of a thread of a worker of gantry dev, shared by its files. */

struct development_thread {
	const struct development_options *options;
	struct masks masks;
	struct development hooks; /* of the gate */
	/* Tells that the process is to be replaced; set after attaching. */
	void (*crashed)(void *owner);
	void *crashed_owner;
	int lines; /* where the lines of requests go; -1: nowhere */
	/* Of the request that is served: */
	bool is_own; /* it asks for a page of the development server */
	bool is_refused; /* it names a strange host */
	bool has_failed;
	struct stack stack; /* of its first error, or its crash */
	struct gantry_buffer page; /* that was sent; empty: none */
	struct gantry_buffer change; /* see DEVELOPMENT_FAILURE */
};

#endif
