/*
 * Query parameters.  Each lookup searches the query from its start: a request
 * has few parameters, so this costs less than a table.  No value is decoded
 * twice.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "base/text/percent.h"
#include "gantry/buffer.h"
#include "gantry/web.h"
#include "web/request/query.h"

enum query_result
query_decode(struct gantry_environ *environ, const char *text, size_t length,
    const char **value)
{
	char *decoded = gantry_environ_alloc(environ, length + 1);

	if (decoded == NULL)
		return QUERY_NO_MEMORY;
	if (percent_decode(decoded, text, length, true) == -1)
		return QUERY_MALFORMED;
	*value = decoded;
	return QUERY_DECODED;
}

/* Are LENGTH bytes at TEXT, once decoded, NAME? */
static bool
is_named(const char *text, size_t length, const char *name)
{
	const char *end = text + length;

	for (; text < end && *name != '\0'; name++)
		if (percent_next(&text, end, true) != (unsigned char)*name)
			return false;
	return text == end && *name == '\0';
}

bool
query_next(struct query *query, const char **text, size_t *length)
{
	const char *at;
	size_t whole, value_at;

	while (*query->at != '\0') {
		at = query->at;
		whole = strcspn(at, "&");
		query->at += whole + (at[whole] == '&');
		value_at = strcspn(at, "=&");
		if (!is_named(at, value_at, query->name))
			continue;
		if (value_at < whole)
			value_at++; /* skip the equals sign */
		*text = at + value_at;
		*length = whole - value_at;
		return true;
	}
	return false;
}

int
gantry_query_get(struct gantry_environ *environ, const char *name,
    const char **value, struct gantry_error *error)
{
	struct query query = { .at = "", .name = name };
	const char *sent, *text;
	size_t length;

	if (null_error(environ, __func__, "environ", error) ||
	    null_error(name, __func__, "name", error) ||
	    null_error(value, __func__, "value", error))
		return -1;
	sent = gantry_environ_get(environ, "QUERY_STRING");
	if (sent != NULL)
		query.at = sent;
	*value = NULL;
	while (query_next(&query, &text, &length)) {
		if (*value != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the parameter '%s' is given twice", name);
		switch (query_decode(environ, text, length, value)) {
		case QUERY_DECODED:
			break;
		case QUERY_MALFORMED:
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the parameter '%s' is badly percent-encoded",
			    name);
		case QUERY_NO_MEMORY:
			return gantry_error_memory(error);
		}
	}
	return 0;
}

int
gantry_query_integer(struct gantry_environ *environ, const char *name,
    int64_t minimum, int64_t maximum, int64_t *value, bool *given,
    struct gantry_error *error)
{
	const char *text;
	long long number;
	char *end;

	if (null_error(environ, __func__, "environ", error) ||
	    null_error(name, __func__, "name", error) ||
	    null_error(value, __func__, "value", error) ||
	    null_error(given, __func__, "given", error))
		return -1;
	if (gantry_query_get(environ, name, &text, error) == -1)
		return -1;
	*given = text != NULL;
	if (text == NULL)
		return 0;
	errno = 0;
	number = strtoll(text, &end, 10);
	if ((!isdigit((unsigned char)*text) && *text != '-') || end == text ||
	    *end != '\0' || errno != 0 || number < minimum || number > maximum)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the parameter '%s' must be a whole number from %lld to "
		    "%lld",
		    name, (long long)minimum, (long long)maximum);
	*value = number;
	return 0;
}
