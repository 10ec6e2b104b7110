#ifndef GATE_ENVIRON_COOKIE_H
#define GATE_ENVIRON_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The header Cookie.  If a client repeats it, web servers join the values with
 * "; " (RFC 6265 section 5.4, RFC 9113 section 8.2.3), with ";" (h2o), or with
 * ", " like other headers (Apache, Caddy).
 */

/* Does COOKIE have "; " between its pairs? */
bool cookie_is_joined(const char *cookie);

/*
 * Write COOKIE to TO with "; " between its pairs, and a NUL.  A comma separates
 * pairs if a blank and a name with an equals sign follow; others belong to a
 * value.  With TO NULL nothing is written.  Returns the length.
 */
size_t cookie_join(char *to, const char *cookie);

#endif
