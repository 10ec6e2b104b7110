#ifndef CMD_DOCTOR_PROBE_H
#define CMD_DOCTOR_PROBE_H

/*
 * Ask the inspect application at URL, through the web server, and print what is
 * wrong with the web server's configuration, and how to correct it.  Returns 0
 * when nothing is, 1 when something is, 2 for what is no URL.
 */
int probe_run(const char *url);

#endif
