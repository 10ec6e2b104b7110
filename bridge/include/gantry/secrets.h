#ifndef GANTRY_SECRETS_H
#define GANTRY_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Passwords, random tokens and base64url.  All functions may be called in any
 * thread, in a worker with a sandbox as well.
 */

/* --- Passwords (OWASP Password Storage Cheat Sheet) --- */

/* A password has at most so many bytes. */
#define GANTRY_PASSWORD_MAX 511

/*
 * Append a hash of PASSWORD, to be stored: "$7$..." (crypt(5)), 80 characters.
 * It is made with scrypt (RFC 7914): N=2^14, r=8, p=5, and a random salt of 132
 * bits.  That takes 16 MiB of memory and about a tenth of a second.  A password
 * is bytes; one that users type should be UTF-8.
 *
 * Returns 0, or -1 with ERROR: GANTRY_ERROR_INPUT if PASSWORD is empty,
 * GANTRY_ERROR_LIMIT if it is too long, GANTRY_ERROR_UNAVAILABLE if libcrypt
 * cannot be loaded, GANTRY_ERROR_MEMORY.
 */
int gantry_password_hash(struct gantry_buffer *buffer, const char *password,
    struct gantry_error *error);

/*
 * Return whether HASH is one of PASSWORD.  HASH may be of these kinds: "$7$"
 * (scrypt), "$y$" (yescrypt), "$2b$", "$2y$" and "$2a$" (bcrypt, of which only
 * the first 72 bytes of a password count), "$6$" and "$5$" (SHA-2).
 *
 * Pass a HASH of NULL for a user who does not exist: the function then takes as
 * long as for a hash of gantry_password_hash and returns false, so that the
 * time does not tell which users exist.
 *
 * If the password is wrong, the code of ERROR is GANTRY_ERROR_NONE.  Otherwise
 * the function returns false with GANTRY_ERROR_INPUT if HASH is of another kind
 * or malformed; GANTRY_ERROR_LIMIT if it asks for more than 128 MiB or for far
 * more time than is usual; GANTRY_ERROR_UNAVAILABLE; or GANTRY_ERROR_MEMORY.
 */
bool gantry_password_verify(
    const char *password, const char *hash, struct gantry_error *error);

/*
 * Return whether HASH is weaker than, or of another kind than, what
 * gantry_password_hash makes now.  Ask after a login, when the password is
 * known, and store a new hash.
 */
bool gantry_password_needs_rehash(const char *hash);

/* --- Random values and comparison --- */

/*
 * Fill SIZE bytes at DATA with random ones that nobody can guess: those of
 * getrandom(2).  Returns 0, or -1 with GANTRY_ERROR_SYSTEM.
 */
int gantry_random_bytes(void *data, size_t size, struct gantry_error *error);

/*
 * Append a random token of SIZE bytes in base64url, for links, cookies and
 * keys: 16 to 1024 bytes; 0: 32, which are 256 bits and 43 characters.  Returns
 * 0, or -1 with GANTRY_ERROR_INPUT for another SIZE, GANTRY_ERROR_SYSTEM or
 * GANTRY_ERROR_MEMORY.
 */
int gantry_random_token(
    struct gantry_buffer *buffer, size_t size, struct gantry_error *error);

/*
 * Return whether GIVEN, from a client, is SECRET.  The time depends only on the
 * length of GIVEN, so that it does not tell how much of it is right.
 */
bool gantry_secret_is_equal(const char *secret, const char *given);

/* --- base64url (RFC 4648 section 5) --- */

/* Append SIZE bytes at DATA, without padding.  Returns 0 or -1. */
int gantry_base64url_encode(
    struct gantry_buffer *buffer, const void *data, size_t size);

/*
 * Append the bytes that LENGTH characters at TEXT encode.  Strict: characters
 * outside of the alphabet, padding, white space, a length that nothing has, and
 * bits at the end that are not zero are GANTRY_ERROR_INPUT; then nothing is
 * appended.  Returns 0 or -1.
 */
int gantry_base64url_decode(struct gantry_buffer *buffer, const char *text,
    size_t length, struct gantry_error *error);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
