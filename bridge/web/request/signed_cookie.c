/*
 * Signed cookies that a client sends.
 */
#include <time.h>

#include <gantry/clock.h>

#include "base/null.h"
#include "gantry/web.h"
#include "web/request/cookies.h"
#include "web/types/sign.h"

int
gantry_cookie_secret_check(const char *secret, struct gantry_error *error)
{
	if (null_error(secret, __func__, "secret", error))
		return -1;
	return sign_check_keys(secret, error);
}

const char *
gantry_request_signed_cookie(
    struct gantry_request *request, const char *name, const char *secret)
{
	const char *at, *text, *value = NULL;
	struct gantry_error error;

	if (request_lacks(request, name, __func__, "name") ||
	    request_lacks(request, secret, __func__, "secret"))
		return NULL;
	at = cookies_header(request);
	if (sign_check_keys(secret, &error) == -1) {
		gantry_errors_printf(
		    gantry_environ_wsgi(request->environ)->errors,
		    "the signed cookie %.64s: %s", name, error.text);
		return NULL;
	}
	while (value == NULL && (text = cookies_next(request, &at, name)))
		value = sign_open(request->environ, name, text, secret,
		    gantry_clock_seconds());
	return value;
}
