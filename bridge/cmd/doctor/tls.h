#ifndef CMD_DOCTOR_TLS_H
#define CMD_DOCTOR_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/types.h>

#include "gantry/error.h"

/*
 * TLS for the HTTP client.  libssl is loaded when the first https:// URL needs
 * it, so that no other command, above all a CGI program, starts slower.
 */

struct tls_options {
	const char *ca_file; /* trusted certificates; NULL: the system's */
	bool insecure; /* do not verify the server's certificate */
};

/* What connections have in common. */
struct tls_client;

/* Load libssl and the certificates.  NULL with ERROR filled on failure. */
struct tls_client *tls_client_new(
    const struct tls_options *options, struct gantry_error *error);

/* CLIENT may be NULL. */
void tls_client_free(struct tls_client *client);

struct tls;

/*
 * Begin TLS on the connected socket DESCRIPTOR, which stays the caller's, with
 * the server HOST, a name or an address, whose certificate is verified.  NULL
 * with ERROR filled on failure.
 */
struct tls *tls_open(struct tls_client *client, int descriptor,
    const char *host, struct gantry_error *error);
void tls_close(struct tls *tls);

/* As recv(2) and send(2); an error may also end the connection. */
ssize_t tls_read(struct tls *tls, void *data, size_t size);
ssize_t tls_write(struct tls *tls, const void *data, size_t size);

#endif
