#ifndef GATE_WORK_H
#define GATE_WORK_H

/*
 * Something for a thread to do, as an item of a queue.  It is embedded in what
 * the work is about, so queueing allocates nothing.
 */

struct work {
	struct work *next;
	/* THREAD is whatever the owner of the queue calls its threads. */
	void (*run)(struct work *work, void *thread);
};

#endif
