#ifndef CMD_CONFIG_OPTIONS_H
#define CMD_CONFIG_OPTIONS_H

#include "cmd/config/config.h"

/* The command line, taken apart but not yet applied. */

enum options_command {
	COMMAND_SERVE,
	COMMAND_CALL, /* gantry call METHOD /path */
	COMMAND_TRACE, /* gantry trace METHOD /path */
	COMMAND_REPLAY, /* gantry replay FILE */
	COMMAND_ROUTES, /* gantry routes */
};

struct option_given {
	const struct config_key *key;
	const char *value;
};

struct options {
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
 * Take apart ARGV, whose strings must outlive OPTIONS.  Returns 0, or -1 when
 * mistakes were made, with ERROR filled with the first of them; what is right
 * can be applied still.
 */
int options_parse(struct options *options, int argc, char *argv[],
    struct gantry_error *error);
void options_clear(struct options *options);

/*
 * Apply what was given to CONFIG.  Returns 0, or -1 when mistakes were made,
 * with ERROR filled with the first of them.
 */
int options_apply(const struct options *options, struct config *config,
    struct gantry_error *error);

#endif
