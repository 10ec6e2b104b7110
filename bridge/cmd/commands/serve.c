/*
 * From a configuration to the snapshot that a master serves with.  Each reload
 * reads the configuration again, into memory of its own.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/log/log.h"
#include "cmd/commands/commands.h"
#include "cmd/commands/logs.h"
#include "cmd/config/control_socket.h"
#include "cmd/config/sandbox_files.h"
#include "cmd/config/spool_folder.h"
#include "gate/tracer.h"
#include "gate/transport/http/http.h"
#include "serve/master/master.h"
#include "serve/pool/processors.h"
#include "serve/socket/activation.h"

/* The greatest value of workers. */
#define WORKERS_MAX 1024

/* A snapshot, and all that it points to. */
struct served {
	struct snapshot snapshot; /* first: a pointer to it is one to this */
	const struct development_options *development; /* NULL: none */
	struct config config;
	struct logs logs;
	struct sandbox_files sandbox;
	struct spool_folder spool;
	struct gate_options gate;
	struct transport_options transport;
	struct control_socket control;
};

/* By default the sockets belong to the user and group of the workers. */
static struct listener_options
listener_options(const struct served *served)
{
	struct listener_options options = served->config.listen;
	const struct privileges *workers = &served->config.privileges;

	options.public = served->config.bind_public;
	if (!options.has_user && workers->groups != NULL) {
		options.has_user = true;
		options.user = workers->user;
	}
	if (!options.has_group && workers->groups != NULL) {
		options.has_group = true;
		options.group = workers->group;
	}
	return options;
}

/*
 * Workers spool into a folder of their own, so that they need no access to what
 * others have in the configured one.
 */
static int
make_spool(struct served *served, struct gantry_error *error)
{
	const struct config *config = &served->config;

	if (spool_folder_make(&served->spool, config->spool_folder,
		&config->privileges, error) == 0)
		return sandbox_files_add_folder(
		    &served->sandbox, served->spool.path, error);
	log_warning("%s; a large body or answer will fail", error->text);
	return 0;
}

/* Workers write captured requests, and count those that are there. */
static int
add_captures(struct served *served, struct gantry_error *error)
{
	const char *folder = served->config.capture;

	if (folder == NULL)
		return 0;
	if (sandbox_files_add_read(&served->sandbox, folder, error) == -1)
		return -1;
	return sandbox_files_add_folder(&served->sandbox, folder, error);
}

/* Workers of a gantry dev keep traces. */
static int
add_development(struct served *served, struct gantry_error *error)
{
	const struct development_options *development = served->development;

	if (development == NULL)
		return 0;
	if (sandbox_files_add_read(
		&served->sandbox, development->folder, error) == -1)
		return -1;
	return sandbox_files_add_folder(
	    &served->sandbox, development->folder, error);
}

/* Prepare the user that workers run as, and their sandbox. */
static int
prepare_sandbox(struct served *served, struct gantry_error *error)
{
	struct config *config = &served->config;

	if (privileges_complete(&config->privileges, error) == -1 ||
	    sandbox_files_init(&served->sandbox, config, error) == -1 ||
	    make_spool(served, error) == -1 ||
	    add_captures(served, error) == -1 ||
	    add_development(served, error) == -1)
		return -1;
	return sandbox_probe(&served->sandbox.options, error);
}

static int
check_folder(int folder, const char *key, struct gantry_error *error)
{
	if (folder != -1)
		return close(folder);
	/* What else is wrong is reported when the folder is used. */
	return error->code == GANTRY_ERROR_INPUT
	    ? gantry_error_prefix(error, "%s", key)
	    : 0;
}

/* They are without a user, and also with the user root. */
static bool
workers_are_root(const struct config *config)
{
	return config->privileges.groups == NULL ||
	    config->privileges.user == 0;
}

/*
 * Refuse folders that other users could change, before root makes files there.
 */
static int
check_folders(const struct config *config, struct gantry_error *error)
{
	const char *name;

	if (config->pid_file != NULL &&
	    check_folder(folder_open_of(config->pid_file, &name, error),
		"pid-file", error) == -1)
		return -1;
	if (!workers_are_root(config))
		return 0;
	if (config->capture != NULL &&
	    check_folder(
		folder_open(config->capture, error), "capture", error) == -1)
		return -1;
	if (config->spool_folder == NULL)
		return 0;
	return check_folder(
	    folder_open(config->spool_folder, error), "spool-folder", error);
}

static void
warn_of_root(const struct config *config)
{
	if (folder_is_checked() && config->privileges.groups == NULL)
		log_warning(
		    "workers run as root: give --user the user that requests "
		    "are served as, or start gantry as that user");
}

static void
tell_listening(const char *address, int descriptor)
{
	char name[LISTENER_NAME_SIZE];

	listener_name(descriptor, name, sizeof(name));
	if (activation_index(descriptor) != -1)
		log_info("listening on %s, which this process was started with",
		    name);
	else if (strcmp(name, address) == 0)
		log_info("listening on %s", address);
	else
		log_info("listening on %s, which is %s", address, name);
}

/* Is DESCRIPTOR meant for the control socket, or for --admin? */
static bool
is_for_admin(const struct served *served, int descriptor)
{
	char control[CONTROL_SOCKET_SIZE + sizeof("unix:")];
	const char *http = served->config.admin;

	snprintf(control, sizeof(control), "unix:%s", served->control.path);
	return activation_match(control) == descriptor ||
	    (http != NULL && activation_match(http) == descriptor);
}

/* What this process was started with is used, whether a bind names it or not.
 */
static int
add_activated(struct served *served, struct gantry_error *error)
{
	struct listeners *listeners = &served->snapshot.listeners;
	size_t i;

	for (i = 0; i < activation_count(); i++)
		if (!listeners_have(listeners, activation_get(i)) &&
		    !is_for_admin(served, activation_get(i)) &&
		    listeners_add_activated(listeners, i, error) == -1)
			return -1;
	return 0;
}

/* Can HTTP be spoken at ADDRESS, if it asks for that? */
static int
check_http(const struct config *config, const char *address,
    struct gantry_error *error)
{
	if (strncmp(address, LISTENER_HTTP, strlen(LISTENER_HTTP)) != 0)
		return 0;
	if (!http_is_available())
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "cannot listen on %s: this gantry was built without HTTP; "
		    "build it with llhttp (apt-get install node-llhttp)",
		    address);
	if (config->transport != TRANSPORT_FCGI)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot listen on %s: HTTP needs --transport fcgi",
		    address);
	return 0;
}

static int
bind_one(struct served *served, const struct snapshot *before,
    const char *address, struct gantry_error *error)
{
	const struct listener_options options = listener_options(served);
	struct listeners *listeners = &served->snapshot.listeners;

	if (check_http(&served->config, address, error) == -1)
		return -1;
	if (before != NULL &&
	    listeners_share(listeners, &before->listeners, address, NULL) == 0)
		return 0;
	return listeners_bind(listeners, address, &options, error);
}

static int
listen_on(
    struct served *served, struct snapshot *before, struct gantry_error *error)
{
	const struct config *config = &served->config;
	struct listeners *listeners = &served->snapshot.listeners;
	size_t i;

	listeners->peers = &config->peers;
	control_socket_find(&served->control, config);
	if (activation_find(error) == -1)
		return -1;
	for (i = 0; i < config->binds.count; i++)
		if (bind_one(served, before, config->binds.items[i], error) ==
		    -1)
			return -1;
	if (before != NULL &&
	    config->listen.reuse_port !=
		((struct served *)before)->config.listen.reuse_port)
		log_warning("reuse-port: sockets that are open keep what they "
			    "were opened with until a restart");
	if (add_activated(served, error) == -1)
		return -1;
	if (listeners->count == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "nothing to listen on: give --bind unix:PATH, "
		    "--bind HOST:PORT or --bind http://HOST:PORT");
	for (i = 0; i < listeners->count; i++)
		if (before == NULL ||
		    !listeners_have(
			&before->listeners, listeners->descriptors[i]))
			tell_listening(
			    listeners->addresses[i], listeners->descriptors[i]);
	return 0;
}

static struct scaling_options
scaling_options(const struct config *config)
{
	unsigned least = config->workers_min;

	if (least > config->workers)
		least = config->workers;
	return (struct scaling_options){
		.kind = config->pool,
		.workers = config->workers,
		.workers_min = least,
		.spare_min = config->spare_min,
		.spare_max = config->spare_max > config->spare_min
		    ? config->spare_max
		    : config->spare_min,
		.threads = config->threads,
		.idle_timeout = config->worker_idle_timeout,
	};
}

static struct admin_options
admin_options(struct served *served)
{
	const struct config *config = &served->config;
	const struct control_socket *control = &served->control;

	return (struct admin_options){
		.control = control->path[0] != '\0' ? control->path : NULL,
		.control_is_optional = !control->is_given,
		.http = config->admin,
		.http_public = config->admin_public,
	};
}

/*
 * The secret of live traces, printed where the one that starts gantry sees it,
 * and not in the log.  It stays the same until the master ends.
 */
static int
tell_trace_secret(struct served *served, struct gantry_error *error)
{
	static char secret[TRACER_SECRET_SIZE];

	/* A developer sees the traces of all requests. */
	if (!served->config.debug || served->development != NULL)
		return 0;
	if (secret[0] == '\0') {
		if (tracer_make_secret(secret, error) == -1)
			return -1;
		printf("to trace a request, send the header\n"
		       "X-Gantry-Trace: text %s\n",
		    secret);
		fflush(stdout);
	}
	served->gate.trace_secret = secret;
	log_warning("debug is on: responses to all clients show internal "
		    "errors");
	return 0;
}

/* How many workers "auto" are.  Only who serves looks: it takes some time. */
static void
count_workers(struct config *config)
{
	struct processors processors;

	if (!config->workers_auto)
		return;
	processors_read(&processors);
	config->workers =
	    processors.count < WORKERS_MAX ? processors.count : WORKERS_MAX;
	if (processors.quota != 0)
		log_info(
		    "workers = auto: %u, for %u processors and a CPU quota "
		    "of %u",
		    config->workers, processors.allowed, processors.quota);
	else
		log_info("workers = auto: %u, for %u processors",
		    config->workers, processors.allowed);
}

static void
fill_snapshot(struct served *served)
{
	const struct config *config = &served->config;
	struct snapshot *snapshot = &served->snapshot;

	served->gate = command_gate_options(config);
	served->gate.multithread = config->threads > 1;
	/* Several gantrys may share an inherited socket. */
	served->gate.multiprocess =
	    config->workers > 1 || activation_count() > 0;
	served->gate.requires_available = config->require_available;
	served->gate.traces = served->development != NULL;
	served->transport = command_transport_options(config);
	if (served->spool.path[0] != '\0')
		served->transport.spool_folder = served->spool.path;
	snapshot->worker.loop = (struct loop_options){
		.gate = &served->gate,
		.listeners = &snapshot->listeners,
		.threads = config->threads,
		.transport = config->transport,
		.transport_options = &served->transport,
		.observer = served->logs.observer,
		.development = served->development,
		.privileges = &config->privileges,
		.sandbox = &served->sandbox.options,
	};
	snapshot->jobs = (struct jobs_config){
		.gate = &served->gate,
		.privileges = &config->privileges,
		.sandbox = config->sandbox,
	};
	snapshot->scaling = scaling_options(config);
	snapshot->admin = admin_options(served);
	snapshot->statsd = (struct statsd_options){
		.address = config->statsd,
		.prefix = config->statsd_prefix,
		.tags = config->statsd_tags,
		.interval = config->statsd_interval,
	};
	snapshot->boot_timeout = config->boot_timeout;
	snapshot->worker.graceful_timeout = config->graceful_timeout;
	if (config->crash_limit > 0)
		snapshot->worker.loop.crash_limit =
		    CRASH_LIMIT_PATH + config->crash_limit_by;
	snapshot->crash_limit = (struct crash_limit){
		.count = config->crash_limit,
		.time = config->crash_timeout,
	};
	snapshot->worker.max_requests = config->max_requests;
	snapshot->worker.max_requests_jitter = config->max_requests_jitter;
	snapshot->worker.max_rss = config->max_rss;
	snapshot->pid_file = config->pid_file;
}

static void
adopt_snapshot(struct snapshot *snapshot)
{
	const struct served *served = (struct served *)snapshot;
	const struct listener_options options = listener_options(served);

	listeners_change(&snapshot->listeners, &options);
}

static void
close_sockets(struct snapshot *snapshot, const struct snapshot *kept)
{
	listeners_close_unshared(
	    &snapshot->listeners, kept != NULL ? &kept->listeners : NULL);
}

static void
free_snapshot(struct snapshot *snapshot)
{
	struct served *served = (struct served *)snapshot;

	listeners_clear(&snapshot->listeners);
	logs_close(&served->logs);
	spool_folder_remove(&served->spool);
	sandbox_files_clear(&served->sandbox);
	config_clear(&served->config);
	free(served);
}

/* Fill SERVED.  Returns 0, or -1 with ERROR filled. */
static int
load(struct served *served, const struct serve_source *source,
    struct snapshot *before, struct gantry_error *error)
{
	struct config *config = &served->config;

	if (source->load(config, source->owner, error) == -1 ||
	    logs_open(&served->logs, config, error) == -1 ||
	    prepare_sandbox(served, error) == -1 ||
	    check_folders(config, error) == -1 ||
	    listen_on(served, before, error) == -1)
		return -1;
	if (config->sandbox != SANDBOX_OFF)
		sandbox_files_warn(&served->sandbox);
	count_workers(config);
	fill_snapshot(served);
	return tell_trace_secret(served, error);
}

static struct snapshot *
load_snapshot(void *owner, struct snapshot *before, struct gantry_error *error)
{
	struct served *served = calloc(1, sizeof(*served));

	if (served == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	served->development = ((const struct serve_source *)owner)->development;
	if (load(served, owner, before, error) == -1) {
		close_sockets(&served->snapshot, before);
		free_snapshot(&served->snapshot);
		return NULL;
	}
	if (before == NULL)
		warn_of_root(&served->config);
	return &served->snapshot;
}

int
command_serve(const struct serve_source *source)
{
	const struct snapshot_source snapshots = {
		.owner = (void *)source,
		.load = load_snapshot,
		.adopt = adopt_snapshot,
		.close = close_sockets,
		.free = free_snapshot,
	};

	return master_run(&snapshots);
}
