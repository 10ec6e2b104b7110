/*
 * Ranges of bytes (RFC 9110 section 14).  An invalid Range, or one of another
 * unit, is ignored.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "gantry/web.h"
#include "web/request/request.h"
#include "web/types/date.h"
#include "web/types/etag.h"

/* A range as it is written: "FIRST-LAST", "FIRST-" or "-LAST". */
struct spec {
	int64_t first, last; /* -1: left out */
};

/* A number, or -1 for none; one that is too large becomes INT64_MAX. */
static int64_t
read_number(const char **text)
{
	int64_t number = -1;

	for (; isdigit((unsigned char)**text); ++*text) {
		int digit = **text - '0';

		if (number == -1)
			number = 0;
		number = number > (INT64_MAX - digit) / 10
		    ? INT64_MAX
		    : number * 10 + digit;
	}
	return number;
}

/* Read the range at *TEXT.  Returns 0, or -1 when it is not valid. */
static int
read_spec(const char **text, struct spec *spec)
{
	spec->first = read_number(text);
	if (*(*text)++ != '-')
		return -1;
	spec->last = read_number(text);
	if (spec->first == -1)
		return spec->last == -1 ? -1 : 0;
	return spec->last != -1 && spec->last < spec->first ? -1 : 0;
}

/* Read the only range in TEXT.  Returns 0, or -1 for none or several. */
static int
parse_range(const char *text, struct spec *spec)
{
	static const char unit[] = "bytes=";

	if (strncasecmp(text, unit, strlen(unit)) != 0)
		return -1;
	text += strlen(unit);
	text += strspn(text, " \t,");
	if (read_spec(&text, spec) == -1)
		return -1;
	text += strspn(text, " \t,");
	return *text == '\0' ? 0 : -1;
}

static enum gantry_range_result
satisfy(const struct spec *spec, int64_t size, struct gantry_range *range)
{
	int64_t first = spec->first, last = spec->last;

	if (first == -1) {
		/*
		 * The end of nothing can be satisfied (RFC 9110 section
		 * 14.1.2), but no Content-Range can say so: send everything.
		 */
		if (last > 0 && size == 0)
			return GANTRY_RANGE_NONE;
		first = last < size ? size - last : 0;
		last = size - 1;
	}
	if (last == -1 || last >= size)
		last = size - 1;
	if (first >= size)
		return GANTRY_RANGE_UNSATISFIABLE;
	range->first = first;
	range->last = last;
	return GANTRY_RANGE_PART;
}

/*
 * If-Range (section 13.1.5): does the client have a part of the current state?
 * A date counts only if it is more than a second old, since the resource could
 * have changed later in the same second.
 */
static bool
is_current(const char *condition, const char *etag, int64_t last_modified)
{
	int64_t now = time(NULL), date;
	char quoted[ETAG_SIZE];

	if (etag != NULL)
		etag = etag_quote(quoted, etag);
	if (strchr(condition, '"') != NULL)
		return etag != NULL && *etag == '"' &&
		    strcmp(condition, etag) == 0;
	return last_modified != -1 &&
	    date_parse_http(condition, now, &date) == 0 &&
	    date == last_modified && now - last_modified > 1;
}

enum gantry_range_result
gantry_request_range(const struct gantry_request *request, int64_t size,
    const char *etag, int64_t last_modified, struct gantry_range *range)
{
	const char *method, *text, *condition;
	struct spec spec;

	if (request_lacks(request, range, __func__, "range"))
		return GANTRY_RANGE_NONE;
	method = gantry_request_method(request);
	text = gantry_request_header(request, "Range");
	condition = gantry_request_header(request, "If-Range");
	if (text == NULL || method == NULL || strcmp(method, "GET") != 0 ||
	    parse_range(text, &spec) == -1)
		return GANTRY_RANGE_NONE;
	if (condition != NULL && !is_current(condition, etag, last_modified))
		return GANTRY_RANGE_NONE;
	return satisfy(&spec, size, range);
}
