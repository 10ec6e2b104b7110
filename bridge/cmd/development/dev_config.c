/*
 * What a development server does not take from the configuration of the
 * service: its sockets and files, its users, its workers and its sandbox.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/development/dev_config.h"

/* As many milliseconds as a field holds: 24 days. */
#define NEVER INT_MAX

static bool
is_given(const struct config *config, const char *name)
{
	const struct provenance *last = provenance_last(
	    &config->provenance, config_find(config, name), NULL);

	return last != NULL && last->source == CONFIG_COMMAND_LINE;
}

static int
put(struct config *config, const char *name, const char *value,
    struct gantry_error *error)
{
	if (is_given(config, name))
		return 0;
	return config_put(config, config_find(config, name), value, error);
}

static void
drop_text(struct config *config, const char *name, char **field)
{
	if (is_given(config, name))
		return;
	free(*field);
	*field = NULL;
}

/* Returns 0, or -1 with ERROR filled. */
static int
drop_users(struct config *config, struct gantry_error *error)
{
	if (is_given(config, "user") || is_given(config, "group")) {
		config_at(config, CONFIG_COMMAND_LINE, "dev");
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "--user and --group do not work here: start it as that "
		    "user");
		return config_add_error(config, error);
	}
	privileges_clear(&config->privileges);
	config->privileges = (struct privileges){ 0 };
	config->privileges_unknown = false;
	return 0;
}

/* --bind on the command line is in the place of the default of --http. */
static int
put_binds(struct config *config, const struct options *options,
    struct gantry_error *error)
{
	const bool has_bind = config->binds.count > 0 &&
	    config->binds.source == CONFIG_COMMAND_LINE;
	char address[256];

	if (!has_bind)
		config_list_clear(&config->binds);
	if (has_bind && options->http == NULL)
		return 0;
	snprintf(address, sizeof(address), "http://%s",
	    options->http != NULL ? options->http : DEV_HTTP);
	config_at(config, CONFIG_COMMAND_LINE, "--http");
	return config_put(config, config_find(config, "bind"), address, error);
}

static int
put_paths(struct config *config, struct gantry_error *error)
{
	const char *folder = getenv(DEV_VARIABLE);
	char path[PATH_MAX];

	if (folder == NULL)
		return 0;
	snprintf(path, sizeof(path), "%s/control", folder);
	if (put(config, "control-socket", path, error) == -1)
		return -1;
	snprintf(path, sizeof(path), "%s/pid", folder);
	return put(config, "pid-file", path, error);
}

int
dev_config_apply(struct config *config, const struct options *options,
    struct gantry_error *error)
{
	static const struct {
		const char *name, *value;
	} values[] = {
		{ "bind-public", "no" },
		{ "debug", "yes" },
		{ "error-log", "stderr" },
		{ "pool", "static" },
		{ "sandbox", "off" },
		{ "workers", "1" },
	};
	size_t i;

	drop_text(config, "access-log", &config->access_log);
	drop_text(config, "slow-log", &config->slow_log);
	drop_text(config, "admin", &config->admin);
	drop_text(config, "pid-file", &config->pid_file);
	drop_text(config, "control-socket", &config->control_socket);
	if (drop_users(config, error) == -1)
		return -1;
	config_at(config, CONFIG_DEFAULT, "dev");
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (put(config, values[i].name, values[i].value, error) == -1)
			return -1;
	if (put_paths(config, error) == -1)
		return -1;
	return put_binds(config, options, error);
}

/* Applications in other languages watch their own files, unless told not to. */
static void
put_reload(struct gantry_settings *settings)
{
	const struct gantry_application *application = settings->application;
	const struct gantry_setting *setting =
	    settings_find(settings, "reload");
	struct gantry_error error;

	if (setting != NULL && setting->type == GANTRY_SETTING_BOOLEAN &&
	    settings->values[setting - application->settings] == NULL &&
	    settings_put(settings, "reload", "yes", &error) == -1)
		program_print_error("%s", error.text);
}

bool
dev_config_is_foreign(const struct config *config)
{
	size_t i;

	for (i = 0; i < config->mount_count; i++)
		if (config->mounts[i].application->foreign)
			return true;
	return false;
}

void
dev_config_finish(struct config *config, const struct options *options)
{
	struct limits *limits = &config->limits;
	size_t i;

	/* One worker serves the mounts of all pools. */
	config_clear_pools(config);
	for (i = 0; i < config->mount_count; i++)
		if (config->mounts[i].application->foreign)
			put_reload(&config->mounted[i]);
	if (!options->debugger && !dev_config_is_foreign(config))
		return;
	/* The clocks run on while a debugger has stopped the worker. */
	limits->application_timeout = NEVER;
	limits->request_timeout = NEVER;
	limits->request_limit = 0;
	limits->write_timeout = NEVER;
	limits->body_timeout = NEVER;
	limits->params_timeout = NEVER;
	limits->header_timeout = NEVER;
	limits->idle_timeout = NEVER;
	limits->queue_timeout = 0;
	limits->deferred_timeout = NEVER;
	config->graceful_timeout = NEVER;
	config->boot_timeout = NEVER;
	config->prepare_timeout = NEVER;
}

bool
dev_config_has_colors(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color != NULL && *no_color != '\0')
		return false;
	return isatty(STDOUT_FILENO) &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

static size_t
count_hosts(const struct options *options)
{
	size_t count = 0;

	while (options->hosts != NULL && options->hosts[count] != NULL)
		count++;
	return count;
}

struct development_options
dev_config_options(const struct config *config, const struct options *options,
    const char *folder)
{
	return (struct development_options){
		.folder = folder,
		.hosts = { options->hosts, count_hosts(options) },
		.is_public = config->bind_public,
		.is_verbose = options->is_verbose,
		.has_colors = dev_config_has_colors(),
		.is_debugged = options->debugger,
	};
}

/* The file of a place such as "/etc/gantry.conf:3", into PATH. */
static bool
read_place(const struct provenance *item, char path[PATH_MAX])
{
	const char *colon =
	    item->place != NULL ? strrchr(item->place, ':') : NULL;

	if (item->source != CONFIG_FILE || colon == NULL)
		return false;
	snprintf(
	    path, PATH_MAX, "%.*s", (int)(colon - item->place), item->place);
	return true;
}

static int
watch_sources(const struct config *config, const struct options *options,
    struct watch *watch, struct gantry_error *error)
{
	static const char what[] = "configuration";
	const char *file = options->config_file;
	char path[PATH_MAX];
	size_t i;

	if (file == NULL && access(program_config_file(), F_OK) == 0)
		file = program_config_file();
	if (file != NULL && watch_add(watch, file, what, false, error) == -1)
		return -1;
	for (i = 0; i < config->provenance.count; i++)
		if (read_place(&config->provenance.items[i], path) &&
		    watch_add(watch, path, what, false, error) == -1)
			return -1;
	return 0;
}

/* A folder would have too much in it. */
static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The files that the settings of MOUNT name, such as its cache. */
static int
watch_settings(
    const struct mount *mount, struct watch *watch, struct gantry_error *error)
{
	const struct gantry_setting *setting = mount->application->settings;
	const char *value;
	char what[128];
	size_t i;

	for (i = 0; setting != NULL && setting[i].key != NULL; i++) {
		if (setting[i].type != GANTRY_SETTING_PATH)
			continue;
		value = mount->settings->values[i];
		if (value == NULL)
			value = setting[i].fallback;
		if (value == NULL || *value == '\0' || is_folder(value))
			continue;
		snprintf(what, sizeof(what), "%s of %s", setting[i].key,
		    mount->application->name);
		if (watch_add(watch, value, what, false, error) == -1)
			return -1;
	}
	return 0;
}

static int
watch_mounts(const struct config *config, struct watch *watch,
    struct gantry_error *error)
{
	const struct mount *mount;
	char what[128];
	size_t i;

	for (i = 0; i < config->mount_count; i++) {
		mount = &config->mounts[i];
		snprintf(
		    what, sizeof(what), "module %s", mount->application->name);
		if (mount->module != NULL &&
		    watch_add(watch, mount->module->path, what, false, error) ==
			-1)
			return -1;
		if (watch_settings(mount, watch, error) == -1)
			return -1;
	}
	return 0;
}

int
dev_config_watch(const struct config *config, const struct options *options,
    struct watch *watch, struct gantry_error *error)
{
	if (watch_sources(config, options, watch, error) == -1)
		return -1;
	return watch_mounts(config, watch, error);
}
