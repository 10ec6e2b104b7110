/*
 * gantry doctor.  It prints or checks the configuration of the web server, and
 * reads none of gantry's but for --config.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text/suggestion.h"
#include "base/this_program.h"
#include "cmd/doctor/config_places.h"
#include "cmd/doctor/doctor.h"
#include "cmd/doctor/probe.h"
#include "cmd/doctor/recipes.h"
#include "cmd/doctor/tls.h"

struct doctor {
	const char *server;
	bool has_grpc;
	const char *probe; /* a URL */
	struct tls_options tls; /* of https */
	const char *config_file;
	struct recipe_mount mount; /* without a configuration file */
	struct recipe_places places;
};

#define FIELD(name) offsetof(struct doctor, name)

#define GRPC "-grpc"

static const struct cmdline_option doctor_options[] = {
	{ .name = "server",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAME",
	    .offset = FIELD(server),
	    .help = "print a configuration for this web server" },
	{ .name = "grpc",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(has_grpc),
	    .help = "with --server nginx: print a configuration for gRPC, "
		    "which the application firestore answers" },
	{ .name = "mount",
	    .kind = CMDLINE_TEXT,
	    .argument = "/PREFIX",
	    .offset = FIELD(mount.mount),
	    .computed = "/",
	    .help =
		"the path of {program} on the site; give {program} the same one: "
		"--mount /PREFIX=APP" },
	{ .name = "socket",
	    .kind = CMDLINE_TEXT,
	    .argument = "ADDRESS",
	    .offset = FIELD(mount.socket),
	    .computed = "unix:/run/{program}/{program}.sock",
	    .help = "the address that {program} listens on, unix:PATH or "
		    "HOST:PORT" },
	{ .name = "config",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(config_file),
	    .help = "take the mounts and the sockets of their pools from this "
		    "configuration file of {program}" },
	{ .name = "listen",
	    .kind = CMDLINE_TEXT,
	    .argument = "HOST:PORT",
	    .offset = FIELD(places.listen),
	    .fallback = "127.0.0.1:8080",
	    .help = "the address that the web server listens on" },
	{ .name = "name",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAME",
	    .offset = FIELD(places.name),
	    .fallback = "localhost",
	    .help = "the name of the site" },
	{ .name = "program",
	    .kind = CMDLINE_TEXT,
	    .argument = "PATH",
	    .offset = FIELD(places.program),
	    .computed = "this program",
	    .help = "the program that the web server starts, for CGI" },
	{ .name = "probe",
	    .kind = CMDLINE_TEXT,
	    .argument = "URL",
	    .offset = FIELD(probe),
	    .help = "check the running web server at http://HOST/PREFIX or "
		    "https://HOST/PREFIX, where the application inspect is "
		    "mounted" },
	{ .name = "ca-file",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(tls.ca_file),
	    .help = "trust the certificates in FILE (PEM) for https, instead "
		    "of the system's" },
	{ .name = "insecure",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(tls.insecure),
	    .help = "do not verify the certificate for https" },
	{ NULL },
};

/* The program for CGI, unless the command line names it. */
static void
find_program(char *path, size_t size)
{
	ssize_t length = -1;

	snprintf(path, size, SBINDIR "/gantry");
	if (strcmp(program_name(), "gantry") != 0)
		length = readlink("/proc/self/exe", path, size - 1);
	if (length > 0)
		path[length] = '\0';
}

/* Such a recipe is printed with --grpc, and has the name of its server. */
static bool
is_for_grpc(const struct recipe *recipe)
{
	const size_t length = strlen(recipe->name);

	return length > strlen(GRPC) &&
	    strcmp(recipe->name + length - strlen(GRPC), GRPC) == 0;
}

static void
add_names(struct gantry_buffer *text)
{
	const struct recipe *recipe;

	for (recipe = recipes; recipe->name != NULL; recipe++)
		if (!is_for_grpc(recipe))
			gantry_buffer_printf(text, " %s", recipe->name);
	gantry_buffer_putc(text, '\0');
}

static int
reject_server(const struct cmdline *cmdline, const char *name)
{
	struct suggestion suggestion = { .name = name };
	struct gantry_buffer names = { 0 };
	const struct recipe *recipe;

	for (recipe = recipes; recipe->name != NULL; recipe++)
		if (!is_for_grpc(recipe))
			suggestion_offer(&suggestion, recipe->name);
	add_names(&names);
	if (suggestion.best != NULL)
		cmdline_misused(cmdline, "unknown web server '%s'%s", name,
		    suggestion_hint(&suggestion));
	else
		cmdline_misused(cmdline,
		    "unknown web server '%s'; the known ones are%s", name,
		    gantry_buffer_failed(&names) ? " in the help" : names.data);
	gantry_buffer_clear(&names);
	return CMDLINE_MISUSED;
}

/* Find the recipe that is wanted; NULL when there is none. */
static const struct recipe *
find_recipe(const struct doctor *doctor)
{
	const struct recipe *recipe = recipe_find(doctor->server);
	char name[64];

	if (recipe == NULL || is_for_grpc(recipe))
		return NULL;
	if (!doctor->has_grpc)
		return recipe;
	snprintf(name, sizeof(name), "%s" GRPC, doctor->server);
	return recipe_find(name);
}

/* Can calls of gRPC reach the mount at PREFIX?  Clients choose their paths. */
static bool
is_reached(const char *prefix)
{
	static const char service[] = "/google.firestore.v1.Firestore";

	return prefix == NULL || strcmp(prefix, "/") == 0 ||
	    strcmp(prefix, service) == 0;
}

static int
print_configuration(const struct cmdline *cmdline, const struct doctor *doctor)
{
	const struct recipe *recipe = find_recipe(doctor);
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	struct recipe_places places = doctor->places;
	struct recipe_mount mount = doctor->mount;
	struct config_places configured = { NULL, 0 };
	char socket[160], program[PATH_MAX];
	int result = 0;

	if (recipe == NULL && doctor->has_grpc &&
	    recipe_find(doctor->server) != NULL)
		return cmdline_misused(cmdline,
		    "--grpc: there is no configuration for %s; give --server "
		    "nginx",
		    doctor->server);
	if (recipe == NULL)
		return reject_server(cmdline, doctor->server);
	snprintf(socket, sizeof(socket), "unix:/run/%s/%s.sock", program_name(),
	    program_name());
	find_program(program, sizeof(program));
	if (mount.mount == NULL)
		mount.mount = "/";
	if (mount.socket == NULL)
		mount.socket = socket;
	places.mounts = &mount;
	places.mount_count = 1;
	if (places.program == NULL)
		places.program = program;
	if (doctor->config_file != NULL) {
		result = config_places_read(
		    &configured, doctor->config_file, cmdline->context, &error);
		places.mounts = configured.mounts;
		places.mount_count = configured.count;
	}
	if (result == 0)
		result = recipe_print(recipe, &places, &text, &error);
	if (result == -1)
		program_print_error("%s", error.text);
	else
		fwrite(text.data, 1, text.length, stdout);
	gantry_buffer_clear(&text);
	config_places_clear(&configured);
	return result == 0 ? 0 : CMDLINE_MISUSED;
}

static int
run_doctor(struct cmdline *cmdline)
{
	struct doctor doctor = { .server = NULL };
	int status;

	cmdline->fields = &doctor;
	if (!cmdline_begin(cmdline, &status))
		return status;
	if ((doctor.server == NULL) == (doctor.probe == NULL))
		return cmdline_misused(
		    cmdline, "give either --server NAME or --probe URL");
	if (doctor.config_file != NULL &&
	    (doctor.mount.mount != NULL || doctor.mount.socket != NULL))
		return cmdline_misused(cmdline,
		    "--config has the mounts and sockets; give it without "
		    "--mount and --socket");
	if (doctor.has_grpc && doctor.server == NULL)
		return cmdline_misused(cmdline, "give --grpc with --server");
	if (doctor.has_grpc && !is_reached(doctor.mount.mount))
		return cmdline_misused(cmdline,
		    "--mount: calls of gRPC are below "
		    "/google.firestore.v1.Firestore; give that or /");
	if (doctor.probe != NULL)
		return probe_run(doctor.probe, &doctor.tls);
	return print_configuration(cmdline, &doctor);
}

static void
print_servers(const struct cmdline *cmdline)
{
	struct gantry_buffer names = { 0 };

	(void)cmdline;
	add_names(&names);
	if (!gantry_buffer_failed(&names))
		printf("\nweb servers:\n\n%s\n", names.data);
	gantry_buffer_clear(&names);
}

const struct cmdline_command doctor_command = {
	.name = "doctor",
	.usage = "--server NAME [--grpc] [--config FILE] [OPTION ...]\n"
		 "--probe URL [OPTION ...]",
	.summary = "print or check the configuration of the web server",
	.description =
	    "With --server, print a configuration for a web server that "
	    "gantry is tested with.\n\n"
	    "With --probe, send requests through a running web server to the "
	    "application inspect, which gantry has, and print what is wrong "
	    "with its configuration, why, and how to change it.",
	.options = doctor_options,
	.print_notes = print_servers,
	.notes = "exit status: 0 done, and --probe found nothing wrong; 1 "
		 "--probe found something wrong; 2 the command line is not "
		 "valid.",
	.run = run_doctor,
};
