/*
 * The rules for single response headers.  The gate has those for all headers of
 * a response together.
 */
#include <string.h>
#include <strings.h>

#include "base/text/header.h"
#include "base/text/swar.h"

/* isalpha(3) depends on the locale. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_of_name(char c)
{
	return is_letter(c) || c == '-' || (c >= '0' && c <= '9') || c == '_';
}

static bool
are_of_name(const char *text)
{
	uint64_t bytes = swar_load(text), ascii = bytes & SWAR_REPEAT(0x7f);
	uint64_t lower = ascii | SWAR_REPEAT(0x20); /* letters stay letters */

	return swar_all(~bytes &
	    (swar_between(lower, 'a', 'z') | swar_between(ascii, '0', '9') |
		~swar_differ(ascii, '-') | ~swar_differ(ascii, '_')));
}

/* The length of NAME, or 0 when it is not a valid name. */
static size_t
measure(const char *name)
{
	size_t length = strlen(name), at = 0;

	if (!is_letter(*name) || name[length - 1] == '-' ||
	    name[length - 1] == '_')
		return 0;
	for (; length - at >= 8; at += 8)
		if (!are_of_name(name + at))
			return 0;
	for (; at < length; at++)
		if (!is_of_name(name[at]))
			return 0;
	return length;
}

static bool
are_of_value(const char *text)
{
	uint64_t bytes = swar_load(text), ascii = bytes & SWAR_REPEAT(0x7f);

	return swar_all(bytes | swar_between(ascii, ' ', 0x7e));
}

bool
header_value_is_valid(const char *value)
{
	size_t left = strlen(value);

	for (; left >= 8; value += 8, left -= 8)
		if (!are_of_value(value))
			return false;
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			return false;
	return true;
}

#define LENGTH_END	28
#define SAME_LENGTH_MAX 4

/*
 * The headers that have rules, by the lengths of their names.  Of each length,
 * only the first two may be headers that are given once: those have a bit.
 */
static const struct {
	const char *name;
	enum header_rule rule;
} known_headers[LENGTH_END][SAME_LENGTH_MAX] = {
	[2] = { { "TE", HEADER_HOP } },
	[3] = { { "Age", HEADER_ONCE } },
	[4] = { { "Date", HEADER_ONCE }, { "ETag", HEADER_ONCE } },
	[6] = { { "Server", HEADER_ONCE }, { "Status", HEADER_STATUS } },
	[7] = { { "Expires", HEADER_ONCE }, { "Trailer", HEADER_HOP },
	    { "Upgrade", HEADER_HOP } },
	[8] = { { "Location", HEADER_LOCATION }, { "Trailers", HEADER_HOP } },
	[10] = { { "Connection", HEADER_HOP }, { "Keep-Alive", HEADER_HOP } },
	[11] = { { "Retry-After", HEADER_ONCE } },
	[12] = { { "Content-Type", HEADER_TYPE } },
	[13] = { { "Content-Range", HEADER_ONCE },
	    { "Last-Modified", HEADER_ONCE } },
	[14] = { { "Content-Length", HEADER_LENGTH } },
	[16] = { { "Content-Location", HEADER_ONCE } },
	[17] = { { "Transfer-Encoding", HEADER_HOP } },
	[18] = { { "Proxy-Authenticate", HEADER_HOP } },
	[19] = { { "Proxy-Authorization", HEADER_HOP } },
	[27] = { { "Access-Control-Allow-Origin", HEADER_ONCE } },
};

static void
find_rule(const char *name, struct header_facts *facts)
{
	size_t length = facts->length, i;

	if (length >= LENGTH_END)
		return;
	for (i = 0; known_headers[length][i].name != NULL; i++) {
		if (strcasecmp(known_headers[length][i].name, name) != 0)
			continue;
		facts->name = known_headers[length][i].name;
		facts->rule = known_headers[length][i].rule;
		if (facts->rule >= HEADER_ONCE)
			facts->bit = UINT64_C(1) << (length + 32 * i);
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
		    "'%.64s' is not a header name: use letters, digits and dashes",
		    name);
	if (value == NULL || !header_value_is_valid(value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the value of %.64s is missing or contains a control character",
		    name);
	find_rule(name, facts);
	if (facts->rule == HEADER_STATUS)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the status is not a header");
	if (facts->rule == HEADER_HOP)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "only the web server may set the hop-by-hop header '%s'",
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
