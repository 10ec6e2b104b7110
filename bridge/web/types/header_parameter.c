/*
 * Parameters of a header's value (RFC 9110 section 5.6.6), read leniently: a
 * value without quotes ends at white space or a semicolon and may contain any
 * other character, since clients forget the quotes.  In quotes a backslash
 * escapes only a quote or a backslash; before other characters it stands for
 * itself, as in Windows paths.
 */
#include <string.h>
#include <strings.h>

#include "web/types/header_parameter.h"

static bool
is_escape(const char *text)
{
	return text[0] == '\\' && (text[1] == '"' || text[1] == '\\');
}

static int
read_quoted(const char **at, struct header_parameter *parameter)
{
	const char *p = *at + 1;

	parameter->is_quoted = true;
	parameter->text = p;
	while (*p != '"' && *p != '\0')
		p += is_escape(p) ? 2 : 1;
	if (*p == '\0')
		return -1;
	parameter->text_length = (size_t)(p - parameter->text);
	*at = p + 1;
	return 1;
}

int
header_parameter_next(const char **at, struct header_parameter *parameter)
{
	*at += strspn(*at, " \t");
	if (**at != ';' && **at != '\0')
		return -1;
	*at += strspn(*at, "; \t");
	if (**at == '\0')
		return 0;
	parameter->name = *at;
	parameter->name_length = strcspn(*at, "=; \t\"");
	*at += parameter->name_length;
	*at += strspn(*at, " \t");
	if (parameter->name_length == 0 || **at != '=')
		return -1;
	*at += 1 + strspn(*at + 1, " \t");
	if (**at == '"')
		return read_quoted(at, parameter);
	parameter->is_quoted = false;
	parameter->text = *at;
	parameter->text_length = strcspn(*at, "; \t\"");
	*at += parameter->text_length;
	return parameter->text_length > 0 ? 1 : -1;
}

bool
header_parameter_is(const struct header_parameter *parameter, const char *name)
{
	return strlen(name) == parameter->name_length &&
	    strncasecmp(name, parameter->name, parameter->name_length) == 0;
}

char *
header_parameter_copy(
    struct gantry_environ *environ, const struct header_parameter *parameter)
{
	const char *from = parameter->text;
	const char *end = from + parameter->text_length;
	char *copy = gantry_environ_alloc(environ, parameter->text_length + 1);
	char *to = copy;

	if (copy == NULL)
		return NULL;
	while (from < end) {
		from += parameter->is_quoted && is_escape(from);
		*to++ = *from++;
	}
	*to = '\0';
	return copy;
}
