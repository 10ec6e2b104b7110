/*
 * Replaces clouds/draw and the fonts: a picture is five empty files.  Laying
 * out words would take most of the time, and what they are made of is known to
 * be UTF-8 by then.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <gantry/buffer.h>

#include "data/cache/image_name.h"
#include "data/clouds/draw/picture.h"

const struct picture_file picture_files[PICTURE_FILES] = {
	{ ".png", 1, false },
	{ "@dark.png", 1, true },
	{ "@2x.png", 2, false },
	{ "@dark@2x.png", 2, true },
	{ ".svg", 0, false },
};

struct shaper *
shaper_new(const char *font, struct gantry_error *error)
{
	(void)font;
	(void)error;
	return malloc(1);
}

void
shaper_free(struct shaper *shaper)
{
	free(shaper);
}

char *
picture_hash(const struct shaper *shaper, const struct words *words)
{
	(void)shaper;
	return words_hash(words, "fuzz");
}

int
picture_draw(struct shaper *shaper, const struct picture *picture,
    struct picture_outcome *outcome, struct gantry_error *error)
{
	struct gantry_buffer name = { 0 };
	int descriptor, result = 0, i;

	(void)shaper;
	*outcome = (struct picture_outcome){ .words = picture->words->count };
	for (i = 0; i < PICTURE_FILES && result == 0; i++) {
		gantry_buffer_reset(&name);
		image_name_put(&name, picture->publication);
		gantry_buffer_puts(&name, picture_files[i].suffix);
		gantry_buffer_putc(&name, '\0');
		descriptor = openat(picture->folder, name.data,
		    O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
		if (descriptor == -1)
			result = gantry_error_system(error, "cannot draw");
		else
			close(descriptor);
	}
	gantry_buffer_clear(&name);
	return result;
}
