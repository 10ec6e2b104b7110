#ifndef CACHE_INTERRUPTION_H
#define CACHE_INTERRUPTION_H

/*
 * What a program removes when it is interrupted by SIGHUP, SIGINT or SIGTERM.
 * All functions may be called from any thread.
 */

/* How many paths can be kept at once; further ones are not removed. */
#define INTERRUPTION_PATHS 4

/*
 * Handle these signals from now on.  A signal removes what is kept, and then
 * ends the program as before.  Signals that are ignored stay ignored.
 */
void interruption_prepare(void);

/*
 * Let the signals wait in this thread while a file is made and kept, and no
 * longer.
 */
void interruption_hold(void);
void interruption_release(void);

/*
 * Keep PATH, a file or an empty folder, which is not copied.  Those that are
 * kept last are removed first.
 */
void interruption_keep(const char *path);

/* Forget PATH, the same pointer, before it is freed; safe if it is not kept. */
void interruption_forget(const char *path);

#endif
