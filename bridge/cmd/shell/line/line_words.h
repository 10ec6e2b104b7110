#ifndef CMD_SHELL_LINE_WORDS_H
#define CMD_SHELL_LINE_WORDS_H

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * The words of a command line, as a shell divides it: blanks separate, 'TEXT'
 * is as it is, in "TEXT" and outside of quotes a backslash escapes.
 */

/*
 * Put the next word at *AT into WORD, NUL-terminated and without its quotes;
 * *AT moves past it.  Returns 1, 0 at the end, or -1 with ERROR filled.
 */
int line_words_next(
    const char **at, struct gantry_buffer *word, struct gantry_error *error);

/* Append WORD so that line_words_next reads it as one word. */
void line_words_quote(struct gantry_buffer *line, const char *word);

/* Move past blanks. */
const char *line_words_skip(const char *at);

/* Is the rest of the line at AT empty? */
bool line_words_end(const char *at);

#endif
