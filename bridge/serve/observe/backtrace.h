#ifndef SERVE_OBSERVE_BACKTRACE_H
#define SERVE_OBSERVE_BACKTRACE_H

/* Where a thread is: its stack, written to the log (log_descriptor). */

/* Once in each process, before its threads: the signals' handlers. */
void backtrace_prepare(void);

/*
 * Let the thread TID of this process write its stack.  It goes on afterwards;
 * a call in which it waits may end with EINTR.
 */
void backtrace_ask(int tid);

#endif
