/*
 * Draws a word cloud and writes its files.
 */
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/image_name.h"
#include "data/clouds/draw/canvas.h"
#include "data/clouds/draw/picture.h"
#include "data/clouds/draw/svg.h"

const struct picture_file picture_files[PICTURE_FILES] = {
	{ ".png", 1, false },
	{ "@dark.png", 1, true },
	{ "@2x.png", 2, false },
	{ "@dark@2x.png", 2, true },
	{ ".svg", 0, false },
};

/* The contents of the files, in the order of picture_files. */
struct contents {
	struct gantry_buffer files[PICTURE_FILES];
};

static int
fill_pngs(const struct layout *layout, int scale, struct gantry_buffer *light,
    struct gantry_buffer *dark)
{
	struct canvas canvas;
	int result = canvas_draw(&canvas, layout, scale);

	if (result == 0)
		result = canvas_write_png(&canvas, light, dark);
	canvas_clear(&canvas);
	return result;
}

static int
fill(struct contents *contents, const struct layout *layout, const char *title)
{
	struct gantry_buffer *files = contents->files;

	if (fill_pngs(layout, 1, &files[0], &files[1]) == -1 ||
	    fill_pngs(layout, 2, &files[2], &files[3]) == -1)
		return -1;
	return svg_write(layout, title, &files[4]);
}

static int
write_all(int descriptor, const struct gantry_buffer *content)
{
	size_t written = 0;
	ssize_t count;

	while (written < content->length) {
		count = write(descriptor, content->data + written,
		    content->length - written);
		if (count == -1)
			return -1;
		written += (size_t)count;
	}
	return 0;
}

static int
write_file(int folder, const char *name, const struct gantry_buffer *content,
    struct gantry_error *error)
{
	int descriptor, result = -1;

	/* An existing file may be a link to a file of another generation. */
	unlinkat(folder, name, 0);
	descriptor =
	    openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (descriptor != -1)
		result = write_all(descriptor, content);
	if (result == -1)
		gantry_error_system(error, "cannot write %.200s", name);
	if (descriptor != -1 && close(descriptor) == -1 && result == 0)
		result =
		    gantry_error_system(error, "cannot write %.200s", name);
	return result;
}

static int
write_files(const struct picture *picture, const struct contents *contents,
    struct gantry_error *error)
{
	struct gantry_buffer name = { 0 };
	int result = 0, i;

	for (i = 0; i < PICTURE_FILES && result == 0; i++) {
		gantry_buffer_reset(&name);
		image_name_put(&name, picture->publication);
		gantry_buffer_puts(&name, picture_files[i].suffix);
		gantry_buffer_putc(&name, '\0');
		if (gantry_buffer_failed(&name))
			result = gantry_error_memory(error);
		else
			result = write_file(picture->folder, name.data,
			    &contents->files[i], error);
	}
	gantry_buffer_clear(&name);
	return result;
}

static void
fill_outcome(const struct layout *layout, struct picture_outcome *outcome)
{
	*outcome = (struct picture_outcome){
		.words = layout->count,
		.left_out = layout->left_out,
	};
	if (layout->first_unknown != NULL)
		g_strlcpy(outcome->example, layout->first_unknown->text,
		    sizeof(outcome->example));
}

int
picture_draw(struct shaper *shaper, const struct picture *picture,
    struct picture_outcome *outcome, struct gantry_error *error)
{
	struct contents contents = { .files = { { 0 } } };
	struct layout layout;
	int result = layout_make(&layout, picture->words, shaper), i;

	if (result == 0)
		result = fill(&contents, &layout, picture->publication);
	fill_outcome(&layout, outcome);
	layout_clear(&layout);
	shaper_trim(shaper);
	if (result == -1)
		gantry_error_memory(error);
	else
		result = write_files(picture, &contents, error);
	for (i = 0; i < PICTURE_FILES; i++)
		gantry_buffer_clear(&contents.files[i]);
	return result;
}

char *
picture_hash(const struct shaper *shaper, const struct words *words)
{
	char *salt =
	    g_strdup_printf("%d;%s", PICTURE_VERSION, shaper_identity(shaper));
	char *hash = words_hash(words, salt);

	g_free(salt);
	return hash;
}
