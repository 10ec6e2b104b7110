/*
 * Signed cookies that a client sends.  Apart from the others, since only who
 * asks for them needs a library that signs.
 */
#include <time.h>

#include "web/request/cookies.h"
#include "web/types/sign.h"

const char *
gantry_request_signed_cookie(
    struct gantry_request *request, const char *name, const char *secret)
{
	const char *at = cookies_sent(request), *text, *value = NULL;

	while (value == NULL && (text = cookies_next(request, &at, name)))
		value =
		    sign_open(request->environ, name, text, secret, time(NULL));
	return value;
}
