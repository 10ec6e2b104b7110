#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>

/*
 * Are SECRET and GIVEN the same?  The time that it takes depends on GIVEN's
 * length alone.
 */
bool secret_is_equal(const char *secret, const char *given);

#endif
