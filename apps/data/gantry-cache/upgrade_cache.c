/*
 * The command upgrade: give a cache the current schema.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/build/output.h"
#include "data/cache/build/previous.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"

struct upgrade_options {
	const char *file;
	const char *output; /* NULL: FILE itself */
	bool is_forced;
};

/* Put the upgraded cache at PLACE, which the user called NAME. */
static int
put(const struct upgrade_options *options, const char *name, const char *place,
    struct gantry_error *error)
{
	struct previous_upgrade upgrade;
	const char *from = options->output != NULL ? options->file : place;

	if (previous_upgrade(from, place, &upgrade, error) == -1)
		return -1;
	if (upgrade.version == CACHE_SCHEMA_VERSION)
		printable_line(stdout,
		    "%s: schema %d, generation %s; there was nothing to "
		    "upgrade",
		    name, CACHE_SCHEMA_VERSION, upgrade.generation);
	else
		printable_line(stdout,
		    "%s: schema %d instead of %d, generation %s as before",
		    name, CACHE_SCHEMA_VERSION, upgrade.version,
		    upgrade.generation);
	return 0;
}

static int
run_upgrade(struct cmdline *cmdline)
{
	struct upgrade_options options = { .file = NULL };
	struct output output = { .path = NULL };
	struct gantry_error error;
	char *place;
	int status;

	cmdline->fields = &options;
	if (!cmdline_begin(cmdline, &status))
		return status;
	output.path = options.output != NULL ? options.output : options.file;
	output.is_forced = options.is_forced;
	place = output_find(&output, &error);
	if (place == NULL || put(&options, output.path, place, &error) == -1)
		status = fail(&error);
	free(place);
	return status;
}

#define FIELD(name) offsetof(struct upgrade_options, name)

static const struct cmdline_option upgrade_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "NEW",
	    .offset = FIELD(output),
	    .help = "where to put the upgraded cache",
	    .computed = "FILE" },
	{ .name = "force",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_forced),
	    .help = "replace NEW even if it is not a cache" },
	{ NULL },
};

static const struct cmdline_operand upgrade_operands[] = {
	{ .name = "FILE", .offset = FIELD(file), .is_file = true },
	{ NULL },
};

const struct cmdline_command upgrade_command = {
	.name = "upgrade",
	.usage = "FILE [--output NEW] [--force]",
	.summary = "give a cache of an older version the current schema",
	.description =
	    "Copy the cache FILE, give the copy the schema of this version, "
	    "check it, and put it in the place of FILE, or at NEW.  Its "
	    "generation stays.",
	.example = "upgrade cache.db",
	.options = upgrade_options,
	.operands = upgrade_operands,
	.run = run_upgrade,
};
