#ifndef SERVE_OBSERVE_BACKTRACE_H
#define SERVE_OBSERVE_BACKTRACE_H

/* Writing the stack of a thread to the log (log_descriptor). */

/* Install the signal handlers; once in each process, before its threads. */
void backtrace_prepare(void);

/*
 * Make the thread TID of this process log its stack and continue.  A system
 * call that it waits in may fail with EINTR.
 */
void backtrace_ask(int tid);

#endif
