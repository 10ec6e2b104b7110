#ifndef CMD_DOCTOR_PROBE_H
#define CMD_DOCTOR_PROBE_H

/*
 * Send requests to the application inspect at URL, through the web server, and
 * print what is wrong with the web server's configuration and how to correct
 * it.  Returns the exit status: 0 when nothing is wrong, 1 when something is, 2
 * when URL is not valid.
 */
int probe_run(const char *url);

#endif
