/*
 * The options of the commands that use the configuration: one for each
 * configuration key, and a few that make sense on the command line only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/config/options.h"

#define FIELD(name) offsetof(struct options, name)

#define HEADER_OPTION                                                       \
	{                                                                   \
		.letter = 'H', .kind = CMDLINE_LIST,                        \
		.argument = "'NAME: VALUE'", .offset = FIELD(call_headers), \
		.help = "a header of the request; can be given"             \
			" more than once",                                  \
	}
#define DATA_OPTION                                                            \
	{                                                                      \
		.letter = 'd', .kind = CMDLINE_TEXT, .argument = "BODY",       \
		.offset = FIELD(call_body), .help = "the body of the request", \
	}
#define BODY_OPTION                                                 \
	{                                                           \
		.name = "body", .kind = CMDLINE_FLAG,               \
		.offset = FIELD(shows_body),                        \
		.help = "with a trace, also print the body of the " \
			"response",                                 \
	}
#define JSON_OPTION                                                 \
	{                                                           \
		.name = "json", .kind = CMDLINE_FLAG,               \
		.offset = FIELD(shows_json),                        \
		.help = "print a trace as JSON, one object a line", \
	}

const struct cmdline_option options_of_call[] = {
	HEADER_OPTION,
	DATA_OPTION,
	{ NULL },
};

const struct cmdline_option options_of_trace[] = {
	HEADER_OPTION,
	DATA_OPTION,
	BODY_OPTION,
	JSON_OPTION,
	{ NULL },
};

const struct cmdline_option options_of_replay[] = {
	{ .name = "trace",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(shows_trace),
	    .help = "print a trace of each request instead of the response" },
	BODY_OPTION,
	JSON_OPTION,
	{ NULL },
};

const struct cmdline_option options_of_routes[] = {
	{ .name = "match",
	    .kind = CMDLINE_TEXT,
	    .argument = "PATH",
	    .offset = FIELD(match_path),
	    .help = "show which route answers PATH, encoded as in a URL, and "
		    "why each other one does not" },
	{ NULL },
};

const struct cmdline_option options_of_shell[] = {
	{ .letter = 'c',
	    .kind = CMDLINE_LIST,
	    .argument = "COMMAND",
	    .offset = FIELD(shell_commands),
	    .help = "run COMMAND without a prompt; can be given more than "
		    "once" },
	{ NULL },
};

const struct cmdline_operand operands_of_shell[] = {
	{ .name = "FILE",
	    .offset = FIELD(shell_file),
	    .is_optional = true,
	    .is_file = true },
	{ NULL },
};

const struct cmdline_option options_of_dev[] = {
	{ .name = "http",
	    .kind = CMDLINE_TEXT,
	    .argument = "HOST:PORT",
	    .offset = FIELD(http),
	    .help = "serve HTTP there",
	    .computed = DEV_HTTP ", unless --bind is given" },
	{ .name = "host",
	    .kind = CMDLINE_LIST,
	    .argument = "NAME",
	    .offset = FIELD(hosts),
	    .help = "also answer requests for this host; can be given more "
		    "than once",
	    .computed = "localhost, 127.0.0.1 and [::1]" },
	{ .name = "verbose",
	    .letter = 'v',
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_verbose),
	    .help = "print the SQL statements of each request" },
	{ .name = "debugger",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(debugger),
	    .help = "run gdb on the worker, in this terminal; it stops at "
		    "failures and at \"break ROUTE\"" },
	{ NULL },
};

const struct cmdline_operand operands_of_call[] = {
	{ .name = "METHOD", .offset = FIELD(call_method) },
	{ .name = "/PATH", .offset = FIELD(call_target) },
	{ NULL },
};

const struct cmdline_operand operands_of_replay[] = {
	{ .name = "FILE", .offset = FIELD(replay_file), .is_file = true },
	{ NULL },
};

static const struct cmdline_option own_options[] = {
	{ .name = "config",
	    .heading = "only on the command line",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(config_file),
	    .help = "the configuration file",
	    .computed = CONFIG_DEFAULT_NOTE },
	{ .name = "check-config",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(check_config),
	    .help = "print every error in the configuration, then exit" },
	{ .name = "print-config",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(print_config),
	    .help = "print each value and where it is set, in the format of "
		    "the configuration file, then exit" },
	{ .name = "print-completion",
	    .kind = CMDLINE_TEXT,
	    .argument = "SHELL",
	    .offset = FIELD(completion),
	    .help = "print the completion of this program for bash or zsh, "
		    "then exit" },
	{ .name = "print-man",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(print_man),
	    .help = "print a manual page of this program in mdoc(7), then "
		    "exit" },
};

#define OWN_COUNT (sizeof(own_options) / sizeof(own_options[0]))

/* The order of the headings in --help. */
static const struct {
	enum config_topic topic;
	const char *heading;
} topics[] = {
	{ TOPIC_APPLICATIONS, "applications" },
	{ TOPIC_PEERS, "the web server and its connections" },
	{ TOPIC_PROCESSES, "processes" },
	{ TOPIC_TIMEOUTS, "timeouts" },
	{ TOPIC_LIMITS, "limits" },
	{ TOPIC_LOG, "errors and the log" },
	{ TOPIC_OTHER, "more" },
};

#define TOPICS (sizeof(topics) / sizeof(topics[0]))

_Static_assert(TOPICS == TOPIC_COUNT, "a topic has no heading");

static int
add_given(void *fields, const struct cmdline_option *option, char *value,
    struct gantry_error *error)
{
	struct options *options = fields;

	(void)error;
	options->given[options->given_count++] = (struct option_given){
		.name = option->name,
		.value = value != NULL ? value : "yes",
	};
	return 0;
}

static struct cmdline_option
option_of_key(const struct config_key *key, const char *heading)
{
	return (struct cmdline_option){
		.name = key->name,
		.kind = CMDLINE_CALL,
		.argument = key->argument,
		.help = key->help,
		.heading = heading,
		.fallback = key->fallback,
		.computed =
		    key->computed != NULL ? key->computed : key->otherwise,
		.call = add_given,
	};
}

/* Allocate the options of every command.  NULL: out of memory. */
static struct cmdline_option *
make_shared(const struct config_key *keys)
{
	const struct config_key *key;
	struct cmdline_option *shared;
	const char *heading;
	size_t count = 0, i;

	for (key = keys; key->name != NULL; key++)
		count++;
	shared = calloc(count + OWN_COUNT + 1, sizeof(*shared));
	if (shared == NULL)
		return NULL;
	for (i = 0, count = 0; i < TOPICS; i++) {
		heading = topics[i].heading;
		for (key = keys; key->name != NULL; key++) {
			if (key->topic != topics[i].topic)
				continue;
			shared[count++] = option_of_key(
			    key, key->help != NULL ? heading : NULL);
			if (key->help != NULL)
				heading = NULL;
		}
	}
	memcpy(shared + count, own_options, sizeof(own_options));
	return shared;
}

static void
keep_error(void *fields, const struct gantry_error *error)
{
	struct options *options = fields;

	config_errors_add(&options->errors, error);
}

int
options_parse(struct options *options, struct cmdline *cmdline,
    struct gantry_error *error)
{
	*options = (struct options){
		.is_development = options->is_development,
		.config_file = getenv("GANTRY_CONFIG"),
		.given =
		    calloc((size_t)cmdline->argc + 1, sizeof(*options->given)),
		.keys = config_keys_new(cmdline->context, error),
	};
	if (options->keys == NULL)
		return -1;
	options->shared = make_shared(options->keys);
	if (options->given == NULL || options->shared == NULL)
		return gantry_error_memory(error);
	cmdline->fields = options;
	cmdline->shared = options->shared;
	cmdline->on_error = keep_error;
	cmdline_parse(cmdline);
	return config_errors_since(&options->errors, 0, error);
}

void
options_clear(struct options *options)
{
	free(options->keys);
	free(options->given);
	free(options->call_headers);
	free(options->shell_commands);
	free(options->hosts);
	free(options->shared);
	config_errors_clear(&options->errors);
	*options = (struct options){ 0 };
}

int
options_apply(const struct options *options, struct config *config,
    struct gantry_error *error)
{
	const struct option_given *given = options->given;
	size_t before = config->errors.count, i;
	const struct config_key *key;
	struct gantry_error wrong;
	char place[64];

	for (i = 0; i < options->given_count; i++) {
		snprintf(place, sizeof(place), "--%s", given[i].name);
		config_at(config, CONFIG_COMMAND_LINE, place);
		key = config_find(config, given[i].name);
		if (key != NULL) {
			config_put(config, key, given[i].value, error);
			continue;
		}
		/* The alias of a module, which has another file now. */
		gantry_error_set(&wrong, GANTRY_ERROR_INPUT,
		    "unknown option; restart to change the command line");
		config_add_error(config, &wrong);
	}
	return config_errors_since(&config->errors, before, error);
}
