/*
 * The comparison of secrets in constant time: it looks at every byte.
 */
#include <stddef.h>
#include <string.h>

#include "base/secret.h"

bool
secret_is_equal(const char *secret, const char *given)
{
	size_t length = strlen(secret), given_length = strlen(given), i;
	/* Volatile: the compiler must not stop at the first difference. */
	volatile unsigned char difference = length != given_length;

	for (i = 0; i < given_length; i++)
		difference |= (unsigned char)(given[i] ^
		    secret[length > 0 ? i % length : 0]);
	return difference == 0;
}
