/*
 * Requests that another site makes: what the browser says of where they come
 * from, and a token where it says nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/web.h>

#include "base/text/token_list.h"
#include "middleware/cors_origin.h"
#include "middleware/null_arguments.h"
#include "middleware/session/csrf.h"

static int
check_origins(const char *origins, struct gantry_error *error)
{
	const char *origin;
	size_t length;

	while (origins != NULL &&
	    (origin = token_list_next(&origins, &length)) != NULL) {
		if (length == 1 && *origin == '*')
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the trusted origins of GANTRY_CSRF have '*', "
			    "which would trust every site; list them");
		if (cors_origin_check(origin, length, error) == -1)
			return -1;
	}
	return 0;
}

int
gantry_csrf_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_csrf_options *given = options;
	const char *secret;
	struct csrf *csrf;

	if (open_lacks(options, state, __func__, error))
		return -1;
	secret = given->secret;
	if (given->secret_setting != NULL && settings != NULL)
		secret = gantry_settings_get(settings, given->secret_setting);
	if (secret == NULL || *secret == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no secret to sign CSRF tokens with (setting "
		    "'%s'); make one with 'openssl rand -base64 32'",
		    given->secret_setting != NULL ? given->secret_setting : "");
	if (gantry_cookie_secret_check(secret, error) == -1 ||
	    check_origins(given->trusted_origins, error) == -1)
		return -1;
	csrf = calloc(1, sizeof(*csrf));
	if (csrf == NULL)
		return gantry_error_memory(error);
	*csrf = (struct csrf){
		.options = given,
		.secret = secret,
		.name = given->is_insecure ? "csrf" : "__Host-csrf",
	};
	*state = csrf;
	return 0;
}

void
gantry_csrf_close(void *state)
{
	free(state);
}

int
gantry_csrf_process_request(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	if (process_lacks(request, response, state, __func__))
		return -1;
	return csrf_put(request, state);
}

/* RFC 9110 section 9.2.1. */
static bool
is_safe(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 ||
	    strcmp(method, "OPTIONS") == 0 || strcmp(method, "TRACE") == 0;
}

/* Is ORIGIN that of this request? */
static bool
is_own(struct gantry_request *request, const char *origin)
{
	const char *scheme = gantry_request_scheme(request);
	const char *host = gantry_request_host(request);
	const unsigned port = gantry_request_port(request);
	const bool is_default =
	    port == (strcmp(scheme, "https") == 0 ? 443 : 80);
	const char *own;

	if (host == NULL)
		return false;
	own = is_default
	    ? gantry_environ_format(
		  gantry_request_environ(request), "%s://%s", scheme, host)
	    : gantry_environ_format(gantry_request_environ(request),
		  "%s://%s:%u", scheme, host, port);
	return own != NULL && strcasecmp(own, origin) == 0;
}

static bool
is_trusted(const struct csrf *csrf, const char *origin)
{
	const char *list = csrf->options->trusted_origins;

	return origin != NULL && list != NULL && token_list_has(list, origin);
}

static int
check_site(struct gantry_request *request, const struct csrf *csrf,
    const char *site, const char *origin)
{
	if (strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0 ||
	    is_trusted(csrf, origin))
		return 0;
	return csrf_fail(request, "csrf_cross_site",
	    "The request comes from another site, as Sec-Fetch-Site says.");
}

static int
check_origin(
    struct gantry_request *request, const struct csrf *csrf, const char *origin)
{
	if (is_own(request, origin) || is_trusted(csrf, origin))
		return 0;
	return csrf_fail(request, "csrf_origin",
	    "The request comes from another origin, as Origin says.");
}

int
gantry_csrf_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const struct csrf *csrf = state;
	const char *site, *origin;

	if (process_lacks(request, response, state, __func__))
		return -1;
	if (is_safe(gantry_request_method(request)))
		return 0;
	site = gantry_request_header(request, "Sec-Fetch-Site");
	origin = gantry_request_header(request, "Origin");
	if (site != NULL && check_site(request, csrf, site, origin) == -1)
		return -1;
	if (site == NULL && origin != NULL &&
	    check_origin(request, csrf, origin) == -1)
		return -1;
	if (csrf->options->requires_token || (site == NULL && origin == NULL))
		return csrf_check_token(request, csrf);
	return 0;
}
