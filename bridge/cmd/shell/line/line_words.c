/*
 * Words and quotes.
 */
#include <string.h>

#include "cmd/shell/line/line_words.h"

const char *
line_words_skip(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

bool
line_words_end(const char *at)
{
	return *line_words_skip(at) == '\0';
}

/* Add what is between the quotes at AT.  Returns its end, or NULL. */
static const char *
add_quoted(struct gantry_buffer *word, const char *at)
{
	const char quote = *at++;

	for (; *at != '\0' && *at != quote; at++) {
		if (quote == '"' && *at == '\\' &&
		    (at[1] == '"' || at[1] == '\\'))
			at++;
		gantry_buffer_putc(word, *at);
	}
	return *at == quote ? at + 1 : NULL;
}

int
line_words_next(
    const char **at, struct gantry_buffer *word, struct gantry_error *error)
{
	const char *p = line_words_skip(*at);

	gantry_buffer_reset(word);
	if (*p == '\0') {
		*at = p;
		return 0;
	}
	while (*p != '\0' && strchr(" \t\r\n", *p) == NULL) {
		if (*p == '\'' || *p == '"') {
			const char *quote = p;

			p = add_quoted(word, p);
			if (p == NULL)
				return gantry_error_set(error,
				    GANTRY_ERROR_INPUT,
				    "the quote %c is not closed; add another "
				    "%c, or write \\%c for the character",
				    *quote, *quote, *quote);
			continue;
		}
		if (*p == '\\' && p[1] != '\0')
			p++;
		gantry_buffer_putc(word, *p++);
	}
	*at = p;
	if (gantry_buffer_putc(word, '\0') == -1)
		return gantry_error_memory(error);
	word->length--;
	return 1;
}

void
line_words_quote(struct gantry_buffer *line, const char *word)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789-_./:=@%+,?&;~";

	if (*word != '\0' && word[strspn(word, safe)] == '\0') {
		gantry_buffer_puts(line, word);
		return;
	}
	if (strchr(word, '\'') == NULL) {
		gantry_buffer_printf(line, "'%s'", word);
		return;
	}
	gantry_buffer_putc(line, '"');
	for (; *word != '\0'; word++) {
		if (*word == '"' || *word == '\\')
			gantry_buffer_putc(line, '\\');
		gantry_buffer_putc(line, *word);
	}
	gantry_buffer_putc(line, '"');
}
