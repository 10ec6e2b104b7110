/*
 * The program gantry-cache: its commands.
 */
#include <stdio.h>

#include "data/cache/interruption.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/program.h"

int
fail(const struct gantry_error *error)
{
	printable_line(stderr, "gantry-cache: %s", error->text);
	return STATUS_FAILED;
}

/* Without a command there are only --help and --version. */
static int
run_base(struct cmdline *cmdline)
{
	int status;

	if (!cmdline_begin(cmdline, &status))
		return status;
	return cmdline_misused(cmdline, "give a command");
}

static const struct cmdline_command base_command = {
	.usage = "COMMAND [OPTION ...]",
	.description = "gantry-cache makes the caches that gantry serves from, "
		       "and shows what they hold.",
	.notes =
	    "exit status: 0 done; 1 it failed, and the cache is as it was; 2 "
	    "the command line is not valid; 3 another process draws, packs "
	    "or fetches there; 4 the cache is in place, but its word clouds were not "
	    "drawn; 5 the cache is in place without the documents in "
	    "quarantine; 6 two caches differ.\n\n"
	    "See gantry-cache(1).",
	.run = run_base,
};

static const struct cmdline_command *const commands[] = {
	&import_command,
	&pull_command,
	&info_command,
	&images_command,
	&dump_command,
	&export_command,
	&query_command,
	&views_command,
	&diff_command,
	&verify_command,
	&upgrade_command,
	&pack_command,
	&fetch_command,
	&index_command,
	&explain_command,
	&rules_command,
	NULL,
};

static const struct cmdline_program program = {
	.name = "gantry-cache",
	.version = PACKAGE_VERSION,
	.base = &base_command,
	.commands = commands,
};

int
gantry_cache_main(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	interruption_prepare();
	return cmdline_run(&program, argc, argv, projections);
}
