#ifndef CMD_CLIENT_TOP_H
#define CMD_CLIENT_TOP_H

/*
 * Show the status of the gantry at the control socket PATH until q is pressed;
 * once, if standard output is not a terminal.  Returns the exit status.
 */
int top_show(const char *path);

#endif
