#ifndef CMD_CONFIG_OPTIONS_H
#define CMD_CONFIG_OPTIONS_H

#include "base/cmdline/cmdline.h"
#include "cmd/config/config.h"

/*
 * The command lines of the commands that use the configuration, parsed but not
 * yet applied to it.
 */

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
	bool print_man;
	const char *completion; /* --print-completion: the shell, or NULL */
	const char *replay_file;
	const char *match_path; /* --match, or NULL */
	bool shows_trace; /* --trace */
	bool shows_body; /* --body: with a trace */
	bool shows_json; /* --json: the trace */
	bool is_development; /* the command is dev */
	const char *http; /* --http, or NULL */
	const char **hosts; /* --host, ended by NULL */
	bool is_verbose; /* -v */
	bool debugger; /* --debugger */
	const char *call_method;
	const char *call_target;
	const char *call_body; /* -d */
	const char **call_headers; /* -H, ended by NULL */
	const char **shell_commands; /* -c, ended by NULL */
	const char *shell_file; /* of commands, or NULL */
	struct option_given *given;
	size_t given_count;
	struct cmdline_option *shared; /* the options of every command */
};

/* Where dev listens by default. */
#define DEV_HTTP "127.0.0.1:8000"

/* The options and operands that single commands have. */
extern const struct cmdline_option options_of_call[];
extern const struct cmdline_option options_of_trace[];
extern const struct cmdline_option options_of_replay[];
extern const struct cmdline_option options_of_routes[];
extern const struct cmdline_option options_of_shell[];
extern const struct cmdline_option options_of_dev[];
extern const struct cmdline_operand operands_of_call[];
extern const struct cmdline_operand operands_of_replay[];
extern const struct cmdline_operand operands_of_shell[];

/*
 * Parse the command line of CMDLINE, whose strings must outlive OPTIONS.  Every
 * command also has one option for each configuration key, and --config,
 * --check-config and --print-config.  Returns 0, or -1 after errors, with ERROR
 * filled with the first of them; what is right can still be applied.
 */
int options_parse(struct options *options, struct cmdline *cmdline,
    struct gantry_error *error);
void options_clear(struct options *options);

/*
 * Apply what was given to CONFIG.  Returns 0, or -1 after errors, with ERROR
 * filled with the first of them.
 */
int options_apply(const struct options *options, struct config *config,
    struct gantry_error *error);

#endif
