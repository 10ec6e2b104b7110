/*
 * The rules of PEP 3333 ("The start_response() Callable") and of its validator
 * for what an application hands to start_response.  Web servers pass on what
 * breaks them, so they are enforced here.
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

	if (!isdigit(s[0]) || !isdigit(s[1]) || !isdigit(s[2]) || s[3] != ' ' ||
	    s[4] == '\0' || s[4] == ' ' || has_control(status))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a status is three digits, a space and a reason: '%.64s'",
		    status);
	if (s[0] < '2' || s[0] > '5')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a status is from 200 to 599: '%.64s'", status);
	return (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
}

/* RFC 9110 section 7.6.1; PEP 3333, "Other HTTP Features". */
static bool
is_hop_by_hop(const char *name)
{
	const size_t length = strlen(name);
	static const char *const names[] = { "Connection", "Keep-Alive",
		"Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer",
		"Trailers", "Transfer-Encoding", "Upgrade" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == length &&
		    strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
is_name(const char *name)
{
	const char *p;

	if (!isalpha((unsigned char)*name))
		return false;
	for (p = name; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
			return false;
	return p[-1] != '-' && p[-1] != '_';
}

static int
check_name(const char *name, struct gantry_error *error)
{
	if (!is_name(name))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a header's name is letters, digits and dashes: '%.64s'",
		    name);
	if (strcasecmp(name, "Status") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the status is no header");
	if (is_hop_by_hop(name))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "hop-by-hop headers are the web server's: '%s'", name);
	return 0;
}

static int
read_length(const struct gantry_header *header, int64_t *content_length,
    struct gantry_error *error)
{
	int64_t length = 0;
	const char *p;

	if (*content_length != CONTENT_LENGTH_NONE)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "Content-Length is given twice");
	for (p = header->value; isdigit((unsigned char)*p); p++) {
		if (length > (INT64_MAX - 9) / 10)
			break;
		length = length * 10 + (*p - '0');
	}
	if (p == header->value || *p != '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "Content-Length is no number: '%.64s'", header->value);
	*content_length = length;
	return 0;
}

int
headers_check(const struct gantry_header *headers, int64_t *content_length,
    struct gantry_error *error)
{
	const struct gantry_header *header;

	*content_length = CONTENT_LENGTH_NONE;
	for (header = headers; header->name != NULL; header++) {
		if (check_name(header->name, error) == -1)
			return -1;
		if (header->value == NULL || has_control(header->value))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the value of %s is missing or has a control "
			    "character",
			    header->name);
		if (strcasecmp(header->name, "Content-Length") == 0 &&
		    read_length(header, content_length, error) == -1)
			return -1;
	}
	return 0;
}
