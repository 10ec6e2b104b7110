#ifndef SERVE_MASTER_NOTIFY_H
#define SERVE_MASTER_NOTIFY_H

/*
 * Telling the service manager how the master is, by the datagrams that
 * sd_notify(3) describes.  Without NOTIFY_SOCKET in the environment nothing
 * happens.  A message that does not arrive is logged, once.
 */

/*
 * The service is up, and this process is its master (after an upgrade it is
 * another one); STATUS is a line for systemctl status, or NULL.
 */
void notify_ready(const char *status);

void notify_status(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* The configuration is being read anew; notify_ready ends it. */
void notify_reloading(void);

void notify_stopping(void);

/*
 * Keep the watchdog quiet, if there is one for this process (WATCHDOG_USEC and
 * WATCHDOG_PID).  Returns after how many milliseconds this is to be called
 * again, half of the time that it allows, or -1 for never.  Early calls send
 * nothing.
 */
int notify_watchdog(void);

#endif
