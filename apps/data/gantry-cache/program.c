/*
 * The command line of gantry-cache: finds the command and runs it.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/program.h"

static const struct command *const commands[] = {
	&import_command,
	&pull_command,
	&info_command,
	&images_command,
	&dump_command,
	&verify_command,
	NULL,
};

int
complain(const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "gantry-cache: ");
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "; --help says more\n");
	return STATUS_MISUSED;
}

int
fail(const struct gantry_error *error)
{
	fprintf(stderr, "gantry-cache: %s\n", error->text);
	return STATUS_FAILED;
}

static void
print_help(void)
{
	const struct command *const *command;
	const char *lead = "usage:";

	for (command = commands; *command != NULL; command++) {
		printf("%-6s gantry-cache %s %s\n", lead, (*command)->name,
		    (*command)->usage);
		lead = "";
	}
	printf("       gantry-cache --help | --version\n\n"
	       "Makes and shows the caches that gantry serves from.\n");
	for (command = commands; *command != NULL; command++)
		printf("\n%s\n%s", (*command)->name, (*command)->help);
	printf("\nexit status: 0 done; 1 failed, and what was there is "
	       "untouched; 2 makes no\nsense; 3 another process draws in the "
	       "folder; 4 the cache is in place, but its\nword clouds were not "
	       "drawn.\n");
}

int
gantry_cache_main(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	const struct command *const *command;

	if (argc < 2)
		return complain("no command given");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help();
		return STATUS_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("gantry-cache %s\n", PACKAGE_VERSION);
		return STATUS_DONE;
	}
	for (command = commands; *command != NULL; command++) {
		if (strcmp(argv[1], (*command)->name) != 0)
			continue;
		optind = 0;
		opterr = 0;
		return (*command)->run(argc - 1, argv + 1, projections);
	}
	return complain("unknown command '%s'", argv[1]);
}
