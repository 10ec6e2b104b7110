/*
 * The program: its name, its commands, and how each gets its configuration.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cmdline/standard_streams.h"
#include "base/log/log.h"
#include "base/null.h"
#include "base/this_program.h"
#include "cmd/client/client.h"
#include "cmd/commands/commands.h"
#include "cmd/config/derived/check_folders.h"
#include "cmd/config/help.h"
#include "cmd/development/dev_config.h"
#include "cmd/doctor/doctor.h"
#include "cmd/documents/documents.h"
#include "cmd/shell/shell.h"
#include "gantry/serve.h"
#include "serve/socket/listener.h"
#include "serve/socket/upgrade.h"

#define GANTRY "gantry"

/* How long it may take to load a module, unless --boot-timeout is shorter. */
#define MODULE_MILLISECONDS 10000

/* What gantry_program_main was given, for --print-man. */
static const struct gantry_program *running;

/*
 * The file, then the environment, then the command line.  All of them are read
 * even after an error, so that every error is reported.
 */
static int
read_sources(struct config *config, const struct options *options,
    struct gantry_error *error)
{
	const char *file = options->config_file;

	if (file == NULL && access(program_config_file(), R_OK) == 0)
		file = program_config_file();
	if (file != NULL)
		config_read_file(config, file, error);
	config_read_environment(config, error);
	options_apply(options, config, error);
	if (options->is_development)
		dev_config_apply(config, options, error);
	log_set_level(config->log_level);
	if (config_finish(config, error) == -1 && config->errors.count == 0)
		return -1;
	if (options->is_development)
		dev_config_finish(config, options);
	return config_errors_since(&config->errors, 0, error);
}

static void
print_errors(const struct config_errors *errors)
{
	size_t i;

	for (i = 0; i < errors->count; i++)
		program_print_error("%s", errors->items[i].text);
}

static int
print_config(const struct config *config)
{
	struct gantry_buffer text = { 0 };
	int status = 1;

	config_print(config, &text);
	if (gantry_buffer_failed(&text))
		program_print_error("out of memory");
	else if (fwrite(text.data, 1, text.length, stdout) == text.length &&
	    fflush(stdout) == 0)
		status = 0;
	gantry_buffer_clear(&text);
	return status;
}

/* What a command needs to read the configuration, again on each reload. */
struct start {
	const struct gantry_application *const *applications; /* compiled in */
	struct options *options;
	/*
	 * What the options are parsed from anew, when modules have aliases;
	 * NULL: they stay.
	 */
	struct cmdline *cmdline;
	char **words; /* its argv, before the first time changed the order */
	/*
	 * It serves in this process, which may load modules: it neither keeps
	 * serving others nor has workers.
	 */
	bool is_alone;
};

/*
 * Prepare the privileges of the process that reads modules.  Root must not load
 * one because the user of workers is not known; anyone else stays what it is.
 * Returns 0, or -1 with FAULT filled.
 */
static int
find_privileges(struct config *config, struct gantry_error *fault)
{
	if (config->privileges_unknown)
		return gantry_error_set(fault, GANTRY_ERROR_INPUT,
		    "the user or group of workers does not exist");
	if (privileges_complete(&config->privileges, fault) == 0)
		return 0;
	return geteuid() == 0 ? -1 : 0;
}

/* Read the modules that CONFIG mounts.  NULL: memory ran out. */
static struct modules *
read_modules(struct config *config, const struct start *start, size_t position)
{
	struct modules *modules = modules_new(start->applications);
	struct module_source source = {
		.folder = config->modules_folder,
		.here = start->is_alone,
		.copies = start->options->is_development,
		.privileges = &config->privileges,
		.timeout = config->boot_timeout < MODULE_MILLISECONDS
		    ? config->boot_timeout
		    : MODULE_MILLISECONDS,
	};
	struct gantry_error fault;
	const char *name;

	if (modules == NULL)
		return NULL;
	if (!start->is_alone && find_privileges(config, &fault) == -1)
		source.fault = &fault;
	while ((name = config_next_module(config, &position)) != NULL) {
		if (modules_add(modules, name, &source) == -1) {
			modules_free(modules);
			return NULL;
		}
	}
	return modules;
}

/* Parse the command line again, with the aliases of MODULES. */
static void
parse_again(const struct start *start, const struct modules *modules)
{
	const bool is_development = start->options->is_development;
	struct gantry_error ignored; /* the options keep all */

	if (start->cmdline == NULL)
		return;
	memcpy(start->cmdline->argv, start->words,
	    (size_t)start->cmdline->argc * sizeof(*start->words));
	options_clear(start->options);
	start->options->is_development = is_development;
	start->cmdline->context = modules_applications(modules);
	start->cmdline->error_count = 0;
	options_parse(start->options, start->cmdline, &ignored);
}

/*
 * Read the configuration.  If it mounts modules, read them and then the
 * configuration again, which can now be compared with what they declare.
 */
static int
load(struct config *config, void *owner, struct gantry_error *error)
{
	const struct start *start = owner;
	struct modules *modules;
	size_t position = 0;
	int result;

	if (config_init(config, start->applications, error) == -1)
		return -1;
	result = read_sources(config, start->options, error);
	if (config_next_module(config, &position) == NULL)
		return result;
	modules = read_modules(config, start, 0);
	if (modules == NULL)
		return gantry_error_memory(error);
	parse_again(start, modules);
	if (config_restart(config, modules, error) == -1)
		return -1;
	return read_sources(config, start->options, error);
}

static int
serve(const struct config *config, struct start *start)
{
	const struct serve_source source = { load, start, NULL };

	start->cmdline = NULL;
	if (start->options->is_development)
		return command_dev(&source, config, start->options);
	return command_serve(&source);
}

/* A command, once its configuration is known.  Returns the exit status. */
typedef int command_function(
    const struct config *config, const struct options *options);

/* COMMAND is NULL to serve. */
static int
run(command_function *command, struct config *config, struct start *start)
{
	if (start->options->print_config)
		return print_config(config);
	if (start->options->check_config) {
		if (check_folders(config) > 0)
			return 1;
		check_foreign(config);
		printf("the configuration is valid\n");
		return 0;
	}
	if (command == NULL)
		return serve(config, start);
	if (config_export(&config->environment) == -1) {
		program_print_error("%s", strerror(errno));
		return 1;
	}
	return command(config, start->options);
}

/*
 * Read the configuration and run COMMAND.  The help and the manual page need
 * only the modules, whatever else is wrong.
 */
static int
configure_and_run(struct start *start, command_function *command)
{
	struct options *options = start->options;
	struct gantry_error error;
	struct config config;
	int status = 2, result = load(&config, start, &error);
	const bool is_right =
	    config_errors_since(&options->errors, 0, NULL) == 0;

	/* The other pools serve without one that cannot start. */
	if (result == 0 &&
	    (command != NULL || options->check_config || options->print_config))
		result = config_refuse_faults(&config);
	if (is_right && start->cmdline->wants_help) {
		cmdline_print_help(start->cmdline);
		status = 0;
	} else if (is_right && options->print_man) {
		manual_print(start->cmdline, running);
		status = 0;
	} else {
		print_errors(&options->errors);
		print_errors(&config.errors);
		if (result == -1 && config.errors.count == 0)
			program_print_error("%s", error.text);
		if (result == 0 && is_right) {
			config_warn_of_secrets(&config);
			status = run(command, &config, start);
		}
	}
	config_clear(&config);
	return status;
}

static int
reload(const struct config *config, const struct options *options)
{
	(void)options;
	return client_reload(config);
}

static int
run_with(
    struct cmdline *cmdline, command_function *command, bool is_development)
{
	const size_t size = (size_t)cmdline->argc * sizeof(*cmdline->argv);
	struct gantry_error error;
	struct options options = { .is_development = is_development };
	struct start start = { cmdline->context, &options, cmdline,
		malloc(size), false };
	int result, status = 2;

	if (start.words == NULL) {
		program_print_error("out of memory");
		return status;
	}
	memcpy(start.words, cmdline->argv, size);
	result = options_parse(&options, cmdline, &error);
	if (result == -1 && options.errors.count == 0) {
		program_print_error("%s", error.text);
	} else if (result == 0 && cmdline->wants_version) {
		cmdline_print_version(cmdline);
		status = 0;
	} else if (result == 0 && options.completion != NULL) {
		status = completion_print(cmdline, options.completion);
	} else {
		start.is_alone = command != NULL && command != reload &&
		    !cmdline->wants_help && !options.print_man &&
		    !options.check_config && !options.print_config;
		status = configure_and_run(&start, command);
	}
	options_clear(&options);
	free(start.words);
	return status;
}

static int
run_command(struct cmdline *cmdline, command_function *command)
{
	return run_with(cmdline, command, false);
}

static int
run_dev(struct cmdline *cmdline)
{
	return run_with(cmdline, NULL, true);
}

static int
run_serve(struct cmdline *cmdline)
{
	return run_command(cmdline, NULL);
}

static int
run_call(struct cmdline *cmdline)
{
	return run_command(cmdline, command_call);
}

static int
run_trace(struct cmdline *cmdline)
{
	return run_command(cmdline, command_trace);
}

static int
run_replay(struct cmdline *cmdline)
{
	return run_command(cmdline, command_replay);
}

static int
run_shell(struct cmdline *cmdline)
{
	return run_command(cmdline, command_shell);
}

static int
run_reload(struct cmdline *cmdline)
{
	return run_command(cmdline, reload);
}

static int
run_routes(struct cmdline *cmdline)
{
	return run_command(cmdline, command_routes);
}

/* The completions look for this sentence. */
#define SHARED_NOTE                                                          \
	"All options of \"{program} --help\" can be given as well, such as " \
	"--mount, --set and --config."

#define SERVES                                                        \
	"Without a command it serves FastCGI, or one CGI request if " \
	"GATEWAY_INTERFACE is set and standard input is not a socket."

/* Without its description, which depends on the program. */
static const struct cmdline_command base_command = {
	.usage = "[OPTION ...]",
	.print_notes = help_print_notes,
	.run = run_serve,
};

static const struct cmdline_command call_command = {
	.name = "call",
	.usage = "METHOD /PATH [-H 'NAME: VALUE'] [-d BODY] [OPTION ...]",
	.summary = "answer one request without a web server",
	.description = "Answer one request in this process, without a web "
		       "server, and print the response.",
	.example = "call GET /path",
	.options = options_of_call,
	.operands = operands_of_call,
	.shared_note = SHARED_NOTE,
	.notes = "exit status: 0 the response's status is below 400; 1 it is "
		 "400 or above; 2 the command line or the configuration is "
		 "not valid.",
	.run = run_call,
};

static const struct cmdline_command trace_command = {
	.name = "trace",
	.usage = "METHOD /PATH [--body] [--json] [OPTION ...]",
	.summary = "answer one request and show how",
	.description =
	    "Answer one request as call does, and print what {program} and the "
	    "application did for it, with times.",
	.example = "trace GET /path",
	.options = options_of_trace,
	.operands = operands_of_call,
	.shared_note = SHARED_NOTE,
	.notes = "exit status: the same as that of {program} call.",
	.run = run_trace,
};

static const struct cmdline_command replay_command = {
	.name = "replay",
	.usage = "FILE [--trace] [--body] [--json] [OPTION ...]",
	.summary = "answer requests that --capture saved",
	.description =
	    "Answer the requests in FILE one after another, as call does.  "
	    "--capture writes such files; FILE can also hold the FastCGI "
	    "records that a web server sent on one connection.",
	.example = "replay FILE",
	.options = options_of_replay,
	.operands = operands_of_replay,
	.shared_note = SHARED_NOTE,
	.notes = "exit status: 0 all responses' statuses are below 400; 1 one "
		 "is 400 or above; 2 FILE, the command line or the "
		 "configuration is not valid.",
	.run = run_replay,
};

static const struct cmdline_command routes_command = {
	.name = "routes",
	.usage = "[--match PATH] [OPTION ...]",
	.summary = "list the routes of the applications",
	.description = "List the routes of the mounted applications with their "
		       "hooks and middleware.",
	.options = options_of_routes,
	.shared_note = SHARED_NOTE,
	.notes = "exit status: 0 done; 1 no route answers the path of "
		 "--match; 2 the command line or the configuration is not "
		 "valid.",
	.run = run_routes,
};

static const struct cmdline_command shell_command = {
	.name = "shell",
	.usage = "[-c COMMAND] [FILE] [OPTION ...]",
	.summary = "send requests from an interactive prompt",
	.description =
	    "Send requests to the applications in this process and look at "
	    "what they do, at a prompt with history and completion.  The "
	    "commands can also come from -c, from FILE, or from standard "
	    "input; then there is no prompt, and the first command that fails "
	    "ends the shell.  Its command \"help\" describes the commands.",
	.example = "shell -c 'GET /path'",
	.options = options_of_shell,
	.operands = operands_of_shell,
	.shared_note = SHARED_NOTE,
	.notes = "exit status: 0 done; 1 a command failed, or a response's "
		 "status is 400 or above; 2 a command, the command line or "
		 "the configuration is not valid; 130 interrupted.",
	.run = run_shell,
};

static const struct cmdline_command reload_command = {
	.name = "reload",
	.usage = "[OPTION ...]",
	.summary = "check the configuration and reload a running {program}",
	.description =
	    "Check the configuration; if it is valid, tell the running {program} "
	    "to read it again, wait until the new workers serve, and print the "
	    "outcome.  It is found by its control socket or, if nothing listens "
	    "there, by its pid-file.",
	.shared_note = SHARED_NOTE,
	.notes = "exit status: 0 the new workers serve; 1 {program} does not "
		 "answer, or the old workers keep serving; 2 the command line "
		 "or the configuration is not valid, and nothing was reloaded.",
	.run = run_reload,
};

static const struct cmdline_command dev_command = {
	.name = "dev",
	.usage = "[--http HOST:PORT] [--debugger] [OPTION ...]",
	.summary = "serve for development, and serve what changes",
	.description =
	    "Serve HTTP for a developer, on a loopback address.  When the "
	    "program, a module, the configuration or a file that a setting "
	    "names changes, {program} reloads it; while the change is not "
	    "valid, what was served before goes on.  Each request is printed "
	    "with its status, its time, its SQL statements and the URL of its "
	    "trace, and a browser shows failures.",
	.example = "dev --mount /=app",
	.options = options_of_dev,
	.shared_note = SHARED_NOTE,
	.notes = "The configuration's sockets, log files, users, number of "
		 "workers and sandbox are not used, unless the command line "
		 "gives them.\n\n"
		 "exit status: 0 after SIGTERM, or the end of the debugger; "
		 "130 after ^C; 1 it cannot serve; 2 the command line or the "
		 "configuration is not valid.",
	.run = run_dev,
};

static const struct cmdline_command *const commands[] = {
	&call_command,
	&trace_command,
	&replay_command,
	&routes_command,
	&shell_command,
	&dev_command,
	&doctor_command,
	&status_command,
	&top_command,
	&ctl_command,
	&reload_command,
	&stop_command,
	NULL,
};

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
	struct start start = { applications, &options, NULL, NULL, true };
	struct gantry_error error;
	struct config config;
	int status = 2;
	size_t i;

	/* A client's header "Proxy" must not set a proxy ("httpoxy"). */
	unsetenv("HTTP_PROXY");
	if (load(&config, &start, &error) == -1) {
		for (i = 1; i < config.errors.count; i++)
			log_error("%s", config.errors.items[i].text);
		command_cgi_fail(&error);
	} else if (config_export(&config.environment) == -1 ||
	    config_refuse_faults(&config) == -1) {
		gantry_error_set(&error, GANTRY_ERROR_INPUT, "%s",
		    config.errors.count > 0 ? config.errors.items[0].text
					    : "out of memory");
		command_cgi_fail(&error);
	} else {
		status = command_cgi(&config);
	}
	config_clear(&config);
	return status;
}

/* What PROGRAM is called, or NULL. */
static const char *
name_of(const struct gantry_program *given, const char *started)
{
	const char *slash;

	if (given->name != NULL)
		return program_name_is_valid(given->name) ? given->name : NULL;
	if (started == NULL)
		return GANTRY;
	slash = strrchr(started, '/');
	if (slash != NULL)
		started = slash + 1;
	return program_name_is_valid(started) ? started : GANTRY;
}

/* Is what a program must tell of itself there?  Logs what is missing. */
static bool
is_complete(char *const argv[], const struct gantry_program *given)
{
	static const char function[] = "gantry_program_main";
	const struct gantry_application *const *applications;

	if (null_given(argv, function, "argv") ||
	    null_given(given, function, "program") ||
	    null_given(given->applications, function, "applications") ||
	    null_given(given->applications[0], function, "applications[0]"))
		return false;
	for (applications = given->applications; *applications != NULL;
	     applications++)
		if (null_given((*applications)->name, function,
			"the name of an application"))
			return false;
	return true;
}

static int
set_program(const struct gantry_program *given, const char *started)
{
	const char *name = name_of(given, started), *version = given->version;

	if (name == NULL) {
		program_print_error(
		    "'%s' cannot be the name of a program: give up to %d "
		    "letters, digits, dots, dashes and underscores",
		    given->name, PROGRAM_NAME_MAX);
		return -1;
	}
	if (version == NULL && strcmp(name, GANTRY) == 0)
		version = PACKAGE_VERSION;
	program_set(name, version, given->config_file);
	return 0;
}

/* What --version prints after the name. */
static void
write_version(char *text, size_t size)
{
	const char *version = program_version();

	if (strcmp(program_name(), GANTRY) == 0)
		snprintf(text, size, "%s", version);
	else if (version == NULL)
		snprintf(text, size, "(gantry %s)", PACKAGE_VERSION);
	else
		snprintf(text, size, "%s\nbuilt with gantry %s", version,
		    PACKAGE_VERSION);
}

/* The description for the help, to free; NULL if memory ran out. */
static char *
make_description(const struct gantry_program *given)
{
	const char *own =
	    given->description != NULL ? given->description : given->summary;
	const char *gap = own != NULL ? "\n\n" : "  ";
	size_t size;
	char *text;

	if (own == NULL)
		own = "{program} connects a web server to applications in C.";
	size = strlen(own) + strlen(gap) + sizeof(SERVES);
	text = malloc(size);
	if (text != NULL)
		snprintf(text, size, "%s%s%s", own, gap, SERVES);
	return text;
}

int
gantry_program_main(int argc, char *argv[], const struct gantry_program *given)
{
	struct cmdline_command base = base_command;
	struct cmdline_program program = { .base = &base,
		.commands = commands };
	char version[160], *description;
	int status;

	standard_streams_open();
	if (!is_complete(argv, given) ||
	    set_program(given, argc > 0 ? argv[0] : NULL) == -1)
		return CMDLINE_MISUSED;
	if (is_cgi())
		return run_cgi(given->applications);
	running = given;
	write_version(version, sizeof(version));
	description = make_description(given);
	program.name = program_name();
	program.version = version;
	base.description = description != NULL ? description : SERVES;
	upgrade_note(argv);
	status = cmdline_run(&program, argc, argv, given->applications);
	free(description);
	return status;
}

int
gantry_main(int argc, char *argv[],
    const struct gantry_application *const applications[])
{
	const struct gantry_program program = { .applications = applications };

	return gantry_program_main(argc, argv, &program);
}
