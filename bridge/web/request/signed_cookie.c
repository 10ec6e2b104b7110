/*
 * Signed cookies that a client sends.  They have a file of their own, so that
 * only programs that use them link libcrypto.
 */
#include <time.h>

#include "web/request/cookies.h"
#include "web/types/sign.h"

const char *
gantry_request_signed_cookie(
    struct gantry_request *request, const char *name, const char *secret)
{
	const char *at = cookies_header(request), *text, *value = NULL;

	while (value == NULL && (text = cookies_next(request, &at, name)))
		value =
		    sign_open(request->environ, name, text, secret, time(NULL));
	return value;
}
