/*
 * Prepares words from a database for drawing.
 */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "data/clouds/layout/words.h"

/* Replace what would break a line or be drawn as a box with spaces. */
static void
blank_controls(char *text)
{
	char *next;

	for (; *text != '\0'; text = next) {
		next = g_utf8_next_char(text);
		if (!g_unichar_iscntrl(g_utf8_get_char(text)))
			continue;
		while (text < next)
			*text++ = ' ';
	}
}

bool
words_is_bidi_control(uint32_t character)
{
	return character == 0x061c || character == 0x200e ||
	    character == 0x200f ||
	    (character >= 0x202a && character <= 0x202e) ||
	    (character >= 0x2066 && character <= 0x2069);
}

static void
remove_bidi_controls(char *text)
{
	char *to = text, *next;

	for (; *text != '\0'; text = next) {
		next = g_utf8_next_char(text);
		if (words_is_bidi_control(g_utf8_get_char(text)))
			continue;
		memmove(to, text, (size_t)(next - text));
		to += next - text;
	}
	*to = '\0';
}

static int
make_room(struct words *words)
{
	const size_t capacity = words->capacity * 2 + 64;
	struct word *items;

	if (words->count < words->capacity)
		return 0;
	items = realloc(words->items, capacity * sizeof(*items));
	if (items == NULL)
		return -1;
	words->items = items;
	words->capacity = capacity;
	return 0;
}

int
words_add(struct words *words, const char *text, size_t length, int64_t count)
{
	if (count <= 0 || words->count == WORDS_MAX) {
		words->left_out.counts[count <= 0 ? LEFT_OUT_NO_MENTIONS
						  : LEFT_OUT_BEYOND]++;
		return 0;
	}
	if (make_room(words) == -1)
		return -1;
	char *valid = g_utf8_make_valid(text, (gssize)length);

	blank_controls(valid);
	remove_bidi_controls(valid);
	words->items[words->count++] =
	    (struct word){ valid, strlen(valid), count };
	return 0;
}

char *
words_hash(const struct words *words, const char *salt)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	char count[32];
	char *hash;
	size_t i;

	/* Each part includes its NUL. */
	g_checksum_update(sum, (const guchar *)salt, (gssize)strlen(salt) + 1);
	for (i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];

		g_checksum_update(
		    sum, (const guchar *)word->text, (gssize)word->length + 1);
		g_snprintf(
		    count, sizeof(count), "%" G_GINT64_FORMAT, word->count);
		g_checksum_update(
		    sum, (const guchar *)count, (gssize)strlen(count) + 1);
	}
	for (i = 0; i < LEFT_OUT_CAUSES; i++) {
		g_snprintf(count, sizeof(count), "%" G_GUINT64_FORMAT,
		    words->left_out.counts[i]);
		g_checksum_update(
		    sum, (const guchar *)count, (gssize)strlen(count) + 1);
	}
	hash = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return hash;
}

void
words_clear(struct words *words)
{
	size_t i;

	for (i = 0; i < words->count; i++)
		g_free(words->items[i].text);
	free(words->items);
	*words = (struct words){ .items = NULL };
}
