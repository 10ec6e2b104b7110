/*
 * The rules for single headers; those for all of an answer are the gate's.
 */
#include <string.h>
#include <strings.h>

#include "base/header.h"

/* Whatever the locale. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of NAME, or 0 when it is no header's name. */
static size_t
measure(const char *name)
{
	const char *p = name;

	if (!is_letter(*p))
		return 0;
	while (
	    is_letter(*p) || *p == '-' || (*p >= '0' && *p <= '9') || *p == '_')
		p++;
	return *p == '\0' && p[-1] != '-' && p[-1] != '_' ? (size_t)(p - name)
							  : 0;
}

bool
header_value_is_valid(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			return false;
	return true;
}

/* The headers that have rules of their own. */
static const struct {
	const char *name;
	size_t length;
	enum header_rule rule;
} known_headers[] = {
#define KNOWN(name, rule)                    \
	{                                    \
		name, sizeof(name) - 1, rule \
	}
	KNOWN("Content-Type", HEADER_TYPE),
	KNOWN("Content-Length", HEADER_LENGTH),
	KNOWN("Location", HEADER_LOCATION),
	KNOWN("Access-Control-Allow-Origin", HEADER_ONCE),
	KNOWN("Age", HEADER_ONCE),
	KNOWN("Content-Location", HEADER_ONCE),
	KNOWN("Content-Range", HEADER_ONCE),
	KNOWN("Date", HEADER_ONCE),
	KNOWN("ETag", HEADER_ONCE),
	KNOWN("Expires", HEADER_ONCE),
	KNOWN("Last-Modified", HEADER_ONCE),
	KNOWN("Retry-After", HEADER_ONCE),
	KNOWN("Server", HEADER_ONCE),
	KNOWN("Status", HEADER_STATUS),
	KNOWN("Connection", HEADER_HOP),
	KNOWN("Keep-Alive", HEADER_HOP),
	KNOWN("Proxy-Authenticate", HEADER_HOP),
	KNOWN("Proxy-Authorization", HEADER_HOP),
	KNOWN("TE", HEADER_HOP),
	KNOWN("Trailer", HEADER_HOP),
	KNOWN("Trailers", HEADER_HOP),
	KNOWN("Transfer-Encoding", HEADER_HOP),
	KNOWN("Upgrade", HEADER_HOP),
#undef KNOWN
};

static void
find_facts(const char *name, struct header_facts *facts)
{
	size_t i;

	for (i = 0; i < sizeof(known_headers) / sizeof(known_headers[0]); i++) {
		if (known_headers[i].length != facts->length ||
		    strcasecmp(known_headers[i].name, name) != 0)
			continue;
		facts->name = known_headers[i].name;
		facts->rule = known_headers[i].rule;
		facts->bit = facts->rule >= HEADER_ONCE ? 1U << i : 0;
		return;
	}
}

int
header_check(const char *name, const char *value, struct header_facts *facts,
    struct gantry_error *error)
{
	*facts = (struct header_facts){
		.name = name,
		.length = measure(name),
	};
	if (facts->length == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a header's name is letters, digits and dashes: '%.64s'",
		    name);
	if (value == NULL || !header_value_is_valid(value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the value of %.64s is missing or has a control character",
		    name);
	find_facts(name, facts);
	if (facts->rule == HEADER_STATUS)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the status is no header");
	if (facts->rule == HEADER_HOP)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "hop-by-hop headers are the web server's: '%s'",
		    facts->name);
	return 0;
}

bool
header_is_token(const char *text)
{
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++)
		if (!is_letter(*text) && !(*text >= '0' && *text <= '9') &&
		    strchr("!#$%&'*+-.^_`|~", *text) == NULL)
			return false;
	return true;
}

void
header_trim(const char **text, size_t *length)
{
	while (*length > 0 && (**text == ' ' || **text == '\t')) {
		++*text;
		--*length;
	}
	while (*length > 0 &&
	    ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
		--*length;
}
