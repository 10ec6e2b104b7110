/*
 * Entity tags (RFC 9110 section 8.8.3), and lists of them.
 */
#include <stdio.h>
#include <string.h>

#include "base/null.h"
#include "gantry/web.h"
#include "web/types/etag.h"

struct tag {
	bool is_weak;
	const char *text; /* with its quotes */
	size_t length;
};

/* Read the tag at *AT, which moves past it; false if there is none. */
static bool
next_tag(const char **at, struct tag *tag)
{
	const char *text = *at, *end;

	tag->is_weak = strncmp(text, "W/", 2) == 0;
	if (tag->is_weak)
		text += 2;
	end = *text == '"' ? strchr(text + 1, '"') : NULL;
	if (end == NULL)
		return false;
	tag->text = text;
	tag->length = (size_t)(end + 1 - text);
	*at = end + 1;
	return true;
}

bool
etag_is_in(const char *list, const char *tag, bool strongly)
{
	struct tag wanted, listed;

	if (!next_tag(&tag, &wanted))
		return false;
	for (;;) {
		list += strspn(list, " \t,");
		if (*list == '*')
			return !strongly;
		if (!next_tag(&list, &listed))
			return false;
		if (strongly && (wanted.is_weak || listed.is_weak))
			continue;
		if (listed.length == wanted.length &&
		    memcmp(listed.text, wanted.text, wanted.length) == 0)
			return true;
	}
}

const char *
etag_quote(char buffer[ETAG_SIZE], const char *tag)
{
	if (*tag == '"' || strncmp(tag, "W/\"", 3) == 0)
		return tag;
	return snprintf(buffer, ETAG_SIZE, "\"%s\"", tag) < ETAG_SIZE ? buffer
								      : tag;
}

bool
etag_is_any(const char *list, bool strongly)
{
	list += strspn(list, " \t,");
	return *list == '*' &&
	    (!strongly || list[1 + strspn(list + 1, " \t,")] == '\0');
}

bool
gantry_etag_matches(const struct gantry_environ *environ, const char *etag)
{
	const char *list;
	char quoted[ETAG_SIZE];

	if (null_given(environ, __func__, "environ") ||
	    null_given(etag, __func__, "etag"))
		return false;
	list = gantry_environ_get(environ, "HTTP_IF_NONE_MATCH");
	return list != NULL &&
	    etag_is_in(list, etag_quote(quoted, etag), false);
}
