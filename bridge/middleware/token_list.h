#ifndef MIDDLEWARE_TOKEN_LIST_H
#define MIDDLEWARE_TOKEN_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Lists of words, with blanks or commas between them. */

/*
 * The next word at *AT, which moves on behind it, with its length; NULL at the
 * end.
 */
const char *token_list_next(const char **at, size_t *length);

bool token_list_has(const char *words, const char *word);

/* Is there just one? */
bool token_list_is_single(const char *words);

#endif
