/*
 * Lists of words in options and headers.
 */
#include <string.h>
#include <strings.h>

#include "base/text/token_list.h"

#define SEPARATORS ", \t"

const char *
token_list_next(const char **at, size_t *length)
{
	const char *word = *at + strspn(*at, SEPARATORS);

	*length = strcspn(word, SEPARATORS);
	*at = word + *length;
	return *length > 0 ? word : NULL;
}

bool
token_list_has(const char *words, const char *word)
{
	const char *next;
	size_t length;

	while ((next = token_list_next(&words, &length)) != NULL)
		if (strlen(word) == length && memcmp(next, word, length) == 0)
			return true;
	return false;
}

bool
token_list_has_name(const char *words, const char *name)
{
	const char *next;
	size_t length;

	while ((next = token_list_next(&words, &length)) != NULL)
		if (strlen(name) == length &&
		    strncasecmp(next, name, length) == 0)
			return true;
	return false;
}

bool
token_list_is_single(const char *words)
{
	size_t length;

	return token_list_next(&words, &length) != NULL &&
	    token_list_next(&words, &length) == NULL;
}
