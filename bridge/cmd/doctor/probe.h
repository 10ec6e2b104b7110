#ifndef CMD_DOCTOR_PROBE_H
#define CMD_DOCTOR_PROBE_H

struct tls_options;

/*
 * Send requests to the application inspect at URL, through the web server, and
 * print what is wrong with the web server's configuration and how to correct
 * it.  TLS is for https.  Returns the exit status: 0 when nothing is wrong, 1
 * when something is, 2 when URL or TLS is not valid.
 */
int probe_run(const char *url, const struct tls_options *tls);

#endif
