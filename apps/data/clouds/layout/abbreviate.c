/*
 * Abbreviates words.
 */
#include <glib.h>
#include <math.h>

#include "data/clouds/layout/abbreviate.h"

#define ELLIPSIS "\xe2\x80\xa6"

#define ZERO_WIDTH_JOINER 0x200d

/* How much of the text is kept when it is still too wide. */
#define SHORTER 0.9

/* Does a letter or an emoji go on with CHARACTER? */
static bool
goes_on(gunichar character)
{
	return g_unichar_ismark(character) || character == ZERO_WIDTH_JOINER ||
	    (character >= 0x1f3fb && character <= 0x1f3ff);
}

/* Find the end of the first COUNT characters of TEXT, or fewer. */
static const char *
find_end(const char *text, long count)
{
	const char *end = g_utf8_offset_to_pointer(text, count);
	const char *before;

	while (end > text) {
		before = g_utf8_prev_char(end);
		if (!goes_on(g_utf8_get_char(end)) &&
		    g_utf8_get_char(before) != ZERO_WIDTH_JOINER &&
		    *before != ' ')
			break;
		end = before;
	}
	return end;
}

/* Shape the first COUNT characters of WORD and an ellipsis. */
static enum shape_outcome
shape_beginning(struct shaper *shaper, struct shape *shape,
    const struct word *word, long count)
{
	const char *end = find_end(word->text, count);
	char *text = g_strdup_printf(
	    "%.*s" ELLIPSIS, (int)(end - word->text), word->text);
	enum shape_outcome outcome =
	    shaper_shape(shaper, shape, text, strlen(text));

	g_free(text);
	return outcome;
}

enum shape_outcome
abbreviate_shape(
    struct shaper *shaper, struct shape *shape, const struct word *word)
{
	/* A character has at most 4 bytes in UTF-8. */
	if (word->length <= ABBREVIATE_CHARACTERS_MAX ||
	    (word->length <= 4 * ABBREVIATE_CHARACTERS_MAX &&
		g_utf8_strlen(word->text, (gssize)word->length) <=
		    ABBREVIATE_CHARACTERS_MAX))
		return shaper_shape(shaper, shape, word->text, word->length);
	return shape_beginning(
	    shaper, shape, word, ABBREVIATE_CHARACTERS_MAX - 1);
}

void
abbreviate_to(struct shaper *shaper, struct shape *shape,
    const struct word *word, double width)
{
	struct shape shorter;
	long count = g_utf8_strlen(word->text, (gssize)word->length);

	if (shape->width <= width)
		return;
	if (count > ABBREVIATE_CHARACTERS_MAX)
		count = ABBREVIATE_CHARACTERS_MAX;
	count = lround((double)count * width / shape->width);
	while (count > 1) {
		count = (long)((double)count * SHORTER);
		if (shape_beginning(shaper, &shorter, word, count) !=
		    SHAPE_DONE)
			return;
		if (shorter.width <= width) {
			shape_clear(shape);
			*shape = shorter;
			return;
		}
		shape_clear(&shorter);
	}
}
