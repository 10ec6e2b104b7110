/*
 * The comparison of secrets: every byte is looked at, whatever the others are.
 */
#include <stddef.h>
#include <string.h>

#include "base/secret.h"

bool
secret_is_equal(const char *secret, const char *given)
{
	size_t length = strlen(secret), given_length = strlen(given), i;
	/* Nothing below may be left out because its outcome is known. */
	volatile unsigned char difference = length != given_length;

	for (i = 0; i < given_length; i++)
		difference |= (unsigned char)(given[i] ^
		    secret[length > 0 ? i % length : 0]);
	return difference == 0;
}
