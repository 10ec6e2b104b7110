#ifndef TRANSFER_ED25519_H
#define TRANSFER_ED25519_H

#include <gantry/buffer.h>
#include <gantry/error.h>

/* Signatures of manifests by Ed25519 (RFC 8032), with keys in PEM files. */

/*
 * Append to TEXT the line "signature BASE64" of all that is in it, by the
 * private key in the file PATH.  Returns 0 or -1.
 */
int ed25519_sign(
    struct gantry_buffer *text, const char *path, struct gantry_error *error);

/*
 * Does TEXT consist of SIGNED_LENGTH bytes and the line with their signature by
 * the private key of the public key in the file PATH?  Returns 0, or -1 with
 * ERROR.
 */
int ed25519_verify(const struct gantry_buffer *text, size_t signed_length,
    const char *path, struct gantry_error *error);

#endif
