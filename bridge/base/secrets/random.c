/*
 * Random bytes and tokens, from the kernel.
 */
#include <errno.h>
#include <sys/random.h>

#include "base/null.h"
#include "base/secret.h"
#include "gantry/secrets.h"

#define TOKEN_MIN     16
#define TOKEN_DEFAULT 32
#define TOKEN_MAX     1024

int
gantry_random_bytes(void *data, size_t size, struct gantry_error *error)
{
	char *at = data;
	ssize_t count;

	if (null_error(data, __func__, "data", error))
		return -1;
	while (size > 0) {
		count = getrandom(at, size, 0);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1)
			return gantry_error_system(
			    error, "cannot get random bytes");
		at += count;
		size -= (size_t)count;
	}
	return 0;
}

int
gantry_random_token(
    struct gantry_buffer *buffer, size_t size, struct gantry_error *error)
{
	unsigned char bytes[TOKEN_MAX];

	if (null_error(buffer, __func__, "buffer", error))
		return -1;
	if (size == 0)
		size = TOKEN_DEFAULT;
	if (size < TOKEN_MIN || size > TOKEN_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a token of %zu bytes: it has from %d, so that nobody can "
		    "guess it, to %d",
		    size, TOKEN_MIN, TOKEN_MAX);
	if (gantry_random_bytes(bytes, size, error) == -1)
		return -1;
	if (gantry_base64url_encode(buffer, bytes, size) == -1)
		return gantry_error_memory(error);
	return 0;
}

bool
gantry_secret_is_equal(const char *secret, const char *given)
{
	if (null_given(secret, __func__, "secret") ||
	    null_given(given, __func__, "given"))
		return false;
	return secret_is_equal(secret, given);
}
