#ifndef SERVE_MASTER_NOTIFY_H
#define SERVE_MASTER_NOTIFY_H

#include <sys/types.h>

/*
 * Notifying the service manager with the datagrams of sd_notify(3).  Without
 * NOTIFY_SOCKET in the environment nothing happens.  The first failure is
 * logged.
 */

/*
 * The service is ready, and this process is its main process.  STATUS is a line
 * for systemctl status, or NULL.
 */
void notify_ready(const char *status);

/*
 * The process PROCESS, of which the manager may not know yet, replaces this
 * one.  A manager that hears only the main process (NotifyAccess=main) believes
 * this one, and PROCESS from then on.
 */
void notify_replaced_by(pid_t process);

void notify_status(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* A reload begins; notify_ready ends it. */
void notify_reloading(void);

void notify_stopping(void);

/*
 * Send the keep-alive of the watchdog, if this process has one (WATCHDOG_USEC
 * and WATCHDOG_PID) and it is due.  Returns the milliseconds until the next
 * call, half of what the watchdog allows, or -1 without a watchdog.
 */
int notify_watchdog(void);

#endif
