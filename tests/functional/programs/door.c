/*
 * An application with static files, sessions in files, and users of a file.
 */
#include <gantry/web.h>

#include "applications.h"

static int
show(struct gantry_request *request, struct gantry_response *response)
{
	const char *user = gantry_request_user(request);

	return gantry_response_text(response, user != NULL ? user : "nobody");
}

static int
login(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_param user = {
		.name = "user",
		.place = GANTRY_IN_FORM,
		.is_required = true,
	};
	const char *name = NULL;

	if (gantry_param_text(request, &user, &name) == -1 ||
	    gantry_session_login(request, name) == -1)
		return -1;
	return show(request, response);
}

static int
logout(struct gantry_request *request, struct gantry_response *response)
{
	if (gantry_session_logout(request) == -1)
		return -1;
	return show(request, response);
}

static int
give_token(struct gantry_request *request, struct gantry_response *response)
{
	return gantry_response_text(response, gantry_csrf_token(request));
}

static const struct gantry_session_files_options files_options = {
	.folder_setting = "sessions",
};
static const struct gantry_session_store store =
    GANTRY_SESSION_FILES(&files_options);
static const struct gantry_session_options session_options = {
	.store = &store,
	.is_insecure = true,
};
static const struct gantry_middleware session =
    GANTRY_SESSION(&session_options);
static const struct gantry_csrf_options csrf_options = {
	.secret_setting = "secret",
	.is_insecure = true,
};
static const struct gantry_middleware csrf = GANTRY_CSRF(&csrf_options);
static const struct gantry_middleware *const with_session[] = { &session, &csrf,
	NULL };
static const struct gantry_basic_options basic_options = {
	.users_setting = "users",
	.realm = "the \"door\"",
};
static const struct gantry_middleware basic = GANTRY_BASIC(&basic_options);
static const struct gantry_middleware *const with_basic[] = { &basic, NULL };

static const struct gantry_route session_routes[] = {
	{ .uri_template = "/", .on_get = GANTRY_RESPONDER(show) },
	{ .uri_template = "/token", .on_get = GANTRY_RESPONDER(give_token) },
	{ .uri_template = "/login", .on_post = GANTRY_RESPONDER(login) },
	{ .uri_template = "/logout", .on_post = GANTRY_RESPONDER(logout) },
	{ 0 },
};
static const struct gantry_route basic_routes[] = {
	{ .uri_template = "/", .on_get = GANTRY_RESPONDER(show) },
	{ 0 },
};
static const struct gantry_group groups[] = {
	{
	    .prefix = "/session",
	    .routes = session_routes,
	    .middleware = with_session,
	},
	{
	    .prefix = "/basic",
	    .routes = basic_routes,
	    .middleware = with_basic,
	},
	{ 0 },
};
static const struct gantry_static_files files = {
	.folder_setting = "folder",
	.is_precompressed = true,
};
static const struct gantry_static_files page = {
	.folder_setting = "folder",
	.fallback = "index.html",
	.cache_control = "max-age=60",
	.immutable = "assets/*",
};
static const struct gantry_sink sinks[] = {
	{ .prefix = "/files", .files = &files },
	{ .prefix = "/page", .files = &page },
	{ 0 },
};
static const struct gantry_site site = { .groups = groups, .sinks = sinks };

static int
open_door(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_setting settings[] = {
	{ .key = "folder", .help = "static files" },
	{ .key = "sessions", .help = "sessions" },
	{ .key = "users", .help = "users" },
	{ .key = "secret",
	    .fallback = "0123456789abcdef0123456789abcdef",
	    .help = "signs tokens",
	    .secret = true },
	{ NULL },
};
static const char *const reads[] = { "folder", "users", NULL };
static const char *const writes[] = { "sessions", NULL };

const struct gantry_application door_application = {
	.name = "door",
	.help = "sessions, users and static files",
	.settings = settings,
	.open = open_door,
	.call = gantry_web_call,
	.close = gantry_web_close,
	.reads = reads,
	.writes = writes,
};
