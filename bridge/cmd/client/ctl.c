/*
 * The three commands that ask a gantry that runs.  They read the same
 * configuration as it does, if only to learn where its control socket is.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/client/ctl.h"
#include "cmd/client/ctl_client.h"
#include "cmd/client/ctl_top.h"
#include "cmd/config/control_socket.h"

#define DEFAULT_FILE SYSCONFDIR "/gantry.conf"

/* To show takes no time; an order takes as long as it takes. */
#define SHOW_SECONDS 10

enum {
	OPTION_BIND = 256,
	OPTION_CONFIG,
	OPTION_CONTROL_SOCKET,
	OPTION_HELP,
	OPTION_JSON,
	OPTION_METRICS,
	OPTION_OPENMETRICS,
};

static const struct option long_options[] = {
	{ "bind", required_argument, NULL, OPTION_BIND },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "control-socket", required_argument, NULL, OPTION_CONTROL_SOCKET },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "metrics", no_argument, NULL, OPTION_METRICS },
	{ "openmetrics", no_argument, NULL, OPTION_OPENMETRICS },
	{ NULL, 0, NULL, 0 },
};

struct ctl {
	const char *command; /* "status", "top" or "ctl" */
	const char *config_file;
	const char *bind; /* of the gantry that is meant; NULL: as configured */
	const char *control_socket; /* likewise */
	bool help;
	struct ctl_question question;
	char target[64]; /* that the question may point to */
};

static const struct ctl_question show_text = { "GET", "/status?format=text",
	NULL, SHOW_SECONDS };
static const struct ctl_question show_json = { "GET", "/status?format=json",
	NULL, SHOW_SECONDS };
static const struct ctl_question show_metrics = { "GET", "/metrics",
	"text/plain", SHOW_SECONDS };
static const struct ctl_question show_openmetrics = { "GET", "/metrics",
	"application/openmetrics-text", SHOW_SECONDS };

bool
ctl_is(const char *word)
{
	return strcmp(word, "status") == 0 || strcmp(word, "top") == 0 ||
	    strcmp(word, "ctl") == 0;
}

static int
take_format(struct ctl *ctl, const struct ctl_question *question,
    struct gantry_error *error)
{
	if (strcmp(ctl->command, "status") != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "--json, --metrics and --openmetrics are of gantry "
		    "status, not of gantry %s",
		    ctl->command);
	ctl->question = *question;
	return 0;
}

static int
take_option(struct ctl *ctl, int code, char *argv[], struct gantry_error *error)
{
	switch (code) {
	case OPTION_BIND:
		ctl->bind = optarg;
		return 0;
	case OPTION_CONFIG:
		ctl->config_file = optarg;
		return 0;
	case OPTION_CONTROL_SOCKET:
		ctl->control_socket = optarg;
		return 0;
	case OPTION_HELP:
		ctl->help = true;
		return 0;
	case OPTION_JSON:
		return take_format(ctl, &show_json, error);
	case OPTION_METRICS:
		return take_format(ctl, &show_metrics, error);
	case OPTION_OPENMETRICS:
		return take_format(ctl, &show_openmetrics, error);
	case ':':
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s needs a value", argv[optind - 1]);
	default:
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no option '%s'; gantry %s --help lists them",
		    argv[optind - 1], ctl->command);
	}
}

/* "reload", "stop", "reopen" or "scale N", as a question. */
static int
take_order(
    struct ctl *ctl, int count, char *words[], struct gantry_error *error)
{
	const char *order = count > 0 ? words[0] : "";
	const bool scales = strcmp(order, "scale") == 0;

	if (!scales && strcmp(order, "reload") != 0 &&
	    strcmp(order, "stop") != 0 && strcmp(order, "reopen") != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    count > 0 ? "there is no order '%s'; there are reload, "
				"stop, scale N and reopen"
			      : "give an order%s: reload, stop, scale N or "
				"reopen",
		    order);
	if (scales &&
	    (count != 2 || *words[1] == '\0' || strlen(words[1]) > 4 ||
		strspn(words[1], "0123456789") != strlen(words[1])))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "give the number of workers: gantry ctl scale 4");
	if (!scales && count > 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' takes nothing behind it, and not '%s'", order,
		    words[1]);
	snprintf(ctl->target, sizeof(ctl->target),
	    scales ? "/scale?workers=%s" : "/%s", scales ? words[1] : order);
	ctl->question =
	    (struct ctl_question){ .method = "POST", .target = ctl->target };
	return 0;
}

static int
parse(struct ctl *ctl, int argc, char *argv[], struct gantry_error *error)
{
	int code;

	*ctl = (struct ctl){ .command = argv[0],
		.question = show_text,
		.config_file = getenv("GANTRY_CONFIG") };
	optind = 0; /* begin anew, whoever used getopt before */
	opterr = 0;
	while ((code = getopt_long(argc, argv, ":", long_options, NULL)) != -1)
		if (take_option(ctl, code, argv, error) == -1)
			return -1;
	if (ctl->help)
		return 0;
	if (strcmp(ctl->command, "ctl") == 0)
		return take_order(ctl, argc - optind, argv + optind, error);
	if (optind < argc)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no option; gantry %s --help lists them",
		    argv[optind], ctl->command);
	return 0;
}

/* The file and the environment, as for a gantry that serves. */
static int
read_config(const struct ctl *ctl, struct config *config,
    const struct gantry_application *const applications[],
    struct gantry_error *error)
{
	const char *file = ctl->config_file;

	if (file == NULL && access(DEFAULT_FILE, R_OK) == 0)
		file = DEFAULT_FILE;
	if (config_init(config, applications, error) == -1 ||
	    (file != NULL && config_read_file(config, file, error) == -1) ||
	    config_read_environment(config, error) == -1)
		return gantry_error_prefix(error,
		    "the configuration does not say where gantry is (give "
		    "--control-socket PATH)");
	return 0;
}

/* A configuration with mistakes in it is no reason not to be told to stop. */
static int
find_socket(const struct ctl *ctl, struct control_socket *found,
    const struct gantry_application *const applications[],
    struct gantry_error *error)
{
	const char *variable = getenv("GANTRY_CONTROL_SOCKET");
	struct config config = { 0 };
	int result = 0;

	if (ctl->control_socket != NULL)
		config.control_socket = strdup(ctl->control_socket);
	else if (ctl->bind != NULL)
		result = config_list_add(&config.binds, ctl->bind, error);
	else if (variable != NULL && *variable != '\0')
		config.control_socket = strdup(variable);
	else
		result = read_config(ctl, &config, applications, error);
	if (result == 0)
		control_socket_find(found, &config);
	config_clear(&config);
	if (result == 0 && found->path[0] == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no control socket: it is 'none', or its path is "
		    "too long");
	return result;
}

static void
print_help(void)
{
	fputs(
	    "usage: gantry status [--json | --metrics | --openmetrics] "
	    "[OPTION ...]\n"
	    "       gantry top [OPTION ...]\n"
	    "       gantry ctl reload | stop | scale N | reopen "
	    "[OPTION ...]\n\n"
	    "Ask the gantry that runs, whose master answers even when all "
	    "workers hang.\n\n"
	    "  status                 workers, what they do, counters, "
	    "latencies\n"
	    "    --json                 for programs\n"
	    "    --metrics              in Prometheus' text format\n"
	    "    --openmetrics          in OpenMetrics 1.0\n"
	    "  top                    the same each second; q quits\n"
	    "  ctl reload             read the configuration again, and wait "
	    "until it serves\n"
	    "  ctl stop               let requests finish, and wait for the "
	    "end\n"
	    "  ctl scale N            run N workers\n"
	    "  ctl reopen             open the logs again, after rotating "
	    "them\n\n"
	    "Which gantry is meant:\n"
	    "  --control-socket PATH  where its control socket is\n"
	    "  --bind unix:PATH       what it was started with: PATH.ctl is "
	    "its control socket\n"
	    "  --config FILE          or what that says (default " DEFAULT_FILE
	    ")\n"
	    "  --help                 print this\n\n"
	    "GANTRY_CONTROL_SOCKET, GANTRY_BIND and GANTRY_CONFIG do as "
	    "well.  Without any,\nit is " CONTROL_SOCKET_DEFAULT ".\n\n"
	    "exit status: 0 done; 1 gantry does not answer, or did not do "
	    "it; 2 makes no sense.\n",
	    stdout);
}

/* Ask, and print the answer, or on standard error why there is none. */
static int
run(const struct ctl *ctl, const char *path)
{
	struct gantry_buffer body = { 0 };
	struct gantry_error error;
	int status = ctl_ask(path, &ctl->question, &body, &error);

	if (status == -1) {
		fprintf(stderr, "gantry: %s\n", error.text);
	} else if (status == 200) {
		fwrite(body.data, 1, body.length, stdout);
	} else {
		fputs("gantry: ", stderr);
		fwrite(body.data, 1, body.length, stderr);
	}
	gantry_buffer_clear(&body);
	if (status == 200)
		return fflush(stdout) == 0 ? 0 : 1;
	return status == 400 ? 2 : 1;
}

int
command_ctl(int argc, char *argv[],
    const struct gantry_application *const applications[])
{
	struct gantry_error error;
	struct control_socket found;
	struct ctl ctl;

	if (parse(&ctl, argc, argv, &error) == -1) {
		fprintf(stderr, "gantry: %s\n", error.text);
		return 2;
	}
	if (ctl.help) {
		print_help();
		return 0;
	}
	if (find_socket(&ctl, &found, applications, &error) == -1) {
		fprintf(stderr, "gantry: %s\n", error.text);
		return 2;
	}
	if (strcmp(ctl.command, "top") == 0)
		return ctl_top(found.path);
	return run(&ctl, found.path);
}
