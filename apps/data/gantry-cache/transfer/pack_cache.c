/*
 * The command pack: make the folder that nodes fetch a cache from.
 */
#include <inttypes.h>

#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/transfer/pack/pack_folder.h"

static int
report(const struct pack_options *options, struct pack_result *result)
{
	const struct chunk_manifest *manifest = &result->manifest;

	printable_line(stdout,
	    "%s: generation %s, %zu chunks, %.1f MB instead of %.1f MB%s",
	    options->folder, manifest->generation, manifest->count,
	    (double)manifest->packed / 1e6, (double)manifest->size / 1e6,
	    result->was_current ? ", as it was there" : "");
	if (result->patched > 0)
		printable_line(stdout, "patch from the one before: %.3f MB",
		    (double)result->patched / 1e6);
	return STATUS_DONE;
}

static int
run_pack(struct cmdline *cmdline)
{
	struct pack_options options = { .cache = NULL };
	struct pack_result result;
	struct gantry_error error;
	int status;

	cmdline->fields = &options;
	if (!cmdline_begin(cmdline, &status))
		return status;
	if (pack_folder_run(&options, &result, &error) == 0)
		status = report(&options, &result);
	else
		status = fail(&error) == STATUS_FAILED &&
			error.code == GANTRY_ERROR_BUSY
		    ? STATUS_BUSY
		    : STATUS_FAILED;
	chunk_manifest_clear(&result.manifest);
	return status;
}

#define FIELD(name) offsetof(struct pack_options, name)

static const struct cmdline_option pack_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FOLDER",
	    .offset = FIELD(folder),
	    .is_required = true,
	    .help = "the folder that a web server or an object store serves" },
	{ .name = "key",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(key),
	    .help = "sign the manifest with this Ed25519 private key in PEM" },
	{ .name = "keep",
	    .kind = CMDLINE_NUMBER,
	    .argument = "N",
	    .offset = FIELD(keep),
	    .min = 1,
	    .max = MANIFEST_PATCHES,
	    .fallback = "3",
	    .help = "keep the files of this many generations, with patches "
		    "from each to the new one" },
	{ NULL },
};

static const struct cmdline_operand pack_operands[] = {
	{ .name = "CACHE", .offset = FIELD(cache), .is_file = true },
	{ NULL },
};

const struct cmdline_command pack_command = {
	.name = "pack",
	.usage = "CACHE --output FOLDER [OPTION ...]",
	.summary = "make the files that other machines fetch a cache from",
	.description =
	    "Write CACHE into FOLDER in a form that fetch reads: its chunks, "
	    "compressed, in one file; a patch from each generation that is "
	    "kept; and a manifest, which comes last.  The names of all other "
	    "files hold a hash of what they belong to, so that they never "
	    "change.  Any server of static files can serve the folder.",
	.example = "pack cache.db --output /srv/cache",
	.options = pack_options,
	.operands = pack_operands,
	.run = run_pack,
};
