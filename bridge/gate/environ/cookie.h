#ifndef GATE_ENVIRON_COOKIE_H
#define GATE_ENVIRON_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The header Cookie, which clients send once and web servers join in three ways
 * when they do not: with "; " as they should (RFC 6265 section 5.4, RFC 9113
 * section 8.2.3), with ";" (h2o), with ", " as other headers (Apache, Caddy).
 */

/* Is it joined as it should be? */
bool cookie_is_joined(const char *cookie);

/*
 * Write COOKIE to TO with "; " between its pairs, and a NUL.  A comma separates
 * pairs if a blank and a name with an equals sign follow; others belong to a
 * value.  With TO NULL nothing is written.  Returns the length.
 */
size_t cookie_join(char *to, const char *cookie);

#endif
