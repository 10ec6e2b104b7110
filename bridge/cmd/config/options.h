#ifndef CMD_CONFIG_OPTIONS_H
#define CMD_CONFIG_OPTIONS_H

#include "cmd/config/config.h"

/* The command line, parsed but not yet applied to a configuration. */

enum options_command {
	COMMAND_SERVE,
	COMMAND_CALL, /* gantry call METHOD /path */
	COMMAND_TRACE, /* gantry trace METHOD /path */
	COMMAND_REPLAY, /* gantry replay FILE */
	COMMAND_ROUTES, /* gantry routes */
};

struct option_given {
	const char *name; /* of a key */
	const char *value;
};

struct options {
	struct config_key *keys; /* as config_keys_new has it */
	const char *config_file; /* --config, or GANTRY_CONFIG, or NULL */
	struct config_errors errors;
	bool check_config;
	bool print_config;
	bool help;
	bool version;
	enum options_command command;
	const char *replay_file;
	const char *match_path; /* --match, or NULL */
	bool shows_trace; /* --trace */
	bool shows_body; /* --body: with a trace */
	bool shows_json; /* --json: the trace */
	const char *call_method;
	const char *call_target;
	const char *call_body; /* -d */
	const char **call_headers; /* -H, ended by NULL */
	struct option_given *given;
	size_t given_count;
};

/*
 * Parse ARGV, whose strings must outlive OPTIONS, with the aliases of
 * APPLICATIONS, ended by NULL.  Returns 0, or -1 with ERROR filled with the
 * first of OPTIONS' errors, or with another one if it has none.  What is right
 * can still be applied.
 */
int options_parse(struct options *options, int argc, char *argv[],
    const struct gantry_application *const *applications,
    struct gantry_error *error);
void options_clear(struct options *options);

/*
 * Apply what was given to CONFIG, which has the same applications.  Returns 0,
 * or -1 with ERROR filled with the first of the errors.
 */
int options_apply(const struct options *options, struct config *config,
    struct gantry_error *error);

#endif
