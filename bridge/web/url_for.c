/*
 * URLs from the names of routes.
 */
#include "base/text/percent.h"
#include "web/web.h"

const char *
gantry_url_for(struct gantry_request *request, const char *name,
    const struct gantry_url_field *fields)
{
	struct gantry_environ *environ;
	const struct site *site;
	const struct entry *entry;
	struct gantry_buffer path = { 0 };
	const char *url = NULL;
	struct gantry_error error;

	if (request_lacks(request, name, __func__, "name"))
		return NULL;
	environ = request->environ;
	site = &request->web->site;
	entry = site_find_name(site, name);
	if (entry == NULL) {
		gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
		    "no such route: '%s'", name);
		return NULL;
	}
	percent_encode(
	    &path, gantry_environ_get(environ, "SCRIPT_NAME"), PERCENT_PATH);
	if (router_url(site->router, entry->template, fields, &path, &error) ==
	    -1)
		gantry_errors_printf(
		    gantry_environ_wsgi(environ)->errors, "%s", error.text);
	else if (!gantry_buffer_failed(&path))
		url = gantry_environ_format(
		    environ, "%.*s", (int)path.length, path.data);
	gantry_buffer_clear(&path);
	return url;
}
