/*
 * {program} status, top, ctl, reload and stop: HTTP requests to the control
 * socket of a running gantry, and its responses on standard output.  A PID file
 * is for where there is no such socket.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text/suggestion.h"
#include "base/this_program.h"
#include "cmd/client/client.h"
#include "cmd/client/control_request.h"
#include "cmd/client/pid_signal.h"
#include "cmd/config/derived/control_socket.h"

/* Showing the status takes no time; a command takes as long as it takes. */
#define SHOW_SECONDS 10

enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_METRICS,
	FORMAT_OPENMETRICS,
};

struct client {
	const char *config_file;
	const char *bind; /* of the running gantry; NULL: as configured */
	const char *control_socket; /* likewise */
	enum format format;
	const char *command; /* of ctl */
	const char *workers; /* of ctl scale */
	bool takes_pid; /* a pid-file will do, too */
	char *pid_file; /* that find_socket has found, to free; or NULL */
	const char *pool; /* likewise; NULL: the only one */
};

#define FIELD(name) offsetof(struct client, name)

static const struct control_request formats[] = {
	[FORMAT_TEXT] = { "GET", "/status?format=text", NULL, SHOW_SECONDS },
	[FORMAT_JSON] = { "GET", "/status?format=json", NULL, SHOW_SECONDS },
	[FORMAT_METRICS] = { "GET", "/metrics", "text/plain", SHOW_SECONDS },
	[FORMAT_OPENMETRICS] = { "GET", "/metrics",
	    "application/openmetrics-text", SHOW_SECONDS },
};

static const struct {
	const char *name, *usage, *help;
} commands[] = {
	{ "reload", "reload",
	    "read the configuration again, and wait until new workers serve" },
	{ "stop", "stop",
	    "finish the running requests, stop, and wait for it" },
	{ "scale", "scale N [POOL]", "run N workers until the next reload" },
	{ "reopen", "reopen", "reopen the log files after they were rotated" },
};

#define POOL_NAME_MAX 63
#define POOL_CHARACTERS              \
	"abcdefghijklmnopqrstuvwxyz" \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct cmdline_option socket_options[] = {
	{ .name = "control-socket",
	    .heading = "the process to talk to",
	    .kind = CMDLINE_TEXT,
	    .argument = "PATH",
	    .offset = FIELD(control_socket),
	    .help = "its control socket" },
	{ .name = "bind",
	    .kind = CMDLINE_TEXT,
	    .argument = "unix:PATH",
	    .offset = FIELD(bind),
	    .help = "the --bind that it was started with; PATH.ctl is its "
		    "control socket" },
	{ .name = "config",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(config_file),
	    .help = "its configuration file",
	    .computed = CONFIG_DEFAULT_NOTE },
	{ NULL },
};

/*
 * The file and the environment, as for a gantry that serves.  A configuration
 * with errors must not keep an operator from stopping gantry, so only the keys
 * that say where the control socket is have to be right.
 */
static int
read_config(const struct client *client, struct config *config,
    const struct gantry_application *const applications[],
    struct gantry_error *error)
{
	const char *file = client->config_file;
	size_t position = 0;

	if (file == NULL && access(program_config_file(), R_OK) == 0)
		file = program_config_file();
	if (config_init(config, applications, error) == -1)
		return -1;
	if (file != NULL)
		config_read_file(config, file, error);
	config_read_environment(config, error);
	/* A client loads no modules, and so cannot judge their settings. */
	if (config->control_socket == NULL && config->binds.count == 0 &&
	    config_next_module(config, &position) == NULL &&
	    config_errors_since(&config->errors, 0, error) == -1)
		return gantry_error_prefix(error,
		    "cannot find the control socket (give --control-socket "
		    "PATH)");
	return 0;
}

/*
 * The systemd unit moves the control socket to where the service may make one,
 * whatever the file says.
 */
static void
try_service(struct control_socket *found)
{
	char path[CONTROL_SOCKET_SIZE];

	snprintf(path, sizeof(path), "/run/%s/control/%s.ctl", program_name(),
	    program_name());
	if (!found->is_given && found->path[0] != '\0' &&
	    access(found->path, F_OK) == -1 && access(path, F_OK) == 0)
		memcpy(found->path, path, sizeof(path));
}

static int
find_socket(struct client *client, struct control_socket *found,
    const struct gantry_application *const applications[],
    struct gantry_error *error)
{
	const char *variable = getenv("GANTRY_CONTROL_SOCKET");
	struct config config = { 0 };
	int result = 0;

	if (client->control_socket != NULL)
		config.control_socket = strdup(client->control_socket);
	else if (client->bind != NULL)
		result = config_list_add(&config.binds, client->bind, error);
	else if (variable != NULL && *variable != '\0')
		config.control_socket = strdup(variable);
	else
		result = read_config(client, &config, applications, error);
	if (result == 0)
		control_socket_find(found, &config);
	if (result == 0 && client->bind == NULL)
		try_service(found);
	if (client->takes_pid && config.pid_file != NULL)
		client->pid_file = strdup(config.pid_file);
	config_clear(&config);
	if (result == 0 && found->path[0] == '\0' && client->pid_file == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no control socket: it is 'none', or its path is "
		    "too long");
	return result;
}

/*
 * Parse the command line.  Returns whether the command is to go on; if not,
 * STATUS is the exit status.
 */
static bool
begin(struct cmdline *cmdline, struct client *client, int *status)
{
	*client = (struct client){ .config_file = getenv("GANTRY_CONFIG") };
	cmdline->fields = client;
	cmdline->shared = socket_options;
	return cmdline_begin(cmdline, status);
}

/* Returns 0, or the exit status after an error, which is printed. */
static int
locate(const struct cmdline *cmdline, struct client *client,
    struct control_socket *found)
{
	struct gantry_error error;

	if (find_socket(client, found, cmdline->context, &error) == 0)
		return 0;
	program_print_error("%s", error.text);
	return CMDLINE_MISUSED;
}

/* Print the response, or on standard error why there is none. */
static int
send_and_print(const struct control_request *request, const char *path)
{
	struct gantry_buffer body = { 0 };
	struct gantry_error error;
	int status = control_request_send(request, path, &body, &error);

	if (status == -1) {
		program_print_error("%s", error.text);
	} else if (status == 200) {
		fwrite(body.data, 1, body.length, stdout);
	} else {
		fprintf(stderr, "%s: ", program_name());
		fwrite(body.data, 1, body.length, stderr);
	}
	gantry_buffer_clear(&body);
	if (status == 200)
		return fflush(stdout) == 0 ? 0 : 1;
	return status == 400 ? CMDLINE_MISUSED : 1;
}

static int
run_status(struct cmdline *cmdline)
{
	struct control_socket found;
	struct client client;
	int status;

	if (!begin(cmdline, &client, &status))
		return status;
	status = locate(cmdline, &client, &found);
	if (status != 0)
		return status;
	return send_and_print(&formats[client.format], found.path);
}

static int
reject_command(const struct cmdline *cmdline, const char *command)
{
	struct suggestion suggestion = { .name = command };
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		suggestion_offer(&suggestion, commands[i].name);
	return cmdline_misused(cmdline, "unknown command '%s'%s", command,
	    suggestion.best != NULL
		? suggestion_hint(&suggestion)
		: "; the commands are reload, stop, scale N and reopen");
}

/* Returns 0, or the exit status when the command is not valid. */
static int
check_command(const struct cmdline *cmdline, const struct client *client)
{
	const char *command = client->command, *workers = client->workers;
	size_t i = 0;

	while (i < COMMANDS && strcmp(commands[i].name, command) != 0)
		i++;
	if (i == COMMANDS)
		return reject_command(cmdline, command);
	if (strcmp(command, "scale") != 0)
		return workers == NULL
		    ? 0
		    : cmdline_misused(cmdline,
			  "unexpected argument '%s' after '%s'", workers,
			  command);
	if (workers == NULL || *workers == '\0' || strlen(workers) > 4 ||
	    strspn(workers, "0123456789") != strlen(workers))
		return cmdline_misused(cmdline,
		    "scale needs the number of workers, for example: %s ctl "
		    "scale 4",
		    program_name());
	if (client->pool != NULL &&
	    (*client->pool == '\0' || strlen(client->pool) > POOL_NAME_MAX ||
		strspn(client->pool, POOL_CHARACTERS) != strlen(client->pool)))
		return cmdline_misused(
		    cmdline, "'%s' is not the name of a pool", client->pool);
	return 0;
}

static int
run_ctl(struct cmdline *cmdline)
{
	struct control_socket found;
	struct client client;
	char target[160];
	int status;

	if (!begin(cmdline, &client, &status))
		return status;
	status = check_command(cmdline, &client);
	if (status == 0)
		status = locate(cmdline, &client, &found);
	if (status != 0)
		return status;
	snprintf(target, sizeof(target), "/%s%s%s%s%s", client.command,
	    client.workers != NULL ? "?workers=" : "",
	    client.workers != NULL ? client.workers : "",
	    client.pool != NULL ? "&pool=" : "",
	    client.pool != NULL ? client.pool : "");
	return send_and_print(
	    &(struct control_request){ .method = "POST", .target = target },
	    found.path);
}

static int
run_top(struct cmdline *cmdline)
{
	struct control_socket found;
	struct client client;
	int status;

	if (!begin(cmdline, &client, &status))
		return status;
	status = locate(cmdline, &client, &found);
	return status == 0 ? top_show(found.path) : status;
}

/* What a command does where only the PID file is known. */
struct by_pid {
	const char *target; /* of the control socket */
	struct pid_signal signal;
	const char *outcome; /* a format with the process id */
};

static const struct by_pid reload_by_pid = { "/reload", { SIGHUP, false },
	"told process %ld to reload; there is no control socket, so its error "
	"log has the outcome\n" };
static const struct by_pid stop_by_pid = { "/stop", { SIGTERM, true },
	"stopped process %ld\n" };

static int
signal_master(const struct by_pid *command, const char *pid_file)
{
	struct gantry_error error;
	const pid_t process =
	    pid_signal_send(pid_file, &command->signal, &error);

	if (process == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	printf(command->outcome, (long)process);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* Over the control socket PATH, or by PID_FILE if nobody listens there. */
static int
command_master(
    const struct by_pid *command, const char *path, const char *pid_file)
{
	const struct control_request request = { .method = "POST",
		.target = command->target };

	if (pid_file != NULL &&
	    (*path == '\0' || !control_request_is_answered(path)))
		return signal_master(command, pid_file);
	return send_and_print(&request, path);
}

int
client_reload(const struct config *config)
{
	struct control_socket found;

	control_socket_find(&found, config);
	try_service(&found);
	if (found.path[0] == '\0' && config->pid_file == NULL) {
		program_print_error("there is neither a control socket nor a "
				    "pid-file; give one of them");
		return CMDLINE_MISUSED;
	}
	return command_master(&reload_by_pid, found.path, config->pid_file);
}

static int
run_stop(struct cmdline *cmdline)
{
	struct control_socket found;
	struct client client;
	int status;

	if (!begin(cmdline, &client, &status))
		return status;
	client.takes_pid = true;
	status = locate(cmdline, &client, &found);
	if (status == 0)
		status =
		    command_master(&stop_by_pid, found.path, client.pid_file);
	free(client.pid_file);
	return status;
}

static void
print_commands(const struct cmdline *cmdline)
{
	char head[16];
	size_t i;

	(void)cmdline;
	printf("\ncommands:\n");
	for (i = 0; i < COMMANDS; i++) {
		snprintf(head, sizeof(head), "  %s", commands[i].usage);
		cmdline_print_row(head, commands[i].help);
	}
}

#define NOTES                                                                \
	"The environment variables GANTRY_CONTROL_SOCKET, GANTRY_BIND and "  \
	"GANTRY_CONFIG work as well.  If nothing names a control socket, "   \
	"it is /run/{program}/{program}.ctl.\n\n"                            \
	"exit status: 0 done; 1 {program} does not answer, or it failed to " \
	"do it; 2 the command line is not valid."

static const struct cmdline_option status_options[] = {
	{ .name = "json",
	    .kind = CMDLINE_CONSTANT,
	    .offset = FIELD(format),
	    .constant = FORMAT_JSON,
	    .help = "print JSON" },
	{ .name = "metrics",
	    .kind = CMDLINE_CONSTANT,
	    .offset = FIELD(format),
	    .constant = FORMAT_METRICS,
	    .help = "print metrics in the text format of Prometheus" },
	{ .name = "openmetrics",
	    .kind = CMDLINE_CONSTANT,
	    .offset = FIELD(format),
	    .constant = FORMAT_OPENMETRICS,
	    .help = "print metrics in the format OpenMetrics 1.0" },
	{ NULL },
};

const struct cmdline_command status_command = {
	.name = "status",
	.usage = "[--json | --metrics | --openmetrics] [OPTION ...]",
	.summary = "show the workers and requests of a running {program}",
	.description =
	    "Show the workers of a running {program}, the requests that they "
	    "serve, counters and latencies.  The master process answers, even "
	    "when every worker hangs.",
	.options = status_options,
	.notes = NOTES,
	.run = run_status,
};

const struct cmdline_command top_command = {
	.name = "top",
	.usage = "[OPTION ...]",
	.summary = "show the status again every second",
	.description =
	    "Show the status of a running {program} and refresh it every second "
	    "until q is pressed.  If standard output is not a terminal, print "
	    "the status once.",
	.notes = NOTES,
	.run = run_top,
};

static const struct cmdline_operand ctl_operands[] = {
	{ .name = "COMMAND", .offset = FIELD(command) },
	{ .name = "N", .offset = FIELD(workers), .is_optional = true },
	{ .name = "POOL", .offset = FIELD(pool), .is_optional = true },
	{ NULL },
};

const struct cmdline_command ctl_command = {
	.name = "ctl",
	.usage = "reload | stop | scale N [POOL] | reopen [OPTION ...]",
	.summary = "reload, stop or scale a running {program}",
	.description =
	    "Tell a running {program} to do something, wait until it "
	    "is done, and print the outcome.",
	.example = "ctl reload",
	.operands = ctl_operands,
	.print_notes = print_commands,
	.notes = NOTES,
	.run = run_ctl,
};

const struct cmdline_command stop_command = {
	.name = "stop",
	.usage = "[OPTION ...]",
	.summary = "stop a running {program}",
	.description =
	    "Tell a running {program} to finish its requests and to stop, and "
	    "wait until it has.  It is found by its control socket or, if "
	    "nothing listens there, by its pid-file.",
	.notes = NOTES,
	.run = run_stop,
};
