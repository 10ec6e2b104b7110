/*
 * gantry doctor, which needs no configuration of gantry's own: it prints the
 * web server's.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/doctor/doctor.h"
#include "cmd/doctor/probe.h"
#include "cmd/doctor/recipes.h"

enum {
	OPTION_HELP = 256,
	OPTION_LISTEN,
	OPTION_MOUNT,
	OPTION_NAME,
	OPTION_PROBE,
	OPTION_PROGRAM,
	OPTION_SERVER,
	OPTION_SOCKET,
};

static const struct option long_options[] = {
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "listen", required_argument, NULL, OPTION_LISTEN },
	{ "mount", required_argument, NULL, OPTION_MOUNT },
	{ "name", required_argument, NULL, OPTION_NAME },
	{ "probe", required_argument, NULL, OPTION_PROBE },
	{ "program", required_argument, NULL, OPTION_PROGRAM },
	{ "server", required_argument, NULL, OPTION_SERVER },
	{ "socket", required_argument, NULL, OPTION_SOCKET },
	{ NULL, 0, NULL, 0 },
};

struct doctor {
	bool help;
	const char *server;
	const char *probe; /* an address */
	struct recipe_places places;
};

static int
take_option(
    struct doctor *doctor, int code, char *argv[], struct gantry_error *error)
{
	switch (code) {
	case OPTION_HELP:
		doctor->help = true;
		break;
	case OPTION_LISTEN:
		doctor->places.listen = optarg;
		break;
	case OPTION_MOUNT:
		doctor->places.mount = optarg;
		break;
	case OPTION_NAME:
		doctor->places.name = optarg;
		break;
	case OPTION_PROBE:
		doctor->probe = optarg;
		break;
	case OPTION_PROGRAM:
		doctor->places.program = optarg;
		break;
	case OPTION_SERVER:
		doctor->server = optarg;
		break;
	case OPTION_SOCKET:
		doctor->places.socket = optarg;
		break;
	case ':':
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s needs a value", argv[optind - 1]);
	default:
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no option '%s'; doctor --help lists them",
		    argv[optind - 1]);
	}
	return 0;
}

static int
parse(struct doctor *doctor, int argc, char *argv[], struct gantry_error *error)
{
	int code;

	optind = 0; /* begin anew, whoever used getopt before */
	opterr = 0;
	while ((code = getopt_long(argc, argv, ":", long_options, NULL)) != -1)
		if (take_option(doctor, code, argv, error) == -1)
			return -1;
	if (optind < argc)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no option; doctor --help lists them",
		    argv[optind]);
	if ((doctor->server == NULL) == (doctor->probe == NULL) &&
	    !doctor->help)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "give --server NAME or --probe URL; doctor --help lists "
		    "the names");
	return 0;
}

static void
print_names(struct gantry_buffer *text)
{
	const struct recipe *recipe;

	for (recipe = recipes; recipe->name != NULL; recipe++)
		gantry_buffer_printf(text, " %s", recipe->name);
}

static void
print_help(struct gantry_buffer *text)
{
	gantry_buffer_puts(text,
	    "usage: gantry doctor --server NAME [OPTION ...]\n"
	    "       gantry doctor --probe URL\n\n"
	    "Print a configuration of the web server NAME that gantry is "
	    "tested with:\n\n");
	print_names(text);
	gantry_buffer_puts(text,
	    "\n\noptions:\n"
	    "  --mount /PREFIX        where gantry is on the site (default /)\n"
	    "  --socket ADDRESS       where gantry listens, unix:PATH or "
	    "HOST:PORT\n"
	    "                         (default unix:/run/gantry/gantry.sock)\n"
	    "  --listen HOST:PORT     where the web server listens\n"
	    "                         (default 127.0.0.1:8080)\n"
	    "  --name NAME            the site's name (default localhost)\n"
	    "  --program PATH         gantry, as a CGI program (default\n"
	    "                         " SBINDIR "/gantry)\n"
	    "  --help                 print this\n\n"
	    "Give gantry the same prefix: --mount /PREFIX=APP.\n\n"
	    "Or ask the application inspect at URL, http://HOST/PREFIX, "
	    "through the web server,\nand say what is wrong with the web "
	    "server's configuration.  The exit status is 0\nwhen nothing is, "
	    "1 when something is.\n");
}

static int
print_recipe(const struct doctor *doctor, struct gantry_buffer *text,
    struct gantry_error *error)
{
	const struct recipe *recipe = recipe_find(doctor->server);
	struct gantry_buffer names = { 0 };

	if (recipe != NULL)
		return recipe_print(recipe, &doctor->places, text, error);
	print_names(&names);
	gantry_buffer_putc(&names, '\0');
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "there is no recipe for '%s'; there are:%s", doctor->server,
	    gantry_buffer_failed(&names) ? "" : names.data);
	gantry_buffer_clear(&names);
	return -1;
}

int
command_doctor(int argc, char *argv[])
{
	struct doctor doctor = { .help = false };
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	int result = parse(&doctor, argc, argv, &error);

	if (result == 0 && !doctor.help && doctor.probe != NULL)
		return probe_run(doctor.probe);
	if (result == 0 && doctor.help)
		print_help(&text);
	else if (result == 0)
		result = print_recipe(&doctor, &text, &error);
	if (result == -1)
		fprintf(stderr, "gantry: %s\n", error.text);
	else
		fwrite(text.data, 1, text.length, stdout);
	gantry_buffer_clear(&text);
	return result == 0 ? 0 : 2;
}
