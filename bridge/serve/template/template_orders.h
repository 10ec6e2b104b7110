#ifndef SERVE_TEMPLATE_ORDERS_H
#define SERVE_TEMPLATE_ORDERS_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * What the master and a template process (template.h) tell each other: the
 * master orders workers, with the descriptors that each of them gets, and each
 * worker reports its start itself.  The kernel says which process has sent a
 * report, so a template that was taken over cannot name another one.
 */

/* What a worker gets from the master (struct worker_options). */
enum {
	TEMPLATE_RELAY,
	TEMPLATE_HANDOVER,
	TEMPLATE_TRANSFER,
	TEMPLATE_PAGE,
	TEMPLATE_DESCRIPTORS,
};

struct template_order {
	unsigned slot; /* of the worker */
	int descriptors[TEMPLATE_DESCRIPTORS];
};

struct template_report {
	unsigned slot; /* whatever the sender says */
	bool has_failed; /* there is no such worker */
	pid_t process; /* that has sent it */
};

/*
 * The ends of the master, which never waits, and of the template.  Returns 0,
 * or -1 with errno set.
 */
int template_orders_open(int ends[2]);

/* In the master.  Returns 0, or -1 with errno set; it keeps the descriptors. */
int template_orders_send(int end, const struct template_order *order);

/*
 * In the template: wait for the next.  Returns 1; 0: the master wants no more;
 * or -1 with errno set: the order could not be taken, its slot is known if it
 * is not UINT_MAX.
 */
int template_orders_receive(int end, struct template_order *order);

void template_order_close(struct template_order *order);

/* In a new worker; or in the template if HAS_FAILED.  Returns 0 or -1. */
int template_report_send(int end, unsigned slot, bool has_failed);

/* In the master.  Returns 1, or 0: there is none now. */
int template_report_receive(int end, struct template_report *report);

#endif
