#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "base/log/log.h"
#include "cmd/config/config_errors.h"
#include "cmd/config/provenance.h"
#include "cmd/modules/modules.h"
#include "gantry/buffer.h"
#include "gate/environ/forwarded.h"
#include "gate/environ/mount.h"
#include "gate/limits.h"
#include "gate/rights/rights.h"
#include "gate/settings.h"
#include "serve/pool/scaling.h"
#include "serve/sandbox/privileges.h"
#include "serve/sandbox/sandbox.h"
#include "serve/socket/listener.h"
#include "serve/worker/transports.h"

/*
 * The configuration.  A key means the same as an option (--bind-public), as a
 * variable (GANTRY_BIND_PUBLIC) and in the file (bind-public).  Sources are
 * applied in the order of enum config_source; a later one replaces the value of
 * an earlier one, which for a list such as that of the mounts is all of it.
 *
 * An error does not stop the reading: all errors are kept, each with its place.
 */

/* Strings collected from one source. */
struct config_list {
	char **items;
	size_t count;
	enum config_source source;
};

/* A setting of one pool, kept until config_finish makes the pools. */
struct pool_setting {
	const char *key;
	const char *value;
	const char *place;
};

/*
 * A setting of one mount, kept until config_finish knows the mounts.  Without a
 * KEY it only requires that there is such a mount.
 */
struct mount_setting {
	const char *prefix; /* "/" or "/some/path" */
	const char *application; /* that is mounted there; NULL: any */
	const char *key;
	const char *value;
	enum config_source source;
	const char *place;
};

/*
 * A pool of workers: what [pool NAME] sets, and what it is configured with.
 * The pool "default" has the mounts that no other pool has.
 */
struct config_pool {
	char *name;
	char *place; /* of its first section; NULL: it has none */
	struct pool_setting *settings; /* in their order */
	size_t setting_count;
	/*
	 * Made by config_finish: the values of the pool, its own before those
	 * of [gantry], and its own mounts.
	 */
	struct config *config;
	/* Why it cannot start although others can: no such user, no module. */
	struct config_errors faults;
};

#define CONFIG_DEFAULT_POOL "default"

struct config {
	struct provenance_list provenance; /* of each value */
	struct config_errors errors;
	struct config_list files_read; /* config_files_read */
	enum config_source source; /* that is being applied */
	const char *place; /* in it */
	struct config_key *keys; /* ended by a NULL name */
	const struct gantry_application *const *applications;
	size_t application_count;
	/* Parallel to the applications, for all mounts of each. */
	struct gantry_settings *settings;
	struct rights *rights; /* that the operator adds (sandbox_settings.h) */
	struct config_list binds;
	struct config_list mount_texts; /* "/PREFIX=APP" */
	char *modules_folder;
	struct modules *modules; /* some of the applications; NULL: none */
	struct mount_setting
	    *mount_settings; /* in the order of their sources */
	size_t mount_setting_count;
	/* Made by config_finish, what follows parallel to MOUNTS. */
	struct mount *mounts;
	struct gantry_settings *mounted;
	struct rights *mount_rights;
	char **mount_names;
	size_t mount_count;
	/* Without a section [pool NAME] there is none: this is the pool. */
	struct config_pool *pools;
	size_t pool_count;
	bool bind_public;
	struct listener_options listen; /* except for the above */
	struct peers peers; /* who may connect */
	enum config_source users_source, addresses_source; /* of its lists */
	struct privileges privileges; /* of workers */
	bool privileges_unknown; /* their user or group does not exist */
	enum sandbox_mode sandbox;
	char *control_socket; /* a path, or "none"; NULL: the default of
				 control_socket.h */
	char *admin; /* HOST:PORT; NULL: none */
	bool admin_public;
	char *statsd, *statsd_prefix; /* NULL: none */
	bool statsd_tags;
	int statsd_interval; /* milliseconds */
	enum transport_kind transport;
	enum log_level log_level;
	char *error_log; /* targets; NULL: stderr, and none of the others */
	char *access_log;
	char *slow_log;
	char *access_log_format; /* NULL: combined */
	struct config_list access_log_skip; /* paths */
	unsigned slow_log_threshold; /* milliseconds */
	bool request_id_header;
	bool debug;
	bool mirror_errors;
	struct trusted trusted;
	enum config_source trusted_source; /* of its proxies */
	unsigned workers;
	bool workers_auto; /* the processors tell, once it serves */
	unsigned threads;
	struct limits limits; /* and time-outs, of requests and connections */
	char *spool_folder;
	char *capture; /* a folder; NULL: requests are not kept */
	/* Milliseconds. */
	int boot_timeout;
	int prepare_timeout;
	int graceful_timeout;
	int worker_idle_timeout;
	enum scaling_kind pool;
	unsigned workers_min, spare_min, spare_max;
	unsigned max_requests, max_requests_jitter; /* 0: any number, none */
	unsigned crash_limit; /* 0: any number */
	unsigned crash_limit_by; /* the kind of enum crash_limit_kind, less 1 */
	int crash_timeout; /* milliseconds */
	int64_t max_rss; /* 0: any number */
	char *pid_file; /* NULL: none */
	bool require_available;
	struct config_list environment; /* "NAME=VALUE", for applications */
	char *file_handoff; /* as gantry/contract.h has it; "none" */
};

/* The headings of --help. */
enum config_topic {
	TOPIC_OTHER,
	TOPIC_APPLICATIONS,
	TOPIC_PEERS,
	TOPIC_PROCESSES,
	TOPIC_TIMEOUTS,
	TOPIC_LIMITS,
	TOPIC_LOG,
	TOPIC_COUNT,
};

struct config_key;

/*
 * Set KEY to VALUE, from the source that is being applied.  Returns 0, or -1
 * with ERROR filled.
 */
typedef int config_key_put(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error);

/* One thing that can be configured. */
struct config_key {
	const char *name; /* "bind-public" */
	const char *argument; /* what --help calls its value; NULL: a switch */
	const char *help; /* without the default; NULL: --help omits the key */
	config_key_put *put;
	size_t offset; /* of the field that it changes in struct config */
	int64_t most; /* the greatest value, of a number */
	const char *const *choices; /* of put_choice, ended by NULL */
	bool is_list; /* GANTRY_... may hold several, separated by blanks */
	/*
	 * The default, one of three: as it would be written; the key whose
	 * value it is; or in words, if config.c computes it.  All NULL: there
	 * is no default, and a switch is off.
	 */
	const char *fallback;
	const char *otherwise;
	const char *computed;
	enum config_topic topic;
	/*
	 * It changes applications' settings or another key, which
	 * --print-config shows instead.
	 */
	bool is_indirect;
	bool secret; /* --print-config does not show it */
	bool of_process; /* a pool cannot have a value of its own */
	/* Of an application's alias, one of the two. */
	const char *setting; /* what it sets for each application that has it */
	const char *option; /* the key that it sets */
};

/*
 * The keys of gantry and the aliases of APPLICATIONS, sorted and ended by a
 * NULL name, to be freed.  NULL with ERROR filled: memory ran out, or an alias
 * stands for nothing.
 */
struct config_key *config_keys_new(
    const struct gantry_application *const *applications,
    struct gantry_error *error);

/* The one of KEYS called NAME, or NULL. */
const struct config_key *config_key_find(
    const struct config_key *keys, const char *name);

/* Append a copy of ITEM.  Returns 0, or -1 when memory ran out. */
int config_list_add(
    struct config_list *list, const char *item, struct gantry_error *error);
void config_list_clear(struct config_list *list);

/* Begin with the defaults.  Returns 0, or -1 with ERROR filled. */
int config_init(struct config *config,
    const struct gantry_application *const *applications,
    struct gantry_error *error);
void config_clear(struct config *config);

/* The key called NAME, or NULL. */
const struct config_key *config_find(
    const struct config *config, const char *name);

/*
 * What is set from now on comes from SOURCE, at PLACE ("FILE:LINE",
 * "GANTRY_X", "--x"), which is borrowed until the next call.
 */
void config_at(
    struct config *config, enum config_source source, const char *place);

/*
 * Set KEY to VALUE, and remember where that came from.  Returns 0, or -1 with
 * ERROR filled, which config_put also adds to the errors.
 */
int config_set(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error);
int config_put(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error);

/*
 * Set an application's setting KEY for all of its mounts.  Returns 0, or -1
 * with ERROR filled, which is not added to the errors.
 */
int config_put_setting(struct config *config, const char *application,
    const char *key, const char *value, struct gantry_error *error);

/*
 * Set KEY for each application that has such a setting, unless the same source
 * has set it by its own name.  Returns as config_put_setting.
 */
int config_put_setting_alias(struct config *config, const char *key,
    const char *value, struct gantry_error *error);

/*
 * Keep a copy of SETTING, whose source and place are the configuration's own.
 * Returns as config_put_setting.
 */
int config_put_mount_setting(struct config *config,
    const struct mount_setting *setting, struct gantry_error *error);

/*
 * The section [pool NAME] begins.  Returns 0, or -1 with ERROR filled, which is
 * not added to the errors.
 */
int config_begin_pool(
    struct config *config, const char *name, struct gantry_error *error);

/* KEY = VALUE in that section.  Returns as config_begin_pool. */
int config_put_pool_setting(struct config *config, const char *name,
    const struct pool_setting *setting, struct gantry_error *error);

/*
 * Make the pools, if there are sections; what is wrong is added to the errors,
 * or to the faults of a pool.  Returns 0, or -1 when memory ran out.
 */
int config_resolve_pools(struct config *config, struct gantry_error *error);
void config_clear_pools(struct config *config);

/* Is there a pool NAME?  False with ERROR filled. */
bool config_has_pool(
    const struct config *config, const char *name, struct gantry_error *error);

/* The setting in force "pool = NAME" of the mount at PREFIX, or NULL. */
const struct mount_setting *config_pool_setting(
    const struct config *config, const char *prefix);

/* The name of the pool that the mount at PREFIX, "/" or longer, belongs to. */
const char *config_pool_of(const struct config *config, const char *prefix);

/* How many pools serve, at least 1, and the configuration of each. */
size_t config_pool_count(const struct config *config);
struct config *config_pool_at(struct config *config, size_t index);

/* Add the faults of the pools to the errors.  Returns 0, or -1 if it has any.
 */
int config_refuse_faults(struct config *config);

/*
 * Set the variables of ENVIRONMENT in this process.  Returns 0, or -1 with
 * errno set.
 */
int config_export(const struct config_list *environment);

/* The index of the application called NAME, or -1 with ERROR filled. */
int config_find_application(
    const struct config *config, const char *name, struct gantry_error *error);

/* Remember VALUE as what the source sets PROVENANCE's subject to. */
int config_note(struct config *config, struct provenance provenance,
    const char *value, struct gantry_error *error);

/*
 * The next name that any source mounts, that no application has and a module
 * can have; NULL: there is no other.  *POSITION starts at 0 and is advanced.
 */
const char *config_next_module(const struct config *config, size_t *position);

/*
 * Begin again, with the applications of MODULES, which become the
 * configuration's.  Returns as config_init.
 */
int config_restart(
    struct config *config, struct modules *modules, struct gantry_error *error);

/*
 * Make the mounts, each with its settings; what is wrong with them is added to
 * the errors.  Returns 0, or -1 when memory ran out.
 */
int config_resolve_mounts(struct config *config, struct gantry_error *error);
void config_clear_mounts(struct config *config);

/* Warn of each secret that the command line sets, once. */
void config_warn_of_secrets(const struct config *config);

/* Put the place before ERROR, and add it to the errors.  Returns -1. */
int config_add_error(struct config *config, struct gantry_error *error);

/*
 * Append to TEXT a file with each value of CONFIG and its source, after
 * config_finish.  config_read_file reads the same values from it.  A value that
 * is not set, is secret or does not fit into a line of a file is a comment;
 * secrets are masked.
 */
void config_print(const struct config *config, struct gantry_buffer *text);

/* The value of KEY, not a list, as it would be written; NULL: it has none. */
const char *config_value(
    const struct config *config, const struct config_key *key);

/*
 * Apply the variables GANTRY_... of the environment.  A name that is nearly
 * that of a key is an error; other names belong to other programs.  This and
 * the next two return 0, or -1 with ERROR filled with the first error.
 */
int config_read_environment(struct config *config, struct gantry_error *error);

/* What is read, when no other file is named, for help (base/this_program.h). */
#define CONFIG_DEFAULT_NOTE "{config}, if it exists"

/* Apply the INI file PATH, and what it includes (include.h). */
int config_read_file(
    struct config *config, const char *path, struct gantry_error *error);

/*
 * The files that config_read_file has read, the included ones too, and the
 * folders in which it searched for files to include.
 */
const struct config_list *config_files_read(const struct config *config);

/* After the last source: complete the defaults and make the mounts. */
int config_finish(struct config *config, struct gantry_error *error);

#endif
