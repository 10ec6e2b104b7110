/*
 * Folds text with utf8proc.  ASCII, which most words consist of, takes a
 * shortcut, because millions of words are folded when a cache is built.
 */
#include <utf8proc.h>

#include "data/cache/fold.h"

/* The longest decomposition of one character, that of U+FDFA, has 18. */
#define PIECES_MAX 32

#define UTF8_MAX 4

#define OPTIONS                                                   \
	(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | \
	    UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE)

/* Append what CHARACTER folds to, perhaps nothing. */
static void
add_character(struct gantry_buffer *folded, utf8proc_int32_t character)
{
	utf8proc_int32_t pieces[PIECES_MAX];
	utf8proc_uint8_t bytes[UTF8_MAX];
	int boundary = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t i, count, length;

	count = utf8proc_decompose_char(
	    character, pieces, PIECES_MAX, OPTIONS, &boundary);
	for (i = 0; i < count && i < PIECES_MAX; i++) {
		length = utf8proc_encode_char(pieces[i], bytes);
		gantry_buffer_add(folded, bytes, (size_t)length);
	}
}

/*
 * Append the character at TEXT, which is not ASCII.  Returns its length in
 * bytes.
 */
static size_t
add_beyond_ascii(struct gantry_buffer *folded, const char *text, size_t length)
{
	utf8proc_int32_t character;
	utf8proc_ssize_t taken =
	    utf8proc_iterate((const utf8proc_uint8_t *)text,
		(utf8proc_ssize_t)length, &character);

	if (taken <= 0)
		return 1;
	add_character(folded, character);
	return (size_t)taken;
}

static char
lower(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a')
					      : letter;
}

int
fold_text(struct gantry_buffer *folded, const char *text, size_t length)
{
	char *to = gantry_buffer_reserve(folded, length);
	size_t i, kept = 0;

	if (length == 0)
		return 0;
	if (to == NULL)
		return -1;
	for (i = 0; i < length && (unsigned char)text[i] < 0x80; i++)
		if (text[i] != '\0')
			to[kept++] = lower(text[i]);
	folded->length += kept;
	while (i < length) {
		if ((unsigned char)text[i] >= 0x80)
			i += add_beyond_ascii(folded, text + i, length - i);
		else if (text[i++] != '\0')
			gantry_buffer_putc(folded, lower(text[i - 1]));
	}
	return gantry_buffer_failed(folded) ? -1 : 0;
}
