#ifndef CMD_SHELL_LINE_HISTORY_H
#define CMD_SHELL_LINE_HISTORY_H

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * The lines that were typed, in a file that only the user may read:
 * $XDG_STATE_HOME/PROGRAM/shell_history, or ~/.local/state/... without the
 * variable.  A line that begins with a blank is not kept, nor one that equals
 * the line before.
 */

#define LINE_HISTORY_MAX 1000

struct line_history {
	char **lines; /* the oldest first */
	size_t count;
	char *path; /* NULL: there is no file */
};

/* Read the file.  What is wrong with it is logged as a warning. */
void line_history_open(struct line_history *history);
void line_history_close(struct line_history *history);

/* Keep LINE, also in the file.  Returns whether it was kept. */
bool line_history_add(struct line_history *history, const char *line);

/*
 * Put LINE into EXPANDED, NUL-terminated.  If it begins with an exclamation
 * mark, an earlier line replaces the first word: "!!" the last one, "!3" the
 * third, "!-2" the last but one, "!GET" the last that begins so.  Returns 1 if
 * it is another line, 0 if not, or -1 with ERROR filled: there is none.
 */
int line_history_expand(const struct line_history *history, const char *line,
    struct gantry_buffer *expanded, struct gantry_error *error);

#endif
