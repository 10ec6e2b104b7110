#ifndef CMD_SHELL_LINE_COMPLETION_H
#define CMD_SHELL_LINE_COMPLETION_H

#include "cmd/shell/line/line_editor.h"
#include "cmd/shell/shell.h"

/*
 * What can stand at the end of LINE, where the cursor is: commands and methods,
 * paths of routes, parameters and headers of the route, settings, files.  OWNER
 * is the shell.
 */
void line_completion_fill(
    void *owner, const char *line, struct completions *completions);

/* The command that LINE has, past "expect 404" and "10x", which take one. */
const char *line_completion_command(const char *line);

#endif
