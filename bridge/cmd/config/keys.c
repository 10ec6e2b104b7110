/*
 * The keys: what can be configured, what --help says of it, and which field it
 * changes.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/key_put.h"

#define FIELD(name) offsetof(struct config, name)

/* Each in the order of its enum. */
static const char *const log_levels[] = { "error", "warning", "info", "debug",
	NULL };
static const char *const pools[] = { "static", "dynamic", "ondemand", NULL };
static const char *const sandbox_modes[] = { "on", "off", "require", NULL };
static const char *const trusted_headers[] = { "x-forwarded", "forwarded",
	NULL };

static const struct config_key own_keys[] = {
	{ "access-log", "TARGET",
	    "a line for each request, to /PATH, stderr, syslog or journal",
	    put_log, .offset = FIELD(access_log), .topic = TOPIC_LOG },
	{ "access-log-format", "FORMAT",
	    "combined, json, or letters as gunicorn's: %(h)s ...",
	    put_log_format, .offset = FIELD(access_log_format),
	    .fallback = "combined", .topic = TOPIC_LOG },
	{ "access-log-skip", "PATH",
	    "leave out a path answered below 400: /health; repeatable",
	    put_path, .offset = FIELD(access_log_skip), .is_list = true,
	    .topic = TOPIC_LOG },
	{ "admin", "HOST:PORT",
	    "show the status over HTTP: /status, /metrics, /healthz, /readyz",
	    put_text, .offset = FIELD(admin), .topic = TOPIC_PROCESSES },
	{ "admin-public", NULL, "let --admin be more than a loopback address",
	    put_switch, .offset = FIELD(admin_public),
	    .topic = TOPIC_PROCESSES },
	{ "allow-peers", "LIST", "who may connect: 192.0.2.0/24, ::1, unix",
	    put_allow_peers, .is_list = true,
	    .computed = "any, or FCGI_WEB_SERVER_ADDRS", .topic = TOPIC_PEERS },
	{ "allow-users", "LIST", "users who may connect to unix sockets",
	    put_allow_users, .is_list = true, .computed = "any",
	    .topic = TOPIC_PEERS },
	{ "answer-spool", "SIZE",
	    "answers kept for a peer that is slow to take them", put_size,
	    .offset = FIELD(answer_spool), .most = INT64_MAX, .fallback = "1G",
	    .topic = TOPIC_LIMITS },
	{ "application-timeout", "SECONDS",
	    "for the application's first byte; then 504", put_seconds,
	    .offset = FIELD(application_timeout), .otherwise = "timeout",
	    .topic = TOPIC_TIMEOUTS },
	{ "bind", "ADDRESS", "listen on unix:PATH or HOST:PORT; repeatable",
	    put_item, .offset = FIELD(binds), .is_list = true,
	    .topic = TOPIC_PEERS },
	{ "bind-public", NULL, "let --bind take more than loopback addresses",
	    put_switch, .offset = FIELD(bind_public), .topic = TOPIC_PEERS },
	{ "body-size", "SIZE", "the most of a request's body; then 413",
	    put_size, .offset = FIELD(body_size), .most = INT64_MAX,
	    .fallback = "64M", .topic = TOPIC_LIMITS },
	{ "body-timeout", "SECONDS", "between two parts of a body; then 408",
	    put_seconds, .offset = FIELD(body_timeout), .otherwise = "timeout",
	    .topic = TOPIC_TIMEOUTS },
	{ "boot-timeout", "SECONDS", "for a new worker to serve", put_seconds,
	    .offset = FIELD(boot_timeout), .fallback = "30",
	    .topic = TOPIC_TIMEOUTS },
	{ "capture", "FOLDER",
	    "keep each request in FOLDER, for gantry replay; for developers",
	    put_folder, .offset = FIELD(capture), .topic = TOPIC_LOG },
	{ "connection-requests", "N",
	    "requests at a time on a connection; then 503", put_count,
	    .offset = FIELD(connection_requests), .most = 65535,
	    .fallback = "64", .topic = TOPIC_LIMITS },
	{ "connections", "N",
	    "connections of a worker; then the oldest idle one is closed, or "
	    "503",
	    put_count, .offset = FIELD(connections), .most = 1000000,
	    .fallback = "1024", .topic = TOPIC_LIMITS },
	{ "control-socket", "PATH",
	    "where gantry status, top and ctl ask; none: nowhere", put_socket,
	    .offset = FIELD(control_socket),
	    .computed = "the first unix bind's path, with .ctl behind it",
	    .topic = TOPIC_PROCESSES },
	{ "debug", NULL,
	    "say in a 500 what was logged, and let requests from this machine "
	    "be traced (X-Gantry-Trace), for developers alone",
	    put_switch, .offset = FIELD(debug), .topic = TOPIC_LOG },
	{ "error-log", "TARGET",
	    "what goes wrong, to /PATH, stderr, syslog or journal", put_log,
	    .offset = FIELD(error_log), .fallback = "stderr",
	    .topic = TOPIC_LOG },
	{ "file-handoff", "HOW",
	    "let the web server send files: x-sendfile, "
	    "x-accel-redirect:FOLDER=/PREFIX, or none",
	    put_file_handoff, .offset = FIELD(file_handoff), .fallback = "none",
	    .topic = TOPIC_PEERS },
	{ "graceful-timeout", "SECONDS",
	    "for the last requests of a worker that ends", put_seconds,
	    .offset = FIELD(graceful_timeout), .fallback = "30",
	    .topic = TOPIC_TIMEOUTS },
	{ "group", "GROUP", "the group of workers, when started as root",
	    put_group, .computed = "user's", .topic = TOPIC_PROCESSES },
	{ "header-timeout", "SECONDS", "for a record's header to be whole",
	    put_seconds, .offset = FIELD(header_timeout),
	    .otherwise = "timeout", .topic = TOPIC_TIMEOUTS },
	{ "idle-timeout", "SECONDS", "between two requests on a connection",
	    put_seconds, .offset = FIELD(idle_timeout), .fallback = "90",
	    .topic = TOPIC_TIMEOUTS },
	{ "log-level", "LEVEL",
	    "log no more than error, warning, info or debug", put_choice,
	    .offset = FIELD(log_level), .choices = log_levels,
	    .fallback = "info", .topic = TOPIC_LOG },
	{ "max-requests", "N", "of a worker, before another takes over",
	    put_count, .offset = FIELD(max_requests), .most = INT32_MAX,
	    .computed = "any number", .topic = TOPIC_PROCESSES },
	{ "max-requests-jitter", "N", "up to so many more, at random",
	    put_count, .offset = FIELD(max_requests_jitter), .most = INT32_MAX,
	    .computed = "none", .topic = TOPIC_PROCESSES },
	{ "max-rss", "SIZE", "memory of a worker, before another takes over",
	    put_size, .offset = FIELD(max_rss), .most = INT64_MAX,
	    .computed = "any size", .topic = TOPIC_PROCESSES },
	{ "mirror-errors", NULL,
	    "repeat applications' errors in the web server's log", put_switch,
	    .offset = FIELD(mirror_errors), .topic = TOPIC_LOG },
	{ "mount", "/PREFIX=APP", "serve APP below /PREFIX; repeatable",
	    put_item, .offset = FIELD(mount_texts), .is_list = true,
	    .computed = "the first application, at /",
	    .topic = TOPIC_APPLICATIONS },
	{ "params-count", "N", "the most parameters of a request; then 431",
	    put_count, .offset = FIELD(params_count), .most = 65535,
	    .fallback = "256", .topic = TOPIC_LIMITS },
	{ "params-size", "SIZE", "the most bytes of them; then 431", put_size,
	    .offset = FIELD(params_size), .most = 16 * 1024 * 1024,
	    .fallback = "64K", .topic = TOPIC_LIMITS },
	{ "params-timeout", "SECONDS", "for all parameters to come; then 408",
	    put_seconds, .offset = FIELD(params_timeout),
	    .otherwise = "timeout", .topic = TOPIC_TIMEOUTS },
	{ "pid-file", "FILE", "where the master's process id is written",
	    put_text, .offset = FIELD(pid_file), .topic = TOPIC_PROCESSES },
	{ "pool", "KIND", "static, dynamic or ondemand workers", put_choice,
	    .offset = FIELD(pool), .choices = pools, .fallback = "static",
	    .topic = TOPIC_PROCESSES },
	{ "queue-timeout", "SECONDS",
	    "for a request to find a thread; then 503", put_seconds,
	    .offset = FIELD(queue_timeout), .computed = "none",
	    .topic = TOPIC_TIMEOUTS },
	{ "request-id-header", NULL,
	    "put X-Request-Id into each answer, not only into failures",
	    put_switch, .offset = FIELD(request_id_header),
	    .topic = TOPIC_LOG },
	{ "require-available", NULL,
	    "do not start, or reload, while an application is unavailable",
	    put_switch, .offset = FIELD(require_available),
	    .topic = TOPIC_PROCESSES },
	{ "reuse-port", NULL,
	    "let another gantry listen on the same HOST:PORT, too", put_switch,
	    .offset = FIELD(listen.reuse_port), .topic = TOPIC_PEERS },
	{ "sandbox", "HOW",
	    "lock workers in: on (as far as the kernel can), require or off",
	    put_choice, .offset = FIELD(sandbox), .choices = sandbox_modes,
	    .fallback = "on", .topic = TOPIC_PROCESSES },
	{ "set", "APP.KEY=VALUE",
	    "set a setting for all mounts of APP; /PREFIX:APP.KEY=VALUE for one "
	    "mount; repeatable",
	    put_set, .is_list = true, .topic = TOPIC_APPLICATIONS,
	    .is_indirect = true },
	{ "slow-log", "TARGET",
	    "where slow requests' time went, to /PATH, stderr, ...", put_log,
	    .offset = FIELD(slow_log), .topic = TOPIC_LOG },
	{ "slow-log-threshold", "MILLISECONDS", "what takes longer is slow",
	    put_count, .offset = FIELD(slow_log_threshold), .most = 3600000,
	    .fallback = "1000", .topic = TOPIC_LOG },
	{ "socket-group", "GROUP", "who may connect to unix sockets made",
	    put_socket_group, .computed = "group", .topic = TOPIC_PEERS },
	{ "socket-mode", "MODE", "of unix sockets made", put_socket_mode,
	    .fallback = "0660", .topic = TOPIC_PEERS },
	{ "socket-user", "USER", "whose they are", put_socket_user,
	    .computed = "user", .topic = TOPIC_PEERS },
	{ "spare-max", "N", "the most idle workers of a dynamic pool",
	    put_count, .offset = FIELD(spare_max), .most = 1024,
	    .fallback = "3", .topic = TOPIC_PROCESSES },
	{ "spare-min", "N", "the fewest idle workers of a dynamic pool",
	    put_count, .offset = FIELD(spare_min), .most = 1024,
	    .fallback = "1", .topic = TOPIC_PROCESSES },
	{ "spool-folder", "FOLDER", "for bodies and answers over 1 MiB",
	    put_folder, .offset = FIELD(spool_folder), .fallback = "/tmp",
	    .topic = TOPIC_LIMITS },
	{ "threads", "N", "threads in each worker", put_count,
	    .offset = FIELD(threads), .most = 256, .fallback = "4",
	    .topic = TOPIC_PROCESSES },
	{ "timeout", "SECONDS", "the time-outs that are not given one by one",
	    put_seconds, .offset = FIELD(timeout), .fallback = "30",
	    .topic = TOPIC_TIMEOUTS },
	{ "transport", "NAME",
	    "fcgi, or libfcgi to read records with that library", put_transport,
	    .offset = 0, .fallback = "fcgi", .topic = TOPIC_PEERS },
	{ "trusted-header", "WHICH",
	    "what trusted proxies write: x-forwarded or forwarded", put_choice,
	    .offset = FIELD(trusted.header), .choices = trusted_headers,
	    .fallback = "x-forwarded", .topic = TOPIC_PEERS },
	{ "trusted-proxies", "LIST",
	    "believe proxies at these addresses: 192.0.2.0/24, ::1, unix",
	    put_trusted_proxies, .is_list = true, .topic = TOPIC_PEERS },
	{ "user", "USER", "who workers become, when started as root", put_user,
	    .topic = TOPIC_PROCESSES },
	{ "worker-idle-timeout", "SECONDS",
	    "after which a worker too many ends", put_seconds,
	    .offset = FIELD(worker_idle_timeout), .fallback = "10",
	    .topic = TOPIC_TIMEOUTS },
	{ "workers", "N", "worker processes, at most", put_count,
	    .offset = FIELD(workers), .most = 1024, .computed = "the cores",
	    .topic = TOPIC_PROCESSES },
	{ "workers-min", "N", "the fewest of a dynamic pool", put_count,
	    .offset = FIELD(workers_min), .most = 1024, .fallback = "1",
	    .topic = TOPIC_PROCESSES },
	{ "write-timeout", "SECONDS", "for a peer to take more of its answer",
	    put_seconds, .offset = FIELD(write_timeout), .otherwise = "timeout",
	    .topic = TOPIC_TIMEOUTS },
	{ NULL },
};

/* The applications' aliases, and what one of them is in the list of keys. */
struct alias {
	const struct gantry_application *application;
	const struct gantry_alias *alias;
};

static const struct config_key *
find_own(const char *name)
{
	const struct config_key *key;

	for (key = own_keys; key->name != NULL; key++)
		if (strcmp(key->name, name) == 0)
			return key;
	return NULL;
}

/* What --help calls the value of SETTING; NULL: a switch. */
static const char *
argument_of(const struct gantry_setting *setting)
{
	static const char *const arguments[] = {
		[GANTRY_SETTING_TEXT] = "VALUE",
		[GANTRY_SETTING_CHOICE] = "VALUE",
		[GANTRY_SETTING_PATH] = "FILE",
		[GANTRY_SETTING_BOOLEAN] = NULL,
		[GANTRY_SETTING_INTEGER] = "N",
		[GANTRY_SETTING_SIZE] = "SIZE",
		[GANTRY_SETTING_DURATION] = "DURATION",
	};

	return arguments[setting->type];
}

/* The key that ALIAS is, or one without a name if ALIAS leads nowhere. */
static struct config_key
make_alias(const struct alias *alias)
{
	const struct gantry_setting *setting = alias->application->settings;
	const struct config_key *target = find_own(alias->alias->target);
	struct config_key key = {
		.name = alias->alias->name,
		.help = alias->alias->help,
		.put = put_alias,
		.is_indirect = true,
		.topic = TOPIC_APPLICATIONS,
	};

	while (setting != NULL && setting->key != NULL &&
	    strcmp(setting->key, alias->alias->target) != 0)
		setting++;
	if (setting != NULL && setting->key != NULL) {
		key.setting = setting->key;
		key.argument = argument_of(setting);
	} else if (target != NULL) {
		key.option = target->name;
		key.argument = target->argument;
		key.topic = target->topic;
	} else {
		key.name = NULL;
	}
	return key;
}

static int
compare(const void *a, const void *b)
{
	const struct config_key *first = a, *second = b;

	return strcmp(first->name, second->name);
}

/* Append the aliases of APPLICATION that KEYS do not have yet. */
static int
add_aliases(struct config_key *keys, size_t *count,
    const struct gantry_application *application, struct gantry_error *error)
{
	struct alias alias = { application, application->aliases };

	for (; alias.alias != NULL && alias.alias->name != NULL;
	     alias.alias++) {
		if (config_key_find(keys, alias.alias->name) != NULL)
			continue;
		keys[*count] = make_alias(&alias);
		if (keys[*count].name == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "application '%s': the alias '%s' stands for "
			    "'%s', which is neither a setting nor an option",
			    application->name, alias.alias->name,
			    alias.alias->target);
		++*count;
	}
	return 0;
}

static size_t
count_aliases(const struct gantry_application *application)
{
	const struct gantry_alias *alias = application->aliases;
	size_t count = 0;

	while (alias != NULL && alias[count].name != NULL)
		count++;
	return count;
}

struct config_key *
config_keys_new(const struct gantry_application *const *applications,
    struct gantry_error *error)
{
	size_t count = sizeof(own_keys) / sizeof(own_keys[0]) - 1, i;
	size_t room = count + 1;
	struct config_key *keys;

	for (i = 0; applications[i] != NULL; i++)
		room += count_aliases(applications[i]);
	keys = calloc(room, sizeof(*keys));
	if (keys == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	memcpy(keys, own_keys, sizeof(own_keys));
	for (i = 0; applications[i] != NULL; i++) {
		if (add_aliases(keys, &count, applications[i], error) == -1) {
			free(keys);
			return NULL;
		}
	}
	qsort(keys, count, sizeof(*keys), compare);
	return keys;
}

const struct config_key *
config_key_find(const struct config_key *keys, const char *name)
{
	for (; keys->name != NULL; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}
