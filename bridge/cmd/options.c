/*
 * The command line: one long option for each configuration key, and a few that
 * make no sense anywhere else.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/options.h"

enum {
	OPTION_CHECK_CONFIG = 256,
	OPTION_CONFIG,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_KEY, /* and upwards: the index into config_keys */
};

static const struct option own_options[] = {
	{ "check-config", no_argument, NULL, OPTION_CHECK_CONFIG },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
};

#define OWN_COUNT (sizeof(own_options) / sizeof(own_options[0]))

/* Allocates the table for getopt_long, ended by zeros; NULL: no memory. */
static struct option *
make_table(void)
{
	size_t keys = 0, i;
	struct option *table;

	while (config_keys[keys].name != NULL)
		keys++;
	table = calloc(OWN_COUNT + keys + 1, sizeof(*table));
	if (table == NULL)
		return NULL;
	memcpy(table, own_options, sizeof(own_options));
	for (i = 0; i < keys; i++)
		table[OWN_COUNT + i] = (struct option){
			.name = config_keys[i].name,
			.has_arg = config_keys[i].argument != NULL
			    ? required_argument
			    : no_argument,
			.val = OPTION_KEY + (int)i,
		};
	return table;
}

static void
take_key(
    struct options *options, const struct config_key *key, const char *value)
{
	options->given[options->given_count].key = key;
	options->given[options->given_count++].value =
	    value != NULL ? value : "yes";
}

static void
take_header(struct options *options, const char *header)
{
	size_t count = 0;

	while (options->call_headers[count] != NULL)
		count++;
	options->call_headers[count] = header;
}

static int
take_option(struct options *options, int code, char *const argv[],
    struct gantry_error *error)
{
	switch (code) {
	case OPTION_CHECK_CONFIG:
		options->check_config = true;
		break;
	case OPTION_CONFIG:
		options->config_file = optarg;
		break;
	case OPTION_HELP:
		options->help = true;
		break;
	case OPTION_VERSION:
		options->version = true;
		break;
	case 'H':
		take_header(options, optarg);
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
			    "there is no option '-%c'; --help lists them",
			    optopt);
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no option '%s'; --help lists them",
		    argv[optind - 1]);
	default:
		take_key(options, &config_keys[code - OPTION_KEY], optarg);
		break;
	}
	return 0;
}

static int
take_operands(struct options *options, int argc, char *const argv[],
    struct gantry_error *error)
{
	if (!options->is_call) {
		if (optind == argc)
			return 0;
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no option and no command; --help lists them",
		    argv[optind]);
	}
	if (argc - optind != 2 && !options->help)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "give a method and a path: gantry call GET /publications");
	if (!options->help) {
		options->call_method = argv[optind];
		options->call_target = argv[optind + 1];
	}
	return 0;
}

int
options_parse(
    struct options *options, int argc, char *argv[], struct gantry_error *error)
{
	struct option *table = make_table();
	size_t room = (size_t)argc + 1;
	int code, result = 0;

	*options = (struct options){ 0 };
	options->config_file = getenv("GANTRY_CONFIG");
	options->given = calloc(room, sizeof(*options->given));
	options->call_headers = calloc(room, sizeof(*options->call_headers));
	if (table == NULL || options->given == NULL ||
	    options->call_headers == NULL) {
		free(table);
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	}
	options->is_call = argc > 1 && strcmp(argv[1], "call") == 0;
	if (options->is_call) {
		argc--;
		argv++;
	}
	optind = 0; /* begin anew, whoever used getopt before */
	opterr = 0;
	while (result == 0 &&
	    (code = getopt_long(argc, argv, options->is_call ? ":H:d:" : ":",
		 table, NULL)) != -1)
		result = take_option(options, code, argv, error);
	if (result == 0)
		result = take_operands(options, argc, argv, error);
	free(table);
	return result;
}

void
options_clear(struct options *options)
{
	free(options->given);
	free(options->call_headers);
	*options = (struct options){ 0 };
}

int
options_apply(const struct options *options, struct config *config,
    struct gantry_error *error)
{
	const struct option_given *given = options->given;
	size_t i;

	for (i = 0; i < options->given_count; i++)
		if (given[i].key->put(config, given[i].key, CONFIG_COMMAND_LINE,
			given[i].value, error) == -1)
			return gantry_error_prefix(
			    error, "--%s", given[i].key->name);
	return 0;
}

static void
help_line(const char *name, const char *argument, const char *help)
{
	char left[64];

	snprintf(left, sizeof(left), "--%s%s%s", name,
	    argument != NULL ? " " : "", argument != NULL ? argument : "");
	printf("  %-22s %s\n", left, help);
}

static void
help_application(const struct gantry_application *application)
{
	const struct gantry_setting *setting;
	char name[64];

	printf("  %-22s %s\n", application->name, application->help);
	for (setting = application->settings;
	     setting != NULL && setting->key != NULL; setting++) {
		snprintf(name, sizeof(name), "%s.%s", application->name,
		    setting->key);
		printf("    %-28s %s%s%s%s\n", name, setting->help,
		    setting->fallback != NULL ? " (default " : "",
		    setting->fallback != NULL ? setting->fallback : "",
		    setting->fallback != NULL ? ")" : "");
	}
}

void
options_help(const struct gantry_application *const *applications)
{
	const struct config_key *key;

	printf("usage: gantry [OPTION ...]\n"
	       "       gantry call METHOD /PATH [-H 'NAME: VALUE'] [-d BODY] "
	       "[OPTION ...]\n"
	       "       gantry doctor --server NAME [OPTION ...]\n"
	       "       gantry doctor --probe URL\n\n"
	       "A bridge from web servers to C applications: serves FastCGI, "
	       "or one CGI request\nwhen GATEWAY_INTERFACE is set; 'call' "
	       "answers one request in process, 'doctor'\nprints what a web "
	       "server is told.\n\n"
	       "options:\n");
	for (key = config_keys; key->name != NULL; key++)
		help_line(key->name, key->argument, key->help);
	help_line("config", "FILE",
	    "read FILE first (default " SYSCONFDIR "/gantry.conf, if there)");
	help_line("check-config", NULL, "say what is wrong, serve nothing");
	help_line("help", NULL, "print this");
	help_line("version", NULL, "print the version");
	printf("\nEach option but the last four is also a key of the file's "
	       "[gantry] section and\na variable: --bind-public is "
	       "GANTRY_BIND_PUBLIC.  The command line beats the\nenvironment "
	       "beats the file.  Without --bind, sockets come from descriptor "
	       "0 or\nLISTEN_FDS.\n\n"
	       "applications and their settings (the first is mounted at / by "
	       "default):\n");
	for (; *applications != NULL; applications++)
		help_application(*applications);
	printf("\nexit status: 0 served, or a call answered below 400; "
	       "1 failed; 2 makes no sense.\n");
}
