/*
 * Separate the pairs of a Cookie header, whichever separator joined them.
 */
#include <ctype.h>
#include <string.h>

#include "gate/environ/cookie.h"

/* Does "name=" begin here?  A name is a token (RFC 9110 section 5.6.2). */
static bool
begins_pair(const char *text)
{
	const char *p = text;

	while (isalnum((unsigned char)*p) ||
	    (*p != '\0' && strchr("!#$%&'*+-.^_`|~", *p) != NULL))
		p++;
	return p > text && *p == '=';
}

/* The length of the separator at TEXT, 0 when there is none. */
static size_t
separator_length(const char *text)
{
	size_t blanks;

	if (*text != ';' && *text != ',')
		return 0;
	blanks = strspn(text + 1, " \t");
	if (text[1 + blanks] == '\0')
		return 0;
	if (*text == ',' && (blanks == 0 || !begins_pair(text + 1 + blanks)))
		return 0;
	return 1 + blanks;
}

bool
cookie_is_joined(const char *cookie)
{
	for (; (cookie = strpbrk(cookie, ";,")) != NULL; cookie++)
		if (separator_length(cookie) != 0 &&
		    (cookie[0] != ';' || cookie[1] != ' ' || cookie[2] == ' ' ||
			cookie[2] == '\t'))
			return false;
	return true;
}

size_t
cookie_join(char *to, const char *cookie)
{
	size_t length = 0, separator, part;

	while (*cookie != '\0') {
		separator = separator_length(cookie);
		part = separator != 0 ? 2 : 1;
		if (to != NULL)
			memcpy(
			    to + length, separator != 0 ? "; " : cookie, part);
		length += part;
		cookie += separator != 0 ? separator : 1;
	}
	if (to != NULL)
		to[length] = '\0';
	return length;
}
