/*
 * The rules of PEP 3333 ("The start_response() Callable"), of its validator
 * (wsgiref.validate) and of RFC 3875 and 9110 for what an application hands to
 * start_response.  Web servers pass on what breaks them, so they are enforced
 * here.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "gate/headers.h"

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	return false;
}

int
status_check(const char *status, struct gantry_error *error)
{
	const unsigned char *s = (const unsigned char *)status;

	if (status == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "there is no status");
	if (!isdigit(s[0]) || !isdigit(s[1]) || !isdigit(s[2]) || s[3] != ' ' ||
	    s[4] == '\0' || s[4] == ' ' || status[strlen(status) - 1] == ' ' ||
	    has_control(status))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a status is three digits, a space and a reason: '%.64s'",
		    status);
	if (s[0] < '2' || s[0] > '5')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a status is from 200 to 599: '%.64s'", status);
	return (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
}

enum header_rule {
	RULE_HOP, /* the web server's alone: RFC 9110 7.6.1, PEP 3333 */
	RULE_STATUS, /* has its own argument */
	RULE_ONCE, /* no list, so that a second one is no more of it */
	RULE_LENGTH,
	RULE_TYPE,
	RULE_LOCATION,
};

/* The headers that have rules of their own. */
static const struct known_header {
	const char *name;
	size_t length;
	enum header_rule rule;
} known_headers[] = {
#define KNOWN(name, rule)                    \
	{                                    \
		name, sizeof(name) - 1, rule \
	}
	KNOWN("Content-Type", RULE_TYPE),
	KNOWN("Content-Length", RULE_LENGTH),
	KNOWN("Location", RULE_LOCATION),
	KNOWN("Access-Control-Allow-Origin", RULE_ONCE),
	KNOWN("Age", RULE_ONCE),
	KNOWN("Content-Location", RULE_ONCE),
	KNOWN("Content-Range", RULE_ONCE),
	KNOWN("Date", RULE_ONCE),
	KNOWN("ETag", RULE_ONCE),
	KNOWN("Expires", RULE_ONCE),
	KNOWN("Last-Modified", RULE_ONCE),
	KNOWN("Retry-After", RULE_ONCE),
	KNOWN("Server", RULE_ONCE),
	KNOWN("Status", RULE_STATUS),
	KNOWN("Connection", RULE_HOP),
	KNOWN("Keep-Alive", RULE_HOP),
	KNOWN("Proxy-Authenticate", RULE_HOP),
	KNOWN("Proxy-Authorization", RULE_HOP),
	KNOWN("TE", RULE_HOP),
	KNOWN("Trailer", RULE_HOP),
	KNOWN("Trailers", RULE_HOP),
	KNOWN("Transfer-Encoding", RULE_HOP),
	KNOWN("Upgrade", RULE_HOP),
#undef KNOWN
};

#define KNOWN_COUNT (sizeof(known_headers) / sizeof(known_headers[0]))

/* The length of NAME, or 0 when it is no header's name. */
static size_t
measure_name(const char *name)
{
	const char *p;

	if (!isalpha((unsigned char)*name))
		return 0;
	for (p = name; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
			return 0;
	return p[-1] != '-' && p[-1] != '_' ? (size_t)(p - name) : 0;
}

/* Sets the rest of FACTS that one Content-Length tells. */
static int
read_length(
    const char *value, struct headers_facts *facts, struct gantry_error *error)
{
	int64_t length = 0;
	const char *p;

	for (p = value; isdigit((unsigned char)*p); p++) {
		if (length > (INT64_MAX - 9) / 10)
			break;
		length = length * 10 + (*p - '0');
	}
	if (p == value || *p != '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "Content-Length is no number: '%.64s'", value);
	facts->content_length = length;
	return 0;
}

static int
apply_rule(const struct known_header *known, const char *value,
    struct headers_facts *facts, struct gantry_error *error)
{
	const unsigned bit = 1U << (known - known_headers);

	if (known->rule == RULE_STATUS)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the status is no header");
	if (known->rule == RULE_HOP)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "hop-by-hop headers are the web server's: '%s'",
		    known->name);
	if (facts->seen & bit)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is given twice", known->name);
	facts->seen |= bit;
	if (known->rule == RULE_LENGTH)
		return read_length(value, facts, error);
	if (known->rule == RULE_ONCE)
		return 0;
	if (*value == '\0')
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s is empty", known->name);
	if (known->rule == RULE_TYPE)
		facts->has_type = true;
	else
		facts->has_location = true;
	return 0;
}

static int
check_header(const struct gantry_header *header, struct headers_facts *facts,
    struct gantry_error *error)
{
	const struct known_header *known = known_headers;
	size_t length = measure_name(header->name);

	if (length == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a header's name is letters, digits and dashes: '%.64s'",
		    header->name);
	if (header->value == NULL || has_control(header->value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the value of %.64s is missing or has a control character",
		    header->name);
	facts->size += length + strlen(header->value) + strlen(": \r\n");
	for (; known < known_headers + KNOWN_COUNT; known++)
		if (known->length == length &&
		    strcasecmp(known->name, header->name) == 0)
			return apply_rule(known, header->value, facts, error);
	return 0;
}

int
headers_check(const struct gantry_header *headers, struct headers_facts *facts,
    struct gantry_error *error)
{
	const struct gantry_header *header = headers;

	*facts = (struct headers_facts){
		.content_length = CONTENT_LENGTH_NONE,
	};
	if (headers == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "there are no headers");
	for (; header->name != NULL; header++)
		if (check_header(header, facts, error) == -1)
			return -1;
	if (facts->size > HEADERS_SIZE_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the headers exceed %d bytes", HEADERS_SIZE_MAX);
	return 0;
}

int
headers_match(
    int status, const struct headers_facts *facts, struct gantry_error *error)
{
	const bool is_bare = status == 204 || status == 304;

	if (!is_bare && !facts->has_type)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "an answer other than 204 and 304 has a Content-Type");
	if (is_bare && facts->has_type)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a %d has no Content-Type", status);
	if (status == 204 && facts->content_length != CONTENT_LENGTH_NONE)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "a 204 has no Content-Length");
	/* A web server may take it for a redirect, within itself even. */
	if (status == 200 && facts->has_location)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a Location goes with 201, 202 or 3xx, and not with 200");
	return 0;
}
