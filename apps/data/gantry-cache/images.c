/*
 * The command line of "gantry-cache images".
 */
#include <getopt.h>
#include <stdlib.h>

#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/images_run.h"

#define JOBS_MAX 64

static int
set_jobs(struct images_wishes *wishes, const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < 1 ||
	    value > JOBS_MAX)
		return complain("--jobs takes a number from 1 to %d", JOBS_MAX);
	wishes->jobs = (unsigned)value;
	return STATUS_DONE;
}

static int
take_option(struct images_wishes *wishes, int code, const char *word)
{
	switch (code) {
	case 'c':
		wishes->cache = optarg;
		return STATUS_DONE;
	case 'f':
		wishes->font = optarg;
		return STATUS_DONE;
	case 'j':
		return set_jobs(wishes, optarg);
	case 'l':
		wishes->mode = PROGRESS_LOG;
		return STATUS_DONE;
	case 'o':
		wishes->folder = optarg;
		return STATUS_DONE;
	case 'q':
		wishes->mode = PROGRESS_QUIET;
		return STATUS_DONE;
	case ':':
		return complain("%s needs a value", word);
	default:
		return complain("images has no option '%s'", word);
	}
}

static int
run_images(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	static const struct option table[] = {
		{ "cache", required_argument, NULL, 'c' },
		{ "font", required_argument, NULL, 'f' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "log", no_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "quiet", no_argument, NULL, 'q' },
		{ NULL, 0, NULL, 0 },
	};
	struct images_wishes wishes = { .projections = projections };
	int code, status;

	while ((code = getopt_long(argc, argv, ":", table, NULL)) != -1) {
		status = take_option(&wishes, code, argv[optind - 1]);
		if (status != STATUS_DONE)
			return status;
	}
	if (argc != optind)
		return complain("images takes no '%s'", argv[optind]);
	if (wishes.cache == NULL || wishes.folder == NULL)
		return complain(
		    "images needs --cache FILE and --output FOLDER");
	return images_run(&wishes);
}

const struct command images_command = {
	.name = "images",
	.usage = "--cache FILE --output FOLDER [OPTION ...]",
	.help =
	    "  draws the word cloud of each publication of the cache FILE, as "
	    "PNG and SVG,\n"
	    "  light and dark, into FOLDER, where the link current leads to "
	    "them and\n"
	    "  progress.json tells how far it is; what has not changed is not "
	    "drawn again\n"
	    "  --cache FILE     the cache\n"
	    "  --output FOLDER  where the pictures go\n"
	    "  --jobs N         draw with N processes; default: one for each "
	    "processor\n"
	    "  --font NAMES     the fonts to try first, with a style; default:\n"
	    "                   " IMAGES_FONT "\n"
	    "  --log            a line of progress a minute\n"
	    "  --quiet          print nothing but errors\n",
	.run = run_images,
};
