#ifndef BASE_TEXT_TOKEN_LIST_H
#define BASE_TEXT_TOKEN_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Lists of words, separated by white space or commas. */

/*
 * The next word at *AT, of *LENGTH bytes; *AT moves past it.  NULL at the end.
 */
const char *token_list_next(const char **at, size_t *length);

/* Is WORD in the list?  The second ignores case, as for names of headers. */
bool token_list_has(const char *words, const char *word);
bool token_list_has_name(const char *words, const char *name);

/* Is there exactly one word? */
bool token_list_is_single(const char *words);

#endif
