/*
 * The command images: draw the word clouds of a cache.
 */
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/images_run.h"

#define JOBS_MAX 64

#define FIELD(name) offsetof(struct images_options, name)

static int
run_images(struct cmdline *cmdline)
{
	struct images_options options = { .projections = cmdline->context };
	int status;

	cmdline->fields = &options;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return images_run(&options);
}

static const struct cmdline_option images_options[] = {
	{ .name = "cache",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(cache),
	    .is_required = true,
	    .help = "the cache" },
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FOLDER",
	    .offset = FIELD(folder),
	    .is_required = true,
	    .help = "the folder of the pictures" },
	{ .name = "jobs",
	    .kind = CMDLINE_NUMBER,
	    .argument = "N",
	    .offset = FIELD(jobs),
	    .min = 1,
	    .max = JOBS_MAX,
	    .computed = "the number of processors",
	    .help = "draw with N processes, 1 to 64" },
	{ .name = "font",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAMES",
	    .offset = FIELD(font),
	    .fallback = IMAGES_FONT,
	    .help = "the fonts to try first, and a style after the last "
		    "comma" },
	{ .name = "stop-words",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(stop_words),
	    .help =
		"do not draw the words in FILE, one a line, ignoring case" },
	PROGRESS_OPTIONS(struct images_options, mode),
	{ NULL },
};

const struct cmdline_command images_command = {
	.name = "images",
	.usage = "--cache FILE --output FOLDER [OPTION ...]",
	.summary = "draw the word clouds of a cache",
	.description =
	    "Draw a word cloud for each publication in the cache FILE, as PNG "
	    "and SVG, light and dark.  In FOLDER, the link current points to "
	    "the pictures, and progress.json shows the progress.  A word cloud "
	    "whose words have not changed is not drawn again.",
	.options = images_options,
	.run = run_images,
};
