#ifndef SERVE_STACK_REPORT_H
#define SERVE_STACK_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "serve/sandbox/privileges.h"
#include "serve/stack/stack_record.h"

/*
 * Logging the stacks of workers with files and lines.  A child of the master
 * looks each of them up.  Debug information may be huge or hostile, so the
 * child runs as the user of the workers, in a sandbox in which it can only read
 * files, with limits of time and memory; and the master takes lines of text
 * from it, nothing else.
 */

/* At a time; the stacks of further workers are not looked up. */
#define STACK_REPORTS 4

struct stack_report {
	pid_t child; /* 0: it was reaped */
	int output; /* a pipe; -1: there is no report */
	int64_t deadline; /* clock_milliseconds() */
	pid_t worker;
	int tid; /* of the thread */
	bool complete; /* the child said so */
	unsigned lines; /* logged */
	size_t length;
	char line[1024]; /* not complete yet */
};

struct stack_reports {
	/* Also gets each line; or NULL. */
	void (*heard)(
	    void *owner, const struct stack_report *report, const char *line);
	void *owner;
	struct stack_report reports[STACK_REPORTS];
};

/* HEARD may be NULL. */
void stack_reports_init(struct stack_reports *reports,
    void (*heard)(
	void *owner, const struct stack_report *report, const char *line),
    void *owner);

/* Kill the children; idempotent. */
void stack_reports_clear(struct stack_reports *reports);

/*
 * Start a report of STACK, of a thread of WORKER.  PRIVILEGES may be NULL.
 * Returns its number, or -1: too many run, or no process could be started.
 */
int stack_reports_start(struct stack_reports *reports,
    const struct thread_stack *stack, pid_t worker,
    const struct privileges *privileges);

/* The pipe to wait for, of the report with this NUMBER. */
int stack_reports_descriptor(const struct stack_reports *reports, int number);

/* Log what the report NUMBER has said; never waits. */
void stack_reports_read(struct stack_reports *reports, int number);

/* Kill what has run for too long. */
void stack_reports_check(struct stack_reports *reports);

/* CHILD has ended.  False: it made no report. */
bool stack_reports_reap(struct stack_reports *reports, pid_t child);

/* How many reports are not complete? */
unsigned stack_reports_count(const struct stack_reports *reports);

#endif
