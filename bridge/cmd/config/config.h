#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "base/log/log.h"
#include "cmd/config/config_errors.h"
#include "cmd/config/provenance.h"
#include "gate/environ/forwarded.h"
#include "gate/environ/mount.h"
#include "gate/limits.h"
#include "gate/settings.h"
#include "serve/master/scaling.h"
#include "serve/sandbox/privileges.h"
#include "serve/sandbox/sandbox.h"
#include "serve/socket/listener.h"
#include "serve/worker/transports.h"

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

struct config {
	struct provenance_list provenance; /* by which source, and where */
	struct config_errors errors;
	enum config_source source; /* of what is said now, and its place */
	const char *place;
	const struct gantry_application *const *applications;
	size_t application_count;
	struct gantry_settings *settings; /* parallel to the applications */
	struct config_list binds;
	struct config_list mount_texts; /* "/PREFIX=APP" */
	struct mount *mounts; /* made by config_finish */
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
	unsigned threads;
	struct limits limits; /* and time-outs, of requests and connections */
	char *spool_folder;
	char *capture; /* a folder; NULL: requests are not kept */
	/* Milliseconds. */
	int boot_timeout;
	int graceful_timeout;
	int worker_idle_timeout;
	enum scaling_kind pool;
	unsigned workers_min, spare_min, spare_max;
	unsigned max_requests, max_requests_jitter; /* 0: any number, none */
	int64_t max_rss; /* 0: any number */
	char *pid_file; /* NULL: none */
	bool require_cache;
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

/* One thing that can be said. */
struct config_key {
	const char *name; /* "bind-public" */
	const char *argument; /* what --help calls its value; NULL: a switch */
	const char *help; /* without the default, which is added */
	int (*put)(struct config *config, const struct config_key *key,
	    enum config_source source, const char *value,
	    struct gantry_error *error);
	size_t offset; /* of what it changes in struct config */
	int64_t most; /* the greatest value, of a number */
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
	bool is_of_settings; /* it is heard by applications' settings alone */
	bool secret; /* --print-config does not show it */
};

/* All of them, ended by a NULL name. */
extern const struct config_key config_keys[];

/* What KEY changes. */
static inline void *
config_field(struct config *config, const struct config_key *key)
{
	return (char *)config + key->offset;
}

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
const struct config_key *config_find(const char *name);

/*
 * SOURCE says what is put from now on, at PLACE ("FILE:LINE", "GANTRY_X",
 * "--x"), which is borrowed until the next call.
 */
void config_at(
    struct config *config, enum config_source source, const char *place);

/*
 * Set KEY to VALUE.  Returns 0, or -1 with ERROR filled; it is one of the
 * mistakes then.
 */
int config_put(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error);

/*
 * Set an application's setting.  Returns 0, or -1 with ERROR filled, which is
 * none of the mistakes yet.
 */
int config_put_setting(struct config *config, const char *application,
    const char *key, const char *value, struct gantry_error *error);

/* Put the place before ERROR, and make it a mistake.  Returns -1. */
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
