/*
 * The program: parse the command line, read the configuration, run the command.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "cmd/client/ctl.h"
#include "cmd/commands/commands.h"
#include "cmd/config/help.h"
#include "cmd/doctor/doctor.h"
#include "gantry/serve.h"
#include "serve/socket/listener.h"
#include "serve/socket/upgrade.h"

#define DEFAULT_FILE SYSCONFDIR "/gantry.conf"

/*
 * Read the file, then the environment, then the command line.  Each is read in
 * any case, so that all errors are found.
 */
static int
read_sources(struct config *config, const struct options *options,
    struct gantry_error *error)
{
	const char *file = options->config_file;

	if (file == NULL && access(DEFAULT_FILE, R_OK) == 0)
		file = DEFAULT_FILE;
	if (file != NULL)
		config_read_file(config, file, error);
	config_read_environment(config, error);
	options_apply(options, config, error);
	log_set_level(config->log_level);
	if (config_finish(config, error) == -1 && config->errors.count == 0)
		return -1;
	return config_errors_since(&config->errors, 0, error);
}

static void
print_errors(const struct config_errors *errors)
{
	size_t i;

	for (i = 0; i < errors->count; i++)
		fprintf(stderr, "gantry: %s\n", errors->items[i].text);
}

static int
print_config(const struct config *config)
{
	struct gantry_buffer text = { 0 };
	int status = 1;

	config_print(config, &text);
	if (gantry_buffer_failed(&text))
		fprintf(stderr, "gantry: out of memory\n");
	else if (fwrite(text.data, 1, text.length, stdout) == text.length &&
	    fflush(stdout) == 0)
		status = 0;
	gantry_buffer_clear(&text);
	return status;
}

/* What each load of the configuration starts from. */
struct start {
	const struct gantry_application *const *applications;
	const struct options *options;
};

static int
load(struct config *config, void *owner, struct gantry_error *error)
{
	const struct start *start = owner;

	if (config_init(config, start->applications, error) == -1)
		return -1;
	return read_sources(config, start->options, error);
}

static int
run(const struct config *config, const struct options *options)
{
	struct start start = { config->applications, options };
	const struct serve_source source = { load, &start };

	if (options->print_config)
		return print_config(config);
	if (options->check_config) {
		printf("the configuration is valid\n");
		return 0;
	}
	switch (options->command) {
	case COMMAND_CALL:
		return command_call(config, options);
	case COMMAND_TRACE:
		return command_trace(config, options);
	case COMMAND_REPLAY:
		return command_replay(config, options);
	case COMMAND_ROUTES:
		return command_routes(config, options);
	default:
		return command_serve(&source);
	}
}

/* Read the configuration and run the command, unless there are errors. */
static int
configure_and_run(const struct options *options,
    const struct gantry_application *const applications[])
{
	struct gantry_error error;
	struct config config;
	int status = 2, result;

	result = config_init(&config, applications, &error);
	if (result == 0)
		result = read_sources(&config, options, &error);
	print_errors(&options->errors);
	print_errors(&config.errors);
	if (result == -1 && config.errors.count == 0)
		fprintf(stderr, "gantry: %s\n", error.text);
	if (result == 0 && config_errors_since(&options->errors, 0, NULL) == 0)
		status = run(&config, options);
	config_clear(&config);
	return status;
}

/* RFC 3875 section 4.4: a CGI program's arguments come from the query. */
static bool
is_cgi(void)
{
	return getenv("GATEWAY_INTERFACE") != NULL &&
	    !listener_is(STDIN_FILENO);
}

static int
run_cgi(const struct gantry_application *const applications[])
{
	struct options options = { .config_file = getenv("GANTRY_CONFIG") };
	struct gantry_error error;
	struct config config;
	int status = 2;
	size_t i;

	/* This is a header of the client, not a proxy to use ("httpoxy"). */
	unsetenv("HTTP_PROXY");
	if (config_init(&config, applications, &error) == -1 ||
	    read_sources(&config, &options, &error) == -1) {
		for (i = 1; i < config.errors.count; i++)
			log_error("%s", config.errors.items[i].text);
		command_cgi_fail(&error);
	} else {
		status = command_cgi(&config);
	}
	config_clear(&config);
	return status;
}

int
gantry_main(int argc, char *argv[],
    const struct gantry_application *const applications[])
{
	struct gantry_error error;
	struct options options;
	int status = 2, result;

	if (is_cgi())
		return run_cgi(applications);
	upgrade_note(argv);
	if (argc > 1 && strcmp(argv[1], "doctor") == 0)
		return command_doctor(argc - 1, argv + 1);
	if (argc > 1 && ctl_is(argv[1]))
		return command_ctl(argc - 1, argv + 1, applications);
	result = options_parse(&options, argc, argv, applications, &error);
	if (result == -1 && options.errors.count == 0) {
		fprintf(stderr, "gantry: %s\n", error.text);
	} else if (result == 0 && options.help) {
		help_print(options.keys, applications);
		status = 0;
	} else if (result == 0 && options.version) {
		printf("gantry %s\n", PACKAGE_VERSION);
		status = 0;
	} else {
		status = configure_and_run(&options, applications);
	}
	options_clear(&options);
	return status;
}
