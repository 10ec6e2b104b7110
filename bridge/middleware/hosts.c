/*
 * Allowed hosts.  A web server's default server accepts any Host, so without
 * this check the client decides what URLs in responses and cache keys contain.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/web.h>

#include "base/text/token_list.h"
#include "middleware/null_arguments.h"

int
gantry_hosts_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_hosts_options *given = options;
	const char *hosts;

	if (open_lacks(options, state, __func__, error))
		return -1;
	hosts = given->hosts;
	if (given->hosts_setting != NULL && settings != NULL)
		hosts = gantry_settings_get(settings, given->hosts_setting);
	if (hosts == NULL || *hosts == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no host is allowed; list the hosts, or use '*' for any");
	*state = strdup(hosts);
	return *state != NULL ? 0 : gantry_error_memory(error);
}

void
gantry_hosts_close(void *state)
{
	free(state);
}

/* Does the pattern of LENGTH bytes allow HOST? */
static bool
is_allowed(const char *host, const char *pattern, size_t length)
{
	size_t host_length = strlen(host);

	if (length == 1 && *pattern == '*')
		return true;
	if (*pattern != '.')
		return host_length == length &&
		    strncasecmp(host, pattern, length) == 0;
	if (host_length >= length &&
	    strncasecmp(host + host_length - length, pattern, length) == 0)
		return true;
	return host_length == length - 1 &&
	    strncasecmp(host, pattern + 1, length - 1) == 0;
}

int
gantry_hosts_process_request(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const char *host, *patterns = state, *pattern;
	size_t length;

	if (process_lacks(request, response, state, __func__))
		return -1;
	host = gantry_request_host(request);
	while (host != NULL &&
	    (pattern = token_list_next(&patterns, &length)) != NULL)
		if (is_allowed(host, pattern, length))
			return 0;
	return gantry_response_fail(response, GANTRY_400,
	    "The host '%s' is not served here.", host != NULL ? host : "");
}
