#ifndef GATE_WORK_H
#define GATE_WORK_H

/*
 * A task for a thread, as an item of a queue.  It is embedded in the object
 * that it works on, so queueing allocates nothing.
 */

struct work {
	struct work *next;
	/* THREAD is whatever the owner of the queue calls its threads. */
	void (*run)(struct work *work, void *thread);
};

#endif
