/*
 * The keys: what can be said, what --help says of it, and what it changes.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/config.h"
#include "cmd/keys_access.h"
#include "serve/log_format.h"

#define SECONDS_MAX 3600

/* A list is what one source says: a later source begins it anew. */
static int
put_item(struct config *config, const struct config_key *key,
    enum config_source source, const char *item, struct gantry_error *error)
{
	struct config_list *list = config_field(config, key);

	if (source != list->source)
		config_list_clear(list);
	list->source = source;
	return config_list_add(list, item, error);
}

/* A number from 1 to KEY->most. */
static int
put_count(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	unsigned *field = config_field(config, key);
	unsigned long value;
	char *end;

	(void)source;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end != '\0' || errno != 0 ||
	    value < 1 || value > (unsigned long)key->most)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no number from 1 to %lld", text,
		    (long long)key->most);
	*field = (unsigned)value;
	return 0;
}

/* How far a unit shifts a number; -1 for none that is known. */
static int
unit_shift(const char *unit)
{
	static const char units[] = "KMG";
	const char *found;

	if (*unit == '\0')
		return 0;
	found = strchr(units, toupper((unsigned char)*unit));
	if (found == NULL || unit[1] != '\0')
		return -1;
	return (int)(found - units + 1) * 10;
}

/* Bytes from 1 to KEY->most, with K, M or G for powers of 1024. */
static int
put_size(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	int64_t *field = config_field(config, key);
	unsigned long long value;
	char *end;
	int shift;

	(void)source;
	errno = 0;
	value = strtoull(text, &end, 10);
	shift = unit_shift(end);
	if (!isdigit((unsigned char)*text) || errno != 0 || shift == -1 ||
	    value < 1 || value > (unsigned long long)key->most >> shift)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no size from 1 to %lldM; give bytes, or 64K, 10M "
		    "or 1G",
		    text, (long long)key->most >> 20);
	*field = (int64_t)(value << shift);
	return 0;
}

/* Seconds, fractions too, kept as milliseconds. */
static int
put_seconds(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	int *field = config_field(config, key);
	double value;
	char *end;

	(void)source;
	value = strtod(text, &end);
	if (!isdigit((unsigned char)*text) || *end != '\0' ||
	    !(value >= 0.001) || value > SECONDS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no number of seconds from 0.001 to %d", text,
		    SECONDS_MAX);
	*field = (int)(value * 1000 + 0.5);
	return 0;
}

static int
put_switch(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char *const yes[] = { "1", "yes", "true", "on", NULL };
	static const char *const no[] = { "0", "no", "false", "off", NULL };
	bool *field = config_field(config, key);
	size_t i;

	(void)source;
	for (i = 0; yes[i] != NULL; i++) {
		*field = strcmp(value, yes[i]) == 0;
		if (*field || strcmp(value, no[i]) == 0)
			return 0;
	}
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "'%s' is neither yes nor no", value);
}

/* Keep a copy of TEXT. */
static int
put_copy(struct config *config, const struct config_key *key, const char *text,
    struct gantry_error *error)
{
	char **field = config_field(config, key), *copy = strdup(text);

	if (copy == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	free(*field);
	*field = copy;
	return 0;
}

static int
put_text(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	(void)source;
	return put_copy(config, key, text, error);
}

static int
put_pool(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char *const kinds[] = {
		[POOL_STATIC] = "static",
		[POOL_DYNAMIC] = "dynamic",
		[POOL_ON_DEMAND] = "ondemand",
	};
	size_t i;

	(void)key;
	(void)source;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(value, kinds[i]) == 0) {
			config->pool = (enum pool_kind)i;
			return 0;
		}
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is no pool; give static, dynamic or ondemand", value);
}

/* The length is struct sockaddr_un's. */
static int
put_socket(struct config *config, const struct config_key *key,
    enum config_source source, const char *path, struct gantry_error *error)
{
	if (*path == '\0' || strlen(path) > 107)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a unix socket's path has 1 to 107 bytes: '%s'", path);
	return put_text(config, key, source, path, error);
}

static int
put_log(struct config *config, const struct config_key *key,
    enum config_source source, const char *target, struct gantry_error *error)
{
	(void)source;
	if (log_target_check(target, error) == -1)
		return -1;
	return put_copy(config, key, target, error);
}

static int
put_log_format(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	struct log_format format;

	(void)source;
	if (log_format_compile(&format, text, error) == -1)
		return -1;
	log_format_clear(&format);
	return put_copy(config, key, text, error);
}

static int
put_path(struct config *config, const struct config_key *key,
    enum config_source source, const char *path, struct gantry_error *error)
{
	if (*path != '/')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no path; it begins with a slash", path);
	return put_item(config, key, source, path, error);
}

static int
put_folder(struct config *config, const struct config_key *key,
    enum config_source source, const char *path, struct gantry_error *error)
{
	/* The default is missing only when it is needed. */
	if (source != CONFIG_DEFAULT && access(path, W_OK | X_OK) == -1)
		return gantry_error_system(
		    error, "'%s' is no folder to write files in", path);
	return put_copy(config, key, path, error);
}

static int
put_transport(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	config->libfcgi = strcmp(value, "libfcgi") == 0;
	if (config->libfcgi || strcmp(value, "fcgi") == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "there is no transport '%s'; there are fcgi and libfcgi", value);
}

static int
put_log_level(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char *const levels[] = { "error", "warning", "info",
		"debug" };
	size_t i;

	(void)key;
	(void)source;
	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (strcmp(value, levels[i]) == 0) {
			config->log_level = (enum log_level)i;
			return 0;
		}
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is no log level; give error, warning, info or debug", value);
}

/* As a list of binds: a later source begins it anew. */
static int
put_trusted_proxies(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	if (source != config->trusted_source)
		address_list_clear(&config->trusted.proxies);
	config->trusted_source = source;
	return address_list_add(&config->trusted.proxies, value, error);
}

static int
put_trusted_header(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	if (strcmp(value, "x-forwarded") == 0)
		config->trusted.header = FORWARDED_X;
	else if (strcmp(value, "forwarded") == 0)
		config->trusted.header = FORWARDED_RFC7239;
	else
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is neither x-forwarded nor forwarded", value);
	return 0;
}

/* Every application that has a setting "cache" gets it. */
static int
put_cache(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	bool taken = false;
	size_t i;

	(void)key;
	(void)source;
	for (i = 0; i < config->application_count; i++) {
		if (!settings_has(&config->settings[i], "cache"))
			continue;
		if (config_put_setting(config, config->applications[i]->name,
			"cache", value, error) == -1)
			return -1;
		taken = true;
	}
	return taken ? 0
		     : gantry_error_set(error, GANTRY_ERROR_INPUT,
			   "no application here has a cache");
}

static int
put_set(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	const char *equals = strchr(value, '=');
	const char *dot = strchr(value, '.');
	char *application, *name;
	int result;

	(void)key;
	(void)source;
	if (equals == NULL || dot == NULL || dot > equals)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no setting; give APP.KEY=VALUE", value);
	application = strndup(value, (size_t)(dot - value));
	name = strndup(dot + 1, (size_t)(equals - dot - 1));
	if (application == NULL || name == NULL)
		result = gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	else
		result = config_put_setting(
		    config, application, name, equals + 1, error);
	free(application);
	free(name);
	return result;
}

#define FIELD(name) offsetof(struct config, name)

const struct config_key config_keys[] = {
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
	{ "cache", "FILE", "the cache that gantry-cache made", put_cache,
	    .offset = 0, .topic = TOPIC_APPLICATIONS, .is_of_settings = true },
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
	{ "debug", NULL, "say in a 500 what was logged, for developers alone",
	    put_switch, .offset = FIELD(debug), .topic = TOPIC_LOG },
	{ "error-log", "TARGET",
	    "what goes wrong, to /PATH, stderr, syslog or journal", put_log,
	    .offset = FIELD(error_log), .fallback = "stderr",
	    .topic = TOPIC_LOG },
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
	    "log no more than error, warning, info or debug", put_log_level,
	    .offset = 0, .fallback = "info", .topic = TOPIC_LOG },
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
	{ "pool", "KIND", "static, dynamic or ondemand workers", put_pool,
	    .offset = FIELD(pool), .fallback = "static",
	    .topic = TOPIC_PROCESSES },
	{ "queue-timeout", "SECONDS",
	    "for a request to find a thread; then 503", put_seconds,
	    .offset = FIELD(queue_timeout), .computed = "none",
	    .topic = TOPIC_TIMEOUTS },
	{ "request-id-header", NULL,
	    "put X-Request-Id into each answer, not only into failures",
	    put_switch, .offset = FIELD(request_id_header),
	    .topic = TOPIC_LOG },
	{ "require-cache", NULL,
	    "do not start, or reload, without what applications need",
	    put_switch, .offset = FIELD(require_cache),
	    .topic = TOPIC_PROCESSES },
	{ "reuse-port", NULL,
	    "let another gantry listen on the same HOST:PORT, too", put_switch,
	    .offset = FIELD(listen.reuse_port), .topic = TOPIC_PEERS },
	{ "sandbox", "HOW",
	    "lock workers in: on (as far as the kernel can), require or off",
	    put_sandbox, .fallback = "on", .topic = TOPIC_PROCESSES },
	{ "set", "APP.KEY=VALUE", "set an application's setting; repeatable",
	    put_set, .is_list = true, .topic = TOPIC_APPLICATIONS,
	    .is_of_settings = true },
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
	    "what trusted proxies write: x-forwarded or forwarded",
	    put_trusted_header, .offset = 0, .fallback = "x-forwarded",
	    .topic = TOPIC_PEERS },
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

const struct config_key *
config_find(const char *name)
{
	const struct config_key *key;

	for (key = config_keys; key->name != NULL; key++)
		if (strcmp(key->name, name) == 0)
			return key;
	return NULL;
}
