#ifndef SERVE_OBSERVE_BACKTRACE_H
#define SERVE_OBSERVE_BACKTRACE_H

#include <stdatomic.h>

#include "serve/stack/stack_record.h"

/*
 * Writing the stack of a thread to the log (log_descriptor).  Functions of the
 * program have their names, unless it was stripped; those that have none have
 * the offset that addr2line(1) takes.
 */

/*
 * Install the signal handlers; once in each process, before its threads.  When
 * a fatal signal hits a thread, *CRASHED becomes its id, and LAST, unless it is
 * NULL, writes to the log what the process has not logged yet.  It runs in the
 * handler.  Each stack is also noted in RECORD, unless that is NULL, for a
 * process that looks up files and lines.
 */
void backtrace_prepare(atomic_int *crashed, void (*last)(int descriptor),
    struct stack_record *record);

/*
 * In a process that was forked from one with handlers: they stay, and write to
 * CRASHED and RECORD.
 */
void backtrace_move(atomic_int *crashed, struct stack_record *record);

/*
 * In each thread: handle fatal signals on a stack of their own, so that an
 * overflow of the thread's stack is logged, too.
 */
void backtrace_prepare_thread(void);

/*
 * Make the thread TID of this process log its stack and continue.  A system
 * call that it waits in may fail with EINTR.
 */
void backtrace_ask(int tid);

#endif
