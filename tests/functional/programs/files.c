/*
 * An application that serves files: /below/NAME from its folder, /any?path=PATH
 * from anywhere.
 */
#include <gantry/web.h>

#include "applications.h"

struct files {
	const char *folder;
};

static const struct gantry_param any_path = {
	.name = "path",
	.is_required = true,
};

static int
send_below(struct gantry_request *request, struct gantry_response *response)
{
	const struct files *files = gantry_request_state(request);

	return gantry_response_file_below(
	    response, files->folder, gantry_request_field(request, "name"));
}

static int
send_any(struct gantry_request *request, struct gantry_response *response)
{
	const char *path;

	if (gantry_param_text(request, &any_path, &path) == -1)
		return -1;
	return gantry_response_file(response, path);
}

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/below/{name:path}",
	    .on_get = GANTRY_RESPONDER(send_below),
	},
	{ .uri_template = "/any", .on_get = GANTRY_RESPONDER(send_any) },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
open_files(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	/* Each thread opens it, always with the same value. */
	static _Thread_local struct files files;

	files.folder = gantry_settings_get(settings, "folder");
	*state = gantry_web_open(&site, settings, &files, error);
	return *state == NULL ? -1 : 0;
}

static const struct gantry_setting settings[] = {
	{ .key = "folder", .help = "the folder of the files" },
	{ NULL },
};

static const char *const reads[] = { "folder", NULL };

const struct gantry_application files_application = {
	.name = "files",
	.help = "serves files",
	.settings = settings,
	.open = open_files,
	.call = gantry_web_call,
	.close = gantry_web_close,
	.reads = reads,
};
