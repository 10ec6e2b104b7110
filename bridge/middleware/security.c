/*
 * Security headers for browsers.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/null_arguments.h"

#define POLICY "default-src 'none'; frame-ancestors 'none'"

/* Set NAME unless it is set.  NULL stands for FALLBACK, "" sets nothing. */
static int
put(struct gantry_response *response, const char *name, const char *value,
    const char *fallback)
{
	if (value == NULL)
		value = fallback;
	if (*value == '\0' ||
	    gantry_response_get_header(response, name) != NULL)
		return 0;
	return gantry_response_header(response, name, value);
}

static int
put_transport(struct gantry_request *request, struct gantry_response *response,
    const struct gantry_security_options *options)
{
	const char *value;

	if (options->hsts_max_age <= 0 ||
	    strcmp(gantry_request_scheme(request), "https") != 0)
		return 0;
	value = gantry_environ_format(gantry_request_environ(request),
	    "max-age=%lld%s", (long long)options->hsts_max_age,
	    options->hsts_subdomains ? "; includeSubDomains" : "");
	if (value == NULL)
		return -1;
	return put(response, "Strict-Transport-Security", value, "");
}

int
gantry_security_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	static const struct gantry_security_options defaults = { 0 };
	const struct gantry_security_options *options =
	    state != NULL ? state : &defaults;

	(void)succeeded;
	if (process_lacks(request, response, request, __func__))
		return -1;
	if (put(response, "X-Content-Type-Options", NULL, "nosniff") == -1 ||
	    put(response, "Content-Security-Policy",
		options->content_security_policy, POLICY) == -1 ||
	    put(response, "Referrer-Policy", options->referrer_policy,
		"same-origin") == -1 ||
	    put(response, "X-Frame-Options", options->frame_options, "DENY") ==
		-1 ||
	    put(response, "Cross-Origin-Opener-Policy", options->opener_policy,
		"same-origin") == -1)
		return -1;
	return put_transport(request, response, options);
}
