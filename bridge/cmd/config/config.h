#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "base/log/log.h"
#include "cmd/config/config_errors.h"
#include "cmd/config/provenance.h"
#include "gate/environ/forwarded.h"
#include "gate/environ/mount.h"
#include "gate/settings.h"
#include "serve/master/scaling.h"
#include "serve/sandbox/privileges.h"
#include "serve/sandbox/sandbox.h"
#include "serve/socket/listener.h"

/*
 * What gantry was told, from wherever: each key has one meaning, whether it
 * comes as an option (--bind-public), from the environment (GANTRY_BIND_PUBLIC)
 * or from the file (bind-public).  Sources are applied in the order of
 * enum config_source; a later one replaces what an earlier one said, a whole
 * list of mounts too.
 *
 * A mistake does not stop what reads: all are kept, each with its place.
 */

/* Strings collected from one source. */
struct config_list {
	char **items;
	size_t count;
	enum config_source source;
};

/*
 * A setting of one mount, kept until config_finish knows the mounts.  Without a
 * KEY it only says that there is such a mount.
 */
struct mount_setting {
	const char *prefix; /* "/" or "/some/path" */
	const char *application; /* that is mounted there; NULL: any */
	const char *key;
	const char *value;
	enum config_source source;
	const char *place;
};

struct config {
	struct provenance_list provenance; /* by which source, and where */
	struct config_errors errors;
	enum config_source source; /* of what is said now, and its place */
	const char *place;
	struct config_key *keys; /* ended by a NULL name */
	const struct gantry_application *const *applications;
	size_t application_count;
	/* Parallel to the applications, for all mounts of each. */
	struct gantry_settings *settings;
	struct config_list binds;
	struct config_list mount_texts; /* "/PREFIX=APP" */
	struct mount_setting
	    *mount_settings; /* in the order of their sources */
	size_t mount_setting_count;
	/* Made by config_finish, the settings and names parallel to MOUNTS. */
	struct mount *mounts;
	struct gantry_settings *mounted;
	char **mount_names;
	size_t mount_count;
	bool bind_public;
	struct listener_options listen; /* but for the above */
	struct peers peers; /* who may connect */
	enum config_source users_source, addresses_source; /* of its lists */
	struct privileges privileges; /* of workers */
	enum sandbox_mode sandbox;
	char *control_socket; /* a path, or "none"; NULL: where control_socket.h
				 says */
	char *admin; /* HOST:PORT; NULL: none */
	bool admin_public;
	bool libfcgi; /* the transport */
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
	unsigned threads;
	unsigned connections; /* of a worker */
	unsigned connection_requests; /* at a time */
	unsigned params_count;
	int64_t params_size; /* bytes, as are the next two */
	int64_t body_size;
	int64_t answer_spool;
	char *spool_folder;
	char *capture; /* a folder; NULL: requests are not kept */
	/* Milliseconds. */
	int timeout;
	int header_timeout, params_timeout, body_timeout;
	int application_timeout, write_timeout;
	int idle_timeout;
	int queue_timeout; /* 0: none */
	int boot_timeout;
	int graceful_timeout;
	int worker_idle_timeout;
	enum scaling_kind pool;
	unsigned workers_min, spare_min, spare_max;
	unsigned max_requests, max_requests_jitter; /* 0: any number, none */
	int64_t max_rss; /* 0: any number */
	char *pid_file; /* NULL: none */
	bool require_available;
	char *file_handoff; /* as gantry/contract.h has it; "none" */
};

/* Under what --help lists a key. */
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
 * Set KEY to VALUE, which the configuration's source says.  Returns 0, or -1
 * with ERROR filled.
 */
typedef int config_key_put(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error);

/* One thing that can be configured. */
struct config_key {
	const char *name; /* "bind-public" */
	const char *argument; /* what --help calls its value; NULL: a switch */
	const char *help; /* without the default, which is added */
	config_key_put *put;
	size_t offset; /* of the field that it changes in struct config */
	int64_t most; /* the greatest value, of a number */
	const char *const *choices; /* of put_choice, ended by NULL */
	bool is_list; /* GANTRY_... may hold several, separated by blanks */
	/*
	 * The default, one of three: as one would write it; the key whose value
	 * it is; or in words, if config.c finds it out.  NULL: there is none,
	 * and a switch is off.
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
 * SOURCE says what is put from now on, at PLACE ("FILE:LINE", "GANTRY_X",
 * "--x"), which is borrowed until the next call.
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

/* The index of the application called NAME, or -1 with ERROR filled. */
int config_find_application(
    const struct config *config, const char *name, struct gantry_error *error);

/* Remember that the source says VALUE of what PROVENANCE is about. */
int config_note(struct config *config, struct provenance provenance,
    const char *value, struct gantry_error *error);

/*
 * Make the mounts, each with its settings; what is wrong with them is added to
 * the errors.  Returns 0, or -1 when memory ran out.
 */
int config_resolve_mounts(struct config *config, struct gantry_error *error);
void config_clear_mounts(struct config *config);

/* Put the place before ERROR, and add it to the errors.  Returns -1. */
int config_add_error(struct config *config, struct gantry_error *error);

/* The value of KEY, no list, as one would write it; NULL: it has none. */
const char *config_value(
    const struct config *config, const struct config_key *key);

/*
 * Take over what is in the environment as GANTRY_...; a name that is nearly a
 * key's is a mistake, while others are others'.  This and the next two return
 * 0, or -1 when mistakes were made, with ERROR filled with the first of them.
 */
int config_read_environment(struct config *config, struct gantry_error *error);

/* Take over what the INI file PATH says. */
int config_read_file(
    struct config *config, const char *path, struct gantry_error *error);

/* After the last source: complete the defaults and resolve the mounts. */
int config_finish(struct config *config, struct gantry_error *error);

#endif
