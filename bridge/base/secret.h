#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>

/* Are SECRET and GIVEN equal?  The time depends only on the length of GIVEN. */
bool secret_is_equal(const char *secret, const char *given);

#endif
