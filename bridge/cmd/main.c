/*
 * The program: find out what is asked for, read the configuration, do it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd/commands.h"
#include "cmd/doctor.h"
#include "gantry/serve.h"
#include "serve/listener.h"
#include "serve/upgrade.h"

#define DEFAULT_FILE SYSCONFDIR "/gantry.conf"

/* The file, then the environment; the command line comes last. */
static int
read_sources(struct config *config, const struct options *options,
    struct gantry_error *error)
{
	const char *file = options->config_file;

	if (file == NULL && access(DEFAULT_FILE, R_OK) == 0)
		file = DEFAULT_FILE;
	if (file != NULL && config_read_file(config, file, error) == -1)
		return -1;
	if (config_read_environment(config, error) == -1 ||
	    options_apply(options, config, error) == -1)
		return -1;
	log_set_level(config->log_level);
	return config_finish(config, error);
}

/* What a reload begins with, too. */
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

	if (options->is_call)
		return command_call(config, options);
	if (options->check_config) {
		printf("the configuration is valid\n");
		return 0;
	}
	return command_serve(&source);
}

/* RFC 3875 section 4.4: what looks like arguments comes from the query. */
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
	int status;

	/* What a client calls "Proxy" is no program's proxy ("httpoxy"). */
	unsetenv("HTTP_PROXY");
	if (config_init(&config, applications, &error) == -1 ||
	    read_sources(&config, &options, &error) == -1) {
		command_cgi_refuse(&error);
		status = 2;
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
	struct config config = { 0 };
	int status = 2;

	if (is_cgi())
		return run_cgi(applications);
	upgrade_note(argv);
	if (argc > 1 && strcmp(argv[1], "doctor") == 0)
		return command_doctor(argc - 1, argv + 1);
	if (options_parse(&options, argc, argv, &error) == -1) {
		fprintf(stderr, "gantry: %s\n", error.text);
	} else if (options.help) {
		options_help(applications);
		status = 0;
	} else if (options.version) {
		printf("gantry %s\n", PACKAGE_VERSION);
		status = 0;
	} else if (config_init(&config, applications, &error) == -1 ||
	    read_sources(&config, &options, &error) == -1) {
		fprintf(stderr, "gantry: %s\n", error.text);
	} else {
		status = run(&config, &options);
	}
	config_clear(&config);
	options_clear(&options);
	return status;
}
