/*
 * The rules of PEP 3333 ("The start_response() Callable"), of its validator
 * (wsgiref.validate) and of RFC 3875 and 9110 for the arguments of
 * start_response.  They are enforced here because web servers pass on headers
 * that break them.
 */
#include <ctype.h>
#include <string.h>

#include "base/text/header.h"
#include "gate/headers.h"

int
status_check(const char *status, struct gantry_error *error)
{
	const unsigned char *s = (const unsigned char *)status;

	if (status == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the status is missing");
	if (!isdigit(s[0]) || !isdigit(s[1]) || !isdigit(s[2]) || s[3] != ' ' ||
	    s[4] == '\0' || s[4] == ' ' || status[strlen(status) - 1] == ' ' ||
	    !header_value_is_valid(status))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a status is three digits, a space and a reason: '%.64s'",
		    status);
	if (s[0] < '2' || s[0] > '5')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a status is from 200 to 599: '%.64s'", status);
	return (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
}

/* Store the value of Content-Length in FACTS. */
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
		    "Content-Length is not a number: '%.64s'", value);
	facts->content_length = length;
	return 0;
}

static int
apply_rule(const struct gantry_header *header, const struct header_facts *known,
    struct headers_facts *facts, struct gantry_error *error)
{
	if (facts->seen & known->bit)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is given twice", known->name);
	facts->seen |= known->bit;
	if (known->rule == HEADER_LENGTH)
		return read_length(header->value, facts, error);
	if (known->rule != HEADER_TYPE && known->rule != HEADER_LOCATION)
		return 0;
	if (*header->value == '\0')
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s is empty", known->name);
	if (known->rule == HEADER_TYPE)
		facts->has_type = true;
	else
		facts->has_location = true;
	return 0;
}

static int
check_header(const struct gantry_header *header, struct headers_facts *facts,
    struct gantry_error *error)
{
	struct header_facts known;

	if (header_check(header->name, header->value, &known, error) == -1)
		return -1;
	facts->size += known.length + strlen(header->value) + strlen(": \r\n");
	return apply_rule(header, &known, facts, error);
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
		    error, GANTRY_ERROR_INPUT, "the headers are missing");
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
		    "an answer other than 204 and 304 must have a Content-Type");
	if (is_bare && facts->has_type)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a %d must not have a Content-Type", status);
	if (status == 204 && facts->content_length != CONTENT_LENGTH_NONE)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a 204 must not have a Content-Length");
	/*
	 * A web server may treat Location as a redirect, even an internal one.
	 */
	if (status == 200 && facts->has_location)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a Location goes with 201, 202 or 3xx, and not with 200");
	return 0;
}
