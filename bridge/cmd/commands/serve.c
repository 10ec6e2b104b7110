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
#include "cmd/config/derived/control_socket.h"
#include "cmd/config/derived/sandbox_files.h"
#include "cmd/config/derived/spool_folder.h"
#include "gate/hooks/process_hooks.h"
#include "gate/tracer.h"
#include "gate/transport/http/http.h"
#include "serve/master/master.h"
#include "serve/pool/processors.h"
#include "serve/socket/activation.h"
#include "serve/socket/inherited_sockets.h"
#include "serve/template/template_process.h"

/* A pool of a snapshot, and all that it points to. */
struct served_pool {
	struct config *config;
	struct sandbox_files sandbox;
	struct spool_folder spool;
	struct gate_options gate;
	struct transport_options transport;
};

/* The greatest value of workers. */
#define WORKERS_MAX 1024

/* A snapshot, and all that it points to. */
struct served {
	struct snapshot snapshot; /* first: a pointer to it is one to this */
	const struct development_options *development; /* NULL: none */
	struct config config;
	struct logs logs;
	struct control_socket control;
	struct served_pool *pools; /* parallel to those of the snapshot */
};

/* By default the sockets belong to the user and group of the workers. */
static struct listener_options
listener_options(const struct config *config)
{
	struct listener_options options = config->listen;
	const struct privileges *workers = &config->privileges;

	options.public = config->bind_public;
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
make_spool(struct served_pool *served, struct gantry_error *error)
{
	const struct config *config = served->config;

	if (spool_folder_make(&served->spool, config->spool_folder,
		&config->privileges, error) == 0)
		return sandbox_files_add_folder(
		    &served->sandbox, served->spool.path, error);
	log_warning("%s; a large body or answer will fail", error->text);
	return 0;
}

/* Workers write captured requests, and count those that are there. */
static int
add_captures(struct served_pool *served, struct gantry_error *error)
{
	const char *folder = served->config->capture;

	if (folder == NULL)
		return 0;
	if (sandbox_files_add_read(&served->sandbox, folder, error) == -1)
		return -1;
	return sandbox_files_add_folder(&served->sandbox, folder, error);
}

/* Workers of a gantry dev keep traces. */
static int
add_development(const struct served *served, struct served_pool *own,
    struct gantry_error *error)
{
	const struct development_options *development = served->development;

	if (development == NULL)
		return 0;
	if (sandbox_files_add_read(&own->sandbox, development->folder, error) ==
	    -1)
		return -1;
	return sandbox_files_add_folder(
	    &own->sandbox, development->folder, error);
}

/* Prepare the user that workers run as, and their sandbox. */
static int
prepare_sandbox(const struct served *served, struct served_pool *own,
    struct gantry_error *error)
{
	struct config *config = own->config;

	if (privileges_complete(&config->privileges, error) == -1 ||
	    sandbox_files_init(&own->sandbox, config, error) == -1 ||
	    make_spool(own, error) == -1 || add_captures(own, error) == -1 ||
	    add_development(served, own, error) == -1)
		return -1;
	return sandbox_probe(&own->sandbox.options, error);
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
check_pid_file(const struct config *config, struct gantry_error *error)
{
	const char *name;

	if (config->pid_file == NULL)
		return 0;
	return check_folder(
	    folder_open_of(config->pid_file, &name, error), "pid-file", error);
}

/* Likewise, where workers make files. */
static int
check_folders(const struct config *config, struct gantry_error *error)
{
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

/* " of the pool NAME", or nothing without sections. */
static void
write_pool(char *text, size_t size, const struct pool *pool, const char *word)
{
	*text = '\0';
	if (pool->snapshot->has_sections)
		snprintf(text, size, " %s the pool %s", word, pool->name);
}

static void
warn_of_root(struct served *served)
{
	const struct pool *pool = served->snapshot.pools;
	char name[SCORE_POOL_NAME_SIZE + 16];
	size_t i;

	for (i = 0; i < served->snapshot.pool_count; i++, pool++) {
		if (!folder_is_checked() || pool->fault[0] != '\0' ||
		    served->pools[i].config->privileges.groups != NULL)
			continue;
		write_pool(name, sizeof(name), pool, "of");
		log_warning("workers%s run as root: give --user the user that "
			    "requests are served as, or start gantry as that "
			    "user",
		    name);
	}
}

static void
tell_listening(const struct pool *pool, size_t at)
{
	const char *address = pool->listeners.addresses[at];
	const int descriptor = pool->listeners.descriptors[at];
	char name[LISTENER_NAME_SIZE], of[SCORE_POOL_NAME_SIZE + 16];

	listener_name(descriptor, name, sizeof(name));
	write_pool(of, sizeof(of), pool, "for");
	if (activation_index(descriptor) != -1)
		log_info("listening on %s%s, which this process was started "
			 "with",
		    name, of);
	else if (strcmp(name, address) == 0)
		log_info("listening on %s%s", address, of);
	else
		log_info("listening on %s%s, which is %s", address, of, name);
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

/* Is the socket INDEX of the activation meant for the pool CONFIG, NAME? */
static bool
is_for_pool(const struct config *config, const char *name, size_t index)
{
	size_t i;

	if (strcmp(activation_name(index), name) == 0)
		return true;
	for (i = 0; i < config->binds.count; i++)
		if (activation_match(config->binds.items[i]) ==
		    activation_get(index))
			return true;
	return false;
}

/* The pool that the socket INDEX of the activation is for, or NULL. */
static struct pool *
find_activated(struct served *served, size_t index)
{
	struct snapshot *snapshot = &served->snapshot;
	size_t i;

	for (i = 0; snapshot->has_sections && i < snapshot->pool_count; i++)
		if (is_for_pool(served->pools[i].config,
			snapshot->pools[i].name, index))
			return &snapshot->pools[i];
	/* By any other name, it is for the mounts of no section. */
	if (!snapshot->has_sections ||
	    strcmp(snapshot->pools[0].name, CONFIG_DEFAULT_POOL) == 0)
		return &snapshot->pools[0];
	return NULL;
}

/* What this process was started with is used, whether a bind names it or not.
 */
static int
add_activated(struct served *served, struct gantry_error *error)
{
	struct pool *pool;
	size_t i;

	for (i = 0; i < activation_count(); i++) {
		if (is_for_admin(served, activation_get(i)))
			continue;
		pool = find_activated(served, i);
		if (pool == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the socket '%s' that this process was started "
			    "with belongs to no pool; give its socket unit "
			    "FileDescriptorName=NAME with the name of a pool",
			    activation_name(i));
		if (pool->fault[0] == '\0' &&
		    !listeners_have(&pool->listeners, activation_get(i)) &&
		    listeners_add_activated(&pool->listeners, i, error) == -1)
			return -1;
	}
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
bind_one(struct pool *pool, const struct snapshot *before, const char *address,
    const struct listener_options *options, struct gantry_error *error)
{
	size_t i;

	for (i = 0; before != NULL && i < before->pool_count; i++)
		if (listeners_share(&pool->listeners,
			&before->pools[i].listeners, address, error) == 0)
			return 0;
	return listeners_bind(&pool->listeners, address, options, error);
}

/* Bind the sockets of POOL, which is configured with CONFIG. */
static int
bind_all(struct pool *pool, const struct snapshot *before,
    const struct config *config, struct gantry_error *error)
{
	const struct listener_options options = listener_options(config);
	size_t i;

	pool->listeners.peers = &config->peers;
	for (i = 0; i < config->binds.count; i++)
		if (check_http(config, config->binds.items[i], error) == -1 ||
		    bind_one(pool, before, config->binds.items[i], &options,
			error) == -1)
			return -1;
	return 0;
}

static bool
was_open(const struct snapshot *before, int descriptor)
{
	size_t i;

	for (i = 0; before != NULL && i < before->pool_count; i++)
		if (listeners_have(&before->pools[i].listeners, descriptor))
			return true;
	return false;
}

/* Close what a pool that cannot start has opened. */
static void
close_own(struct pool *pool, const struct snapshot *before)
{
	const struct listeners *kept[SCORE_POOLS + 1];
	size_t count = 0, i;

	for (i = 0; before != NULL && i < before->pool_count; i++)
		kept[count++] = &before->pools[i].listeners;
	kept[count] = NULL;
	listeners_close_unshared(&pool->listeners, kept);
	listeners_clear(&pool->listeners);
}

static void
set_fault(struct pool *pool, const struct snapshot *before, const char *text)
{
	snprintf(pool->fault, sizeof(pool->fault), "%.*s",
	    (int)sizeof(pool->fault) - 1, text);
	log_error("the pool %s cannot start: %s", pool->name, text);
	close_own(pool, before);
}

/* POOL must have a socket.  Returns 0, or -1 with ERROR filled. */
static int
check_listeners(const struct pool *pool, struct gantry_error *error)
{
	if (pool->listeners.count > 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "nothing to listen on: give %s",
	    pool->snapshot->has_sections
		? "it a bind, or a socket with FileDescriptorName= and its "
		  "name"
		: "--bind unix:PATH, --bind HOST:PORT or "
		  "--bind http://HOST:PORT");
}

static void
tell_changes(
    const struct served *served, const struct snapshot *before, size_t at)
{
	const struct pool *pool = &served->snapshot.pools[at];
	const struct pool *old = snapshot_find_pool(before, pool->name);
	const struct served_pool *pools;
	size_t i;

	if (old != NULL) {
		pools = ((const struct served *)before)->pools;
		if (pools[old - before->pools].config->listen.reuse_port !=
		    served->pools[at].config->listen.reuse_port)
			log_warning("reuse-port: sockets that are open keep "
				    "what they were opened with until a "
				    "restart");
	}
	for (i = 0; i < pool->listeners.count; i++)
		if (!was_open(before, pool->listeners.descriptors[i]))
			tell_listening(pool, i);
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

static struct statsd_options
statsd_options(const struct config *config)
{
	return (struct statsd_options){
		.address = config->statsd,
		.prefix = config->statsd_prefix,
		.tags = config->statsd_tags,
		.interval = config->statsd_interval,
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
	served->pools[0].gate.trace_secret = secret;
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

/* Fill the options of the pool AT, with pointers to where it stays. */
static void
fill_gate(struct served *served, size_t at)
{
	struct served_pool *own = &served->pools[at];
	const struct config *config = own->config;
	const char *secret = served->pools[0].gate.trace_secret;

	own->gate = command_gate_options(config);
	own->gate.is_alone = false;
	own->gate.multithread = config->threads > 1;
	/* Several gantrys may share an inherited socket. */
	own->gate.multiprocess = config->workers > 1 || activation_count() > 0;
	own->gate.requires_available = config->require_available;
	own->gate.trace_secret = secret;
	own->gate.traces = served->development != NULL;
	own->transport = command_transport_options(config);
	if (own->spool.path[0] != '\0')
		own->transport.spool_folder = own->spool.path;
}

static void
fill_worker(struct served *served, size_t at)
{
	struct served_pool *own = &served->pools[at];
	const struct config *config = own->config;
	struct pool *pool = &served->snapshot.pools[at];

	pool->worker = (struct worker_config){
		.graceful_timeout = config->graceful_timeout,
		.max_requests = config->max_requests,
		.max_requests_jitter = config->max_requests_jitter,
		.max_rss = config->max_rss,
		.environment = (const char *const *)config->environment.items,
		.environment_count = config->environment.count,
	};
	pool->worker.loop = (struct loop_options){
		.gate = &own->gate,
		.listeners = &pool->listeners,
		.threads = config->threads,
		.transport = config->transport,
		.transport_options = &own->transport,
		.observer = served->logs.observer,
		.development = served->development,
		.privileges = &config->privileges,
		.sandbox = &own->sandbox.options,
	};
	/* A developer sees each worker load. */
	pool->worker.preloads =
	    served->development == NULL && preloaded_is_any(&own->gate);
	if (config->crash_limit > 0)
		pool->worker.loop.crash_limit =
		    CRASH_LIMIT_PATH + config->crash_limit_by;
}

static void
fill_pool(struct served *served, size_t at)
{
	struct served_pool *own = &served->pools[at];
	const struct config *config = own->config;
	struct pool *pool = &served->snapshot.pools[at];

	fill_gate(served, at);
	fill_worker(served, at);
	pool->jobs = (struct jobs_config){
		.gate = &own->gate,
		.privileges = &config->privileges,
		.sandbox = config->sandbox,
		.environment = (const char *const *)config->environment.items,
		.environment_count = config->environment.count,
		.next =
		    at + 1 < served->snapshot.pool_count ? &pool[1].jobs : NULL,
	};
	pool->scaling = scaling_options(config);
	pool->boot_timeout = config->boot_timeout;
	pool->prepare_timeout = config->prepare_timeout;
	pool->needs_preparation =
	    hooks_need_preparation(config->mounts, config->mount_count);
	pool->crash_limit = (struct crash_limit){
		.count = config->crash_limit,
		.time = config->crash_timeout,
	};
}

static void
adopt_snapshot(struct snapshot *snapshot)
{
	const struct served *served = (struct served *)snapshot;
	struct listener_options options;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++) {
		options = listener_options(served->pools[i].config);
		listeners_change(&snapshot->pools[i].listeners, &options);
	}
}

static void
close_sockets(struct snapshot *snapshot, const struct snapshot *kept)
{
	const struct listeners *shared[SCORE_POOLS + 1];
	size_t count = 0, i;

	for (i = 0; kept != NULL && i < kept->pool_count; i++)
		shared[count++] = &kept->pools[i].listeners;
	shared[count] = NULL;
	for (i = 0; i < snapshot->pool_count; i++)
		listeners_close_unshared(&snapshot->pools[i].listeners, shared);
}

static void
free_snapshot(struct snapshot *snapshot)
{
	struct served *served = (struct served *)snapshot;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++) {
		listeners_clear(&snapshot->pools[i].listeners);
		spool_folder_remove(&served->pools[i].spool);
		sandbox_files_clear(&served->pools[i].sandbox);
	}
	logs_close(&served->logs);
	config_clear(&served->config);
	free(snapshot->pools);
	free(served->pools);
	free(served);
}

/* Returns 0, or -1 with ERROR filled. */
static int
make_pools(struct served *served, struct gantry_error *error)
{
	struct snapshot *snapshot = &served->snapshot;
	struct config *config = &served->config;
	const size_t count = config_pool_count(config);
	size_t i;

	snapshot->pools = calloc(count, sizeof(*snapshot->pools));
	served->pools = calloc(count, sizeof(*served->pools));
	if (snapshot->pools == NULL || served->pools == NULL)
		return gantry_error_memory(error);
	snapshot->pool_count = count;
	snapshot->has_sections = config->pool_count > 0;
	for (i = 0; i < count; i++) {
		snapshot->pools[i].snapshot = snapshot;
		snapshot->pools[i].name = snapshot->has_sections
		    ? config->pools[i].name
		    : CONFIG_DEFAULT_POOL;
		served->pools[i].config = config_pool_at(config, i);
	}
	return 0;
}

/* Open what the pool AT needs.  Returns 0, or -1 with ERROR filled. */
static int
open_pool(struct served *served, const struct snapshot *before, size_t at,
    struct gantry_error *error)
{
	const struct config_errors *faults = served->snapshot.has_sections
	    ? &served->config.pools[at].faults
	    : NULL;
	struct served_pool *own = &served->pools[at];

	if (faults != NULL && faults->count > 0) {
		*error = faults->items[0];
		return -1;
	}
	if (prepare_sandbox(served, own, error) == -1 ||
	    check_folders(own->config, error) == -1)
		return -1;
	return bind_all(
	    &served->snapshot.pools[at], before, own->config, error);
}

/*
 * The pools that cannot start are known.  Is that too much?  The old program
 * of an upgrade serves all of them.
 */
static int
check_faults(const struct served *served, const struct snapshot *before,
    struct gantry_error *error)
{
	const struct snapshot *snapshot = &served->snapshot;
	const struct pool *first = NULL;
	size_t count = 0, i;

	for (i = 0; i < snapshot->pool_count; i++) {
		if (snapshot->pools[i].fault[0] == '\0')
			continue;
		if (count++ == 0)
			first = &snapshot->pools[i];
	}
	if (count == 0 || before != NULL ||
	    (count < snapshot->pool_count && !inherited_sockets_are_lent()))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
	    count < snapshot->pool_count ? "the pool %s cannot start: %s"
					 : "no pool can start; the pool %s: %s",
	    first->name, first->fault);
}

/* Open all pools; one that fails does not keep the others from serving. */
static int
open_pools(struct served *served, const struct snapshot *before,
    struct gantry_error *error)
{
	struct snapshot *snapshot = &served->snapshot;
	size_t i;

	control_socket_find(&served->control, &served->config);
	if (activation_find(error) == -1)
		return -1;
	for (i = 0; i < snapshot->pool_count; i++) {
		if (open_pool(served, before, i, error) == 0)
			continue;
		if (!snapshot->has_sections)
			return -1;
		set_fault(&snapshot->pools[i], before, error->text);
	}
	if (add_activated(served, error) == -1)
		return -1;
	for (i = 0; i < snapshot->pool_count; i++) {
		if (snapshot->pools[i].fault[0] != '\0')
			continue;
		if (check_listeners(&snapshot->pools[i], error) == 0)
			tell_changes(served, before, i);
		else if (snapshot->has_sections)
			set_fault(&snapshot->pools[i], before, error->text);
		else
			return -1;
	}
	return check_faults(served, before, error);
}

/* Fill SERVED.  Returns 0, or -1 with ERROR filled. */
static int
load(struct served *served, const struct serve_source *source,
    struct snapshot *before, struct gantry_error *error)
{
	struct config *config = &served->config;
	size_t i;

	if (source->load(config, source->owner, error) == -1 ||
	    logs_open(&served->logs, config, error) == -1 ||
	    check_pid_file(config, error) == -1 ||
	    make_pools(served, error) == -1 ||
	    open_pools(served, before, error) == -1)
		return -1;
	served->snapshot.admin = admin_options(served);
	served->snapshot.statsd = statsd_options(config);
	served->snapshot.pid_file = config->pid_file;
	if (tell_trace_secret(served, error) == -1)
		return -1;
	for (i = 0; i < served->snapshot.pool_count; i++) {
		if (served->pools[i].config->sandbox != SANDBOX_OFF)
			sandbox_files_warn(&served->pools[i].sandbox);
		count_workers(served->pools[i].config);
		fill_pool(served, i);
	}
	return 0;
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
		warn_of_root(served);
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
