/*
 * The keys: what can be configured, its line in --help, and the field that it
 * changes.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/key_put.h"

#define FIELD(name) offsetof(struct config, name)

/* Each in the order of its enum. */
static const char *const log_levels[] = { "error", "warning", "info", "debug",
	NULL };
static const char *const crash_limits[] = { "path", "client", "client-path",
	NULL };
static const char *const pools[] = { "static", "dynamic", "ondemand", NULL };
static const char *const sandbox_modes[] = { "on", "off", "require", NULL };
static const char *const trusted_headers[] = { "x-forwarded", "forwarded",
	NULL };

static const struct config_key own_keys[] = {
	{ "access-log", "TARGET",
	    "log each request to /PATH, stderr, syslog or journal", put_log,
	    .offset = FIELD(access_log), .of_process = true,
	    .topic = TOPIC_LOG },
	{ "access-log-format", "FORMAT",
	    "combined, json, or a format with gunicorn's letters: %(h)s ...",
	    put_log_format, .offset = FIELD(access_log_format),
	    .fallback = "combined", .of_process = true, .topic = TOPIC_LOG },
	{ "access-log-skip", "PATH",
	    "do not log requests for PATH if the status is below 400; "
	    "repeatable",
	    put_path, .offset = FIELD(access_log_skip), .is_list = true,
	    .of_process = true, .topic = TOPIC_LOG },
	{ "admin", "HOST:PORT",
	    "serve the status over HTTP: /status, /metrics, /healthz, /readyz",
	    put_text, .offset = FIELD(admin), .of_process = true,
	    .topic = TOPIC_PROCESSES },
	{ "admin-public", NULL,
	    "allow --admin to use addresses other than loopback", put_switch,
	    .offset = FIELD(admin_public), .of_process = true,
	    .topic = TOPIC_PROCESSES },
	{ "allow-peers", "LIST",
	    "accept connections only from these addresses: 192.0.2.0/24, "
	    "::1, unix",
	    put_allow_peers, .is_list = true,
	    .computed = "any, or FCGI_WEB_SERVER_ADDRS", .topic = TOPIC_PEERS },
	{ "allow-users", "LIST",
	    "accept connections to unix sockets only from these users",
	    put_allow_users, .is_list = true, .computed = "any",
	    .topic = TOPIC_PEERS },
	{ "answer-spool", "SIZE",
	    "the most data of an answer to keep for a peer that reads slowly",
	    put_size, .offset = FIELD(limits.answer_spool), .most = INT64_MAX,
	    .fallback = "1G", .topic = TOPIC_LIMITS },
	{ "application-timeout", "SECONDS",
	    "time for the application's first byte; then 504", put_seconds,
	    .offset = FIELD(limits.application_timeout), .otherwise = "timeout",
	    .topic = TOPIC_TIMEOUTS },
	{ "bind", "ADDRESS",
	    "listen for FastCGI on unix:PATH or HOST:PORT, or for HTTP on "
	    "http://HOST:PORT; repeatable",
	    put_item, .offset = FIELD(binds), .is_list = true,
	    .topic = TOPIC_PEERS },
	{ "bind-public", NULL,
	    "allow --bind to use addresses other than loopback", put_switch,
	    .offset = FIELD(bind_public), .topic = TOPIC_PEERS },
	{ "body-size", "SIZE", "maximum size of a request's body; then 413",
	    put_size, .offset = FIELD(limits.body_size), .most = INT64_MAX,
	    .fallback = "64M", .topic = TOPIC_LIMITS },
	{ "body-timeout", "SECONDS",
	    "time between two parts of a body; then 408", put_seconds,
	    .offset = FIELD(limits.body_timeout), .otherwise = "timeout",
	    .topic = TOPIC_TIMEOUTS },
	{ "boot-timeout", "SECONDS", "time for a new worker to start serving",
	    put_seconds, .offset = FIELD(boot_timeout), .fallback = "30",
	    .topic = TOPIC_TIMEOUTS },
	{ "capture", "FOLDER",
	    "keep each request in FOLDER for {program} replay; for development",
	    put_folder, .offset = FIELD(capture), .topic = TOPIC_LOG },
	{ "connection-memory", "SIZE",
	    "memory for the requests that a connection sends; beyond it, "
	    "bodies go to files, and parameters get 503",
	    put_size, .offset = FIELD(limits.connection_memory),
	    .most = INT64_MAX, .fallback = "4M", .topic = TOPIC_LIMITS },
	{ "connection-requests", "N",
	    "maximum number of concurrent requests on a connection; then 503",
	    put_count, .offset = FIELD(limits.connection_requests),
	    .most = 65535, .fallback = "64", .topic = TOPIC_LIMITS },
	{ "connections", "N",
	    "maximum number of connections of a worker; then it closes the "
	    "oldest incomplete or idle one, or answers 503",
	    put_count, .offset = FIELD(limits.connections), .most = 1000000,
	    .fallback = "1024", .topic = TOPIC_LIMITS },
	{ "control-socket", "PATH",
	    "the socket that {program} status, top and ctl connect to; none "
	    "disables it",
	    put_socket, .offset = FIELD(control_socket),
	    .computed = "the first unix bind's path, with .ctl behind it",
	    .of_process = true, .topic = TOPIC_PROCESSES },
	{ "crash-limit", "N",
	    "refuse requests for a path that crashed this many workers, or "
	    "see --crash-limit-by; then 503",
	    put_count, .offset = FIELD(crash_limit), .most = 1000000,
	    .computed = "any number", .topic = TOPIC_PROCESSES },
	{ "crash-limit-by", "WHAT",
	    "what --crash-limit counts and refuses: path, client, or "
	    "client-path, a client's requests for a path",
	    put_choice, .offset = FIELD(crash_limit_by),
	    .choices = crash_limits, .fallback = "path",
	    .topic = TOPIC_PROCESSES },
	{ "crash-timeout", "SECONDS",
	    "time that --crash-limit refuses requests, and counts crashes",
	    put_seconds, .offset = FIELD(crash_timeout), .fallback = "60",
	    .topic = TOPIC_TIMEOUTS },
	{ "debug", NULL,
	    "include the logged error in a 500 answer, and print a secret "
	    "with which requests can be traced (X-Gantry-Trace); for "
	    "development",
	    put_switch, .offset = FIELD(debug), .of_process = true,
	    .topic = TOPIC_LOG },
	{ "deferred", "N",
	    "maximum number of deferred requests of a worker; then 503",
	    put_count, .offset = FIELD(limits.deferred), .most = 1000000,
	    .fallback = "1024", .topic = TOPIC_LIMITS },
	{ "deferred-buffer", "SIZE",
	    "the most data of a deferred answer to keep for a peer that reads "
	    "slowly",
	    put_size, .offset = FIELD(limits.deferred_buffer),
	    .most = INT64_MAX, .fallback = "256K", .topic = TOPIC_LIMITS },
	{ "deferred-timeout", "SECONDS",
	    "time that a deferred request may write nothing; then 504, or the "
	    "answer is cut",
	    put_seconds, .offset = FIELD(limits.deferred_timeout),
	    .fallback = "300", .topic = TOPIC_TIMEOUTS },
	{ "environment", "NAME=VALUE",
	    "set an environment variable for the applications; repeatable",
	    put_environment, .offset = FIELD(environment), .is_list = true,
	    .topic = TOPIC_PROCESSES },
	{ "error-log", "TARGET",
	    "log errors to /PATH, stderr, syslog or journal", put_log,
	    .offset = FIELD(error_log), .fallback = "stderr",
	    .of_process = true, .topic = TOPIC_LOG },
	{ "file-handoff", "HOW",
	    "let the web server send files: x-sendfile, "
	    "x-accel-redirect:FOLDER=/PREFIX, or none",
	    put_file_handoff, .offset = FIELD(file_handoff), .fallback = "none",
	    .topic = TOPIC_PEERS },
	{ "graceful-timeout", "SECONDS",
	    "time for a worker that ends to finish its requests", put_seconds,
	    .offset = FIELD(graceful_timeout), .fallback = "30",
	    .topic = TOPIC_TIMEOUTS },
	{ "group", "GROUP", "the group that workers run as, if started as root",
	    put_group, .computed = "the user's group",
	    .topic = TOPIC_PROCESSES },
	{ "header-timeout", "SECONDS", "time for a record's header to arrive",
	    put_seconds, .offset = FIELD(limits.header_timeout),
	    .otherwise = "timeout", .topic = TOPIC_TIMEOUTS },
	{ "idle-timeout", "SECONDS",
	    "time that a connection may be idle between two requests",
	    put_seconds, .offset = FIELD(limits.idle_timeout), .fallback = "90",
	    .topic = TOPIC_TIMEOUTS },
	{ "log-level", "LEVEL",
	    "log messages of this level and above: error, warning, info or "
	    "debug",
	    put_choice, .offset = FIELD(log_level), .choices = log_levels,
	    .fallback = "info", .of_process = true, .topic = TOPIC_LOG },
	{ "max-requests", "N", "replace a worker after this many requests",
	    put_count, .offset = FIELD(max_requests), .most = INT32_MAX,
	    .computed = "any number", .topic = TOPIC_PROCESSES },
	{ "max-requests-jitter", "N",
	    "add up to this many to --max-requests, at random", put_count,
	    .offset = FIELD(max_requests_jitter), .most = INT32_MAX,
	    .computed = "none", .topic = TOPIC_PROCESSES },
	{ "max-rss", "SIZE", "replace a worker that uses more memory than this",
	    put_size, .offset = FIELD(max_rss), .most = INT64_MAX,
	    .computed = "any size", .topic = TOPIC_PROCESSES },
	{ "mirror-errors", NULL,
	    "also send applications' messages to the web server's log",
	    put_switch, .offset = FIELD(mirror_errors), .topic = TOPIC_LOG },
	{ "modules", "FOLDER",
	    "the folder of the modules that --mount loads: APP is APP.so there",
	    put_text, .offset = FIELD(modules_folder), .fallback = MODULEDIR,
	    .of_process = true, .topic = TOPIC_APPLICATIONS },
	{ "mount", "/PREFIX=APP", "serve APP below /PREFIX; repeatable",
	    put_item, .offset = FIELD(mount_texts), .is_list = true,
	    .computed = "the first application, at /", .of_process = true,
	    .topic = TOPIC_APPLICATIONS },
	{ "params-count", "N",
	    "maximum number of parameters in a request; then 431", put_count,
	    .offset = FIELD(limits.params.count), .most = 65535,
	    .fallback = "256", .topic = TOPIC_LIMITS },
	{ "params-size", "SIZE",
	    "maximum size of all parameters; more gets 414 or 431", put_size,
	    .offset = FIELD(limits.params.bytes), .most = 16 * 1024 * 1024,
	    .fallback = "64K", .topic = TOPIC_LIMITS },
	{ "params-timeout", "SECONDS",
	    "time for all parameters of a request to arrive; then 408",
	    put_seconds, .offset = FIELD(limits.params_timeout),
	    .otherwise = "timeout", .topic = TOPIC_TIMEOUTS },
	{ "pid-file", "FILE", "write the master's process id to FILE", put_text,
	    .offset = FIELD(pid_file), .of_process = true,
	    .topic = TOPIC_PROCESSES },
	{ "pool", "KIND",
	    "how the number of workers is chosen: static, dynamic or ondemand",
	    put_choice, .offset = FIELD(pool), .choices = pools,
	    .fallback = "static", .topic = TOPIC_PROCESSES },
	{ "prepare-timeout", "SECONDS",
	    "time for applications to prepare before workers start",
	    put_seconds, .offset = FIELD(prepare_timeout), .fallback = "60",
	    .topic = TOPIC_TIMEOUTS },
	{ "queue-timeout", "SECONDS",
	    "time that a request may wait for a thread; then 503", put_seconds,
	    .offset = FIELD(limits.queue_timeout), .computed = "none",
	    .topic = TOPIC_TIMEOUTS },
	{ "receive-memory", "SIZE",
	    "memory of a worker for requests and unread answers; beyond it, "
	    "the oldest incomplete requests are given up",
	    put_size, .offset = FIELD(limits.receive_memory), .most = INT64_MAX,
	    .fallback = "64M", .topic = TOPIC_LIMITS },
	{ "request-id-header", NULL,
	    "put X-Request-Id into every answer, not only into errors",
	    put_switch, .offset = FIELD(request_id_header),
	    .topic = TOPIC_LOG },
	{ "request-limit", "SECONDS",
	    "time for an application to serve a request, in all; then 504, or "
	    "the answer is cut",
	    put_seconds, .offset = FIELD(limits.request_limit),
	    .computed = "none", .topic = TOPIC_TIMEOUTS },
	{ "request-timeout", "SECONDS",
	    "time that an application may neither write nor tell a step; then "
	    "504, or the answer is cut",
	    put_seconds, .offset = FIELD(limits.request_timeout),
	    .computed = "60, or application-timeout if that is longer",
	    .topic = TOPIC_TIMEOUTS },
	{ "require-available", NULL,
	    "do not start or reload while an application is unavailable",
	    put_switch, .offset = FIELD(require_available),
	    .topic = TOPIC_PROCESSES },
	{ "reuse-port", NULL,
	    "allow another {program} to listen on the same HOST:PORT",
	    put_switch, .offset = FIELD(listen.reuse_port),
	    .topic = TOPIC_PEERS },
	{ "sandbox", "HOW",
	    "restrict what workers can do: on (as far as the kernel "
	    "supports it), require or off",
	    put_choice, .offset = FIELD(sandbox), .choices = sandbox_modes,
	    .fallback = "on", .topic = TOPIC_PROCESSES },
	{ "set", "APP.KEY=VALUE",
	    "set a setting for all mounts of APP; /PREFIX:APP.KEY=VALUE "
	    "sets it for one mount; repeatable",
	    put_set, .is_list = true, .topic = TOPIC_APPLICATIONS,
	    .is_indirect = true },
	{ "slow-log", "TARGET",
	    "log where the time of slow requests went, to /PATH, stderr, "
	    "syslog or journal",
	    put_log, .offset = FIELD(slow_log), .of_process = true,
	    .topic = TOPIC_LOG },
	{ "slow-log-threshold", "MILLISECONDS",
	    "a request that takes longer than this is slow", put_count,
	    .offset = FIELD(slow_log_threshold), .most = 3600000,
	    .fallback = "1000", .of_process = true, .topic = TOPIC_LOG },
	{ "socket-group", "GROUP",
	    "the group of the unix sockets that {program} creates",
	    put_socket_group, .computed = "group", .topic = TOPIC_PEERS },
	{ "socket-mode", "MODE",
	    "the mode of the unix sockets that {program} creates",
	    put_socket_mode, .fallback = "0660", .topic = TOPIC_PEERS },
	{ "socket-user", "USER",
	    "the owner of the unix sockets that {program} creates",
	    put_socket_user, .computed = "user", .topic = TOPIC_PEERS },
	{ "spare-max", "N", "maximum number of idle workers in a dynamic pool",
	    put_count, .offset = FIELD(spare_max), .most = 1024,
	    .fallback = "3", .topic = TOPIC_PROCESSES },
	{ "spare-min", "N", "minimum number of idle workers in a dynamic pool",
	    put_count, .offset = FIELD(spare_min), .most = 1024,
	    .fallback = "1", .topic = TOPIC_PROCESSES },
	{ "spool-folder", "FOLDER",
	    "the folder for bodies and answers larger than 1 MiB", put_folder,
	    .offset = FIELD(spool_folder), .fallback = "/tmp",
	    .topic = TOPIC_LIMITS },
	{ "statsd", "ADDRESS",
	    "send metrics to the statsd server at HOST:PORT or unix:/PATH",
	    put_statsd, .offset = FIELD(statsd), .topic = TOPIC_LOG },
	{ "statsd-interval", "SECONDS",
	    "time between two reports to the statsd server", put_seconds,
	    .offset = FIELD(statsd_interval), .fallback = "10",
	    .topic = TOPIC_LOG },
	{ "statsd-prefix", "TEXT",
	    "begin the names that are sent to the statsd server with this",
	    put_text, .offset = FIELD(statsd_prefix), .topic = TOPIC_LOG },
	{ "statsd-tags", NULL,
	    "send labels as tags of DogStatsD, not as parts of the names",
	    put_switch, .offset = FIELD(statsd_tags), .topic = TOPIC_LOG },
	{ "threads", "N", "threads in each worker", put_count,
	    .offset = FIELD(threads), .most = 256, .fallback = "4",
	    .topic = TOPIC_PROCESSES },
	{ "timeout", "SECONDS",
	    "the value of the time-outs that are not set themselves",
	    put_seconds, .offset = FIELD(limits.timeout), .fallback = "30",
	    .topic = TOPIC_TIMEOUTS },
	{ "transport", "NAME", TRANSPORT_HELP, put_transport, .offset = 0,
	    .fallback = "fcgi", .topic = TOPIC_PEERS },
	{ "trusted-header", "WHICH",
	    "the headers that trusted proxies set: x-forwarded or forwarded",
	    put_choice, .offset = FIELD(trusted.header),
	    .choices = trusted_headers, .fallback = "x-forwarded",
	    .topic = TOPIC_PEERS },
	{ "trusted-proxies", "LIST",
	    "trust the proxies at these addresses: 192.0.2.0/24, ::1, unix",
	    put_trusted_proxies, .is_list = true, .topic = TOPIC_PEERS },
	{ "user", "USER", "the user that workers run as, if started as root",
	    put_user, .topic = TOPIC_PROCESSES },
	{ "worker-idle-timeout", "SECONDS",
	    "time before a surplus idle worker ends", put_seconds,
	    .offset = FIELD(worker_idle_timeout), .fallback = "10",
	    .topic = TOPIC_TIMEOUTS },
	{ "workers", "N",
	    "worker processes, or auto for one for each processor that it may "
	    "use; in a dynamic or ondemand pool the maximum",
	    put_workers, .offset = FIELD(workers), .most = 1024,
	    .fallback = "auto", .topic = TOPIC_PROCESSES },
	{ "workers-min", "N", "minimum number of workers in a dynamic pool",
	    put_count, .offset = FIELD(workers_min), .most = 1024,
	    .fallback = "1", .topic = TOPIC_PROCESSES },
	{ "write-timeout", "SECONDS",
	    "time for a peer to accept more of an answer", put_seconds,
	    .offset = FIELD(limits.write_timeout), .otherwise = "timeout",
	    .topic = TOPIC_TIMEOUTS },
	{ NULL },
};

/*
 * Names that every gantry had.  They work on in programs whose applications
 * have a setting "cache" and do not declare them; --help does not list them.
 */
static const struct gantry_alias former_names[] = {
	{ "cache", "cache", NULL },
	{ "require-cache", "require-available", NULL },
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
		[GANTRY_SETTING_LIST] = "VALUE",
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
		key.is_list = target->is_list;
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
		if (alias.alias->target == NULL)
			return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
			    "application '%s': the alias '%s' has no target",
			    application->name, alias.alias->name);
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

static bool
has_setting(const struct gantry_application *application, const char *key)
{
	const struct gantry_setting *setting = application->settings;

	while (setting != NULL && setting->key != NULL &&
	    strcmp(setting->key, key) != 0)
		setting++;
	return setting != NULL && setting->key != NULL;
}

/* Append the former names that KEYS do not have yet. */
static void
add_former_names(struct config_key *keys, size_t *count)
{
	const struct gantry_alias *alias;
	const struct config_key *target;

	for (alias = former_names; alias->name != NULL; alias++) {
		if (config_key_find(keys, alias->name) != NULL)
			continue;
		target = find_own(alias->target);
		keys[(*count)++] = (struct config_key){
			.name = alias->name,
			.argument = target != NULL ? target->argument : "VALUE",
			.put = put_alias,
			.is_indirect = true,
			.setting = target != NULL ? NULL : alias->target,
			.option = target != NULL ? target->name : NULL,
		};
	}
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
	size_t room = count + sizeof(former_names) / sizeof(former_names[0]);
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
	for (i = 0; applications[i] != NULL; i++)
		if (has_setting(applications[i], "cache"))
			break;
	if (applications[i] != NULL)
		add_former_names(keys, &count);
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
