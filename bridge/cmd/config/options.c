/*
 * The command line: a long option for each configuration key, and those that
 * only the command line has.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/suggestion.h"
#include "cmd/config/options.h"

enum {
	OPTION_CHECK_CONFIG = 256,
	OPTION_BODY,
	OPTION_CONFIG,
	OPTION_HELP,
	OPTION_JSON,
	OPTION_MATCH,
	OPTION_TRACE,
	OPTION_PRINT_CONFIG,
	OPTION_VERSION,
	OPTION_KEY, /* and upwards: the index into the keys */
};

static const struct option own_options[] = {
	{ "check-config", no_argument, NULL, OPTION_CHECK_CONFIG },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "print-config", no_argument, NULL, OPTION_PRINT_CONFIG },
	{ "version", no_argument, NULL, OPTION_VERSION },
};

#define OWN_COUNT (sizeof(own_options) / sizeof(own_options[0]))

/* Of single commands. */
static const struct option trace_options[] = {
	{ "body", no_argument, NULL, OPTION_BODY },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ NULL, 0, NULL, 0 },
};
static const struct option replay_options[] = {
	{ "body", no_argument, NULL, OPTION_BODY },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "trace", no_argument, NULL, OPTION_TRACE },
	{ NULL, 0, NULL, 0 },
};
static const struct option routes_options[] = {
	{ "match", required_argument, NULL, OPTION_MATCH },
	{ NULL, 0, NULL, 0 },
};
static const struct option no_options[] = {
	{ NULL, 0, NULL, 0 },
};

static const struct command {
	const char *name;
	enum options_command command;
	const char *letters; /* of its options, for getopt */
	const struct option *options; /* its own, ended by { NULL } */
	int operands;
	const char *usage;
} commands[] = {
	{ "call", COMMAND_CALL, ":H:d:", no_options, 2,
	    "give a method and a path: gantry call GET /publications" },
	{ "trace", COMMAND_TRACE, ":H:d:", trace_options, 2,
	    "give a method and a path: gantry trace GET /path" },
	{ "replay", COMMAND_REPLAY, ":", replay_options, 1,
	    "give a file that --capture made: gantry replay FILE" },
	{ "routes", COMMAND_ROUTES, ":", routes_options, 0,
	    "give no more words: gantry routes [--match PATH]" },
	{ NULL, COMMAND_SERVE, ":", no_options, 0, NULL },
};

/* The command called NAME, which may be NULL; otherwise the last one. */
static const struct command *
find_command(const char *name)
{
	const struct command *command = commands;

	while (command->name != NULL &&
	    (name == NULL || strcmp(command->name, name) != 0))
		command++;
	return command;
}

/* Allocates the table for getopt_long, ended by zeros; NULL: no memory. */
static struct option *
make_table(const struct command *command, const struct config_key *config_keys)
{
	size_t keys = 0, added = 0, own, i;
	struct option *table;

	while (config_keys[keys].name != NULL)
		keys++;
	while (command->options[added].name != NULL)
		added++;
	own = OWN_COUNT + added;
	table = calloc(own + keys + 1, sizeof(*table));
	if (table == NULL)
		return NULL;
	memcpy(table, own_options, sizeof(own_options));
	memcpy(table + OWN_COUNT, command->options, added * sizeof(*table));
	for (i = 0; i < keys; i++)
		table[own + i] = (struct option){
			.name = config_keys[i].name,
			.has_arg = config_keys[i].argument != NULL
			    ? required_argument
			    : no_argument,
			.val = OPTION_KEY + (int)i,
		};
	return table;
}

static void
add_key(
    struct options *options, const struct config_key *key, const char *value)
{
	options->given[options->given_count].name = key->name;
	options->given[options->given_count++].value =
	    value != NULL ? value : "yes";
}

static void
add_header(struct options *options, const char *header)
{
	size_t count = 0;

	while (options->call_headers[count] != NULL)
		count++;
	options->call_headers[count] = header;
}

/* WORD is "--x" or "--x=value". */
static int
unknown_option(
    const struct options *options, const char *word, struct gantry_error *error)
{
	struct suggestion suggestion = { 0 };
	const struct config_key *key;
	char name[64], best[64];
	size_t i, length = strcspn(word + 2, "=");

	snprintf(name, sizeof(name), "%.*s", (int)length, word + 2);
	suggestion.name = name;
	for (i = 0; i < OWN_COUNT; i++)
		suggestion_offer(&suggestion, own_options[i].name);
	for (key = options->keys; key->name != NULL; key++)
		suggestion_offer(&suggestion, key->name);
	if (suggestion.best != NULL) {
		snprintf(best, sizeof(best), "--%s", suggestion.best);
		suggestion.best = best;
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unknown option '%s'%s", word,
	    suggestion.best != NULL ? suggestion_hint(&suggestion)
				    : "; --help lists them");
}

static int
read_option(struct options *options, int code, char *const argv[],
    struct gantry_error *error)
{
	switch (code) {
	case OPTION_CHECK_CONFIG:
		options->check_config = true;
		break;
	case OPTION_BODY:
		options->shows_body = true;
		break;
	case OPTION_CONFIG:
		options->config_file = optarg;
		break;
	case OPTION_HELP:
		options->help = true;
		break;
	case OPTION_JSON:
		options->shows_json = true;
		break;
	case OPTION_MATCH:
		options->match_path = optarg;
		break;
	case OPTION_TRACE:
		options->shows_trace = true;
		break;
	case OPTION_PRINT_CONFIG:
		options->print_config = true;
		break;
	case OPTION_VERSION:
		options->version = true;
		break;
	case 'H':
		add_header(options, optarg);
		break;
	case 'd':
		options->call_body = optarg;
		break;
	case ':':
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s needs a value", argv[optind - 1]);
	case '?':
		if (optopt > 0 && optopt < OPTION_CHECK_CONFIG)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "unknown option '-%c'; --help lists them", optopt);
		return unknown_option(options, argv[optind - 1], error);
	default:
		add_key(options, &options->keys[code - OPTION_KEY], optarg);
		break;
	}
	return 0;
}

static int
read_operands(struct options *options, const struct command *command, int argc,
    char *const argv[], struct gantry_error *error)
{
	if (command->name == NULL) {
		if (optind == argc)
			return 0;
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is neither an option nor a command; --help lists "
		    "them",
		    argv[optind]);
	}
	if (options->help)
		return 0;
	if (argc - optind != command->operands)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s", command->usage);
	if (command->operands == 0)
		return 0;
	if (command->command == COMMAND_REPLAY) {
		options->replay_file = argv[optind];
		return 0;
	}
	options->call_method = argv[optind];
	options->call_target = argv[optind + 1];
	return 0;
}

/* getopt_long's walk over ARGV with TABLE. */
static void
read_words(struct options *options, const struct command *command, int argc,
    char *argv[], const struct option *table)
{
	struct gantry_error error;
	int code;

	optind = 0; /* reset getopt, which may have been used before */
	opterr = 0;
	while ((code = getopt_long(
		    argc, argv, command->letters, table, NULL)) != -1)
		if (read_option(options, code, argv, &error) == -1)
			config_errors_add(&options->errors, &error);
	/* After an unknown option, its value would look like an operand. */
	if (options->errors.count == 0 &&
	    read_operands(options, command, argc, argv, &error) == -1)
		config_errors_add(&options->errors, &error);
}

/* Allocate room for the options in ARGC words. */
static int
allocate(struct options *options, int argc,
    const struct gantry_application *const *applications,
    struct gantry_error *error)
{
	size_t room = (size_t)argc + 1;

	options->keys = config_keys_new(applications, error);
	if (options->keys == NULL)
		return -1;
	options->given = calloc(room, sizeof(*options->given));
	options->call_headers = calloc(room, sizeof(*options->call_headers));
	if (options->given == NULL || options->call_headers == NULL)
		return gantry_error_memory(error);
	return 0;
}

int
options_parse(struct options *options, int argc, char *argv[],
    const struct gantry_application *const *applications,
    struct gantry_error *error)
{
	const struct command *command = find_command(argc > 1 ? argv[1] : NULL);
	struct option *table;

	*options = (struct options){ 0 };
	options->config_file = getenv("GANTRY_CONFIG");
	if (allocate(options, argc, applications, error) == -1)
		return -1;
	table = make_table(command, options->keys);
	if (table == NULL)
		return gantry_error_memory(error);
	options->command = command->command;
	if (command->name != NULL) {
		argc--;
		argv++;
	}
	read_words(options, command, argc, argv, table);
	free(table);
	return config_errors_since(&options->errors, 0, error);
}

void
options_clear(struct options *options)
{
	free(options->keys);
	free(options->given);
	free(options->call_headers);
	config_errors_clear(&options->errors);
	*options = (struct options){ 0 };
}

int
options_apply(const struct options *options, struct config *config,
    struct gantry_error *error)
{
	const struct option_given *given = options->given;
	size_t before = config->errors.count, i;
	char place[64];

	for (i = 0; i < options->given_count; i++) {
		snprintf(place, sizeof(place), "--%s", given[i].name);
		config_at(config, CONFIG_COMMAND_LINE, place);
		config_put(config, config_find(config, given[i].name),
		    given[i].value, error);
	}
	return config_errors_since(&config->errors, before, error);
}
