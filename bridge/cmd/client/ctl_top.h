#ifndef CMD_CLIENT_CTL_TOP_H
#define CMD_CLIENT_CTL_TOP_H

/*
 * Show the status of the gantry at the socket PATH again each second until q is
 * pressed; once, if standard output is no terminal.  Returns the exit status.
 */
int ctl_top(const char *path);

#endif
