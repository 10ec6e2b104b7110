#ifndef CMD_DEVELOPMENT_CHANGE_H
#define CMD_DEVELOPMENT_CHANGE_H

#include "cmd/development/dev_state.h"

/*
 * Serving what has changed.  What was served before goes on until the new
 * workers are ready, and if they never are.
 */

/* Files have changed.  Reload, or start the program anew. */
void change_begin(struct dev *dev);

/* The reload's answer is readable. */
void change_read_reload(struct dev *dev);

/*
 * The log may have told the result of a reload that this process did not ask
 * for: an application that watches its own files did.
 */
void change_note_reload(struct dev *dev);

/* The log may have said that the new program failed. */
void change_check_upgrade(struct dev *dev);

/* The master was replaced by that of the new program. */
void change_end_upgrade(struct dev *dev);

/* Does a change wait for its result? */
bool change_is_running(const struct dev *dev);

#endif
