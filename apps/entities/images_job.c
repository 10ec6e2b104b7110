/*
 * The command line of the program that draws.
 */
#include <string.h>

#include "entities/images_job.h"

#define BESIDE_CACHE "images"

void
images_put_folder(
    const struct gantry_settings *settings, struct gantry_buffer *folder)
{
	const char *given = gantry_settings_get(settings, "images");
	const char *cache = gantry_settings_get(settings, "cache");
	const char *slash = strrchr(cache, '/');

	if (given != NULL && *given != '\0') {
		gantry_buffer_puts(folder, given);
		return;
	}
	if (slash != NULL)
		gantry_buffer_add(folder, cache, (size_t)(slash - cache) + 1);
	gantry_buffer_puts(folder, BESIDE_CACHE);
}

static void
add(struct gantry_buffer *arguments, const char *text)
{
	gantry_buffer_add(arguments, text, strlen(text) + 1);
}

static int
fill_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	const char *stop_words = gantry_settings_get(settings, "stop_words");

	(void)error;
	add(arguments, gantry_settings_get(settings, "images_program"));
	add(arguments, "images");
	add(arguments, "--cache");
	add(arguments, gantry_settings_get(settings, "cache"));
	add(arguments, "--output");
	images_put_folder(settings, arguments);
	gantry_buffer_putc(arguments, '\0');
	if (stop_words != NULL && *stop_words != '\0') {
		add(arguments, "--stop-words");
		add(arguments, stop_words);
	}
	return 0;
}

/* It reads the cache when it starts, and again in each process that draws. */
static const char *const replaced[] = { "cache", NULL };
static const char *const writes[] = { "images|cache/../images", NULL };

/* Stop words, fonts, and what fontconfig reads to find them. */
static const char *const reads[] = {
	"stop_words",
	"=/etc/fonts",
	"=/usr/share/fontconfig",
	"=/usr/share/fonts",
	"=/usr/local/share/fonts",
	"=/var/cache/fontconfig",
	NULL,
};

const struct gantry_job images_jobs[] = {
	{
	    .name = IMAGES_JOB,
	    .arguments = fill_arguments,
	    .reads = reads,
	    .replaced = replaced,
	    .writes = writes,
	},
	{ NULL },
};
