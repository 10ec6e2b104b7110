/*
 * A libFuzzer target for ranges of bytes.  An input has four lines: the size of
 * the resource, Range, If-Range, and the ETag.  A second reader, which follows
 * the grammar of RFC 9110 section 14.1.2, has to agree, and a range that is
 * written out is read as the same.  Dates in If-Range are written and read,
 * too.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "request.h"
#include "require.h"
#include "web/types/date.h"
#include "web/types/etag.h"

#define MODIFIED INT64_C(784111777)
#define DIGITS	 "0123456789"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Read LENGTH digits; too many become INT64_MAX. */
static int64_t
number(const char *digits, size_t length)
{
	char *copy = strndup(digits, length);
	int64_t value;

	errno = 0;
	value = strtoll(copy, NULL, 10);
	free(copy);
	return errno == ERANGE ? INT64_MAX : value;
}

/* What a Range of one spec asks for; RANGE is filled for a part. */
static enum gantry_range_result
read_range(const char *text, int64_t size, struct gantry_range *range)
{
	size_t first, last;
	const char *second;

	if (strncasecmp(text, "bytes=", 6) != 0)
		return GANTRY_RANGE_NONE;
	text += 6 + strspn(text + 6, ", \t");
	first = strspn(text, DIGITS);
	second = text + first + 1;
	if (text[first] != '-')
		return GANTRY_RANGE_NONE;
	last = strspn(second, DIGITS);
	if (second[last + strspn(second + last, ", \t")] != '\0' ||
	    first + last == 0)
		return GANTRY_RANGE_NONE;
	if (first == 0) {
		/* All of nothing is sent as a whole. */
		if (size == 0 && number(second, last) > 0)
			return GANTRY_RANGE_NONE;
		range->last = size - 1;
		range->first = size - number(second, last);
		if (range->first < 0)
			range->first = 0;
		return range->first < size ? GANTRY_RANGE_PART
					   : GANTRY_RANGE_UNSATISFIABLE;
	}
	range->first = number(text, first);
	range->last = last > 0 ? number(second, last) : INT64_MAX;
	if (last > 0 && range->last < range->first)
		return GANTRY_RANGE_NONE;
	if (range->first >= size)
		return GANTRY_RANGE_UNSATISFIABLE;
	if (range->last > size - 1)
		range->last = size - 1;
	return GANTRY_RANGE_PART;
}

static enum gantry_range_result
ask(const char *text, const char *condition, const char *etag, int64_t size,
    struct gantry_range *range)
{
	struct test_body asked;
	enum gantry_range_result result;

	request_open(&asked);
	request_header(&asked, "HTTP_RANGE", text);
	if (condition != NULL)
		request_header(&asked, "HTTP_IF_RANGE", condition);
	result =
	    gantry_request_range(&asked.request, size, etag, MODIFIED, range);
	request_close(&asked);
	return result;
}

static bool
is_same(const struct gantry_range *range, const struct gantry_range *other)
{
	return range->first == other->first && range->last == other->last;
}

static void
check_range(const char *text, int64_t size)
{
	struct gantry_range range = { -1, -1 }, wanted = { -1, -1 }, again;
	enum gantry_range_result result = ask(text, NULL, NULL, size, &range);
	char written[64];

	require(result == read_range(text, size, &wanted),
	    "two readers agree on the result");
	if (result != GANTRY_RANGE_PART)
		return;
	require(is_same(&range, &wanted), "two readers agree on the range");
	require(
	    range.first >= 0 && range.first <= range.last && range.last < size,
	    "a range is within the resource");
	snprintf(written, sizeof(written), "bytes=%" PRId64 "-%" PRId64,
	    range.first, range.last);
	require(ask(written, NULL, NULL, size, &again) == GANTRY_RANGE_PART &&
		is_same(&range, &again),
	    "a range that is written is read");
}

/* If-Range only takes a part back, and an ETag must be strong and the same. */
static void
check_condition(
    const char *text, const char *condition, const char *etag, int64_t size)
{
	struct gantry_range range;
	enum gantry_range_result without = ask(text, NULL, etag, size, &range),
				 with =
				     ask(text, condition, etag, size, &range);
	char quoted[ETAG_SIZE];
	int64_t date;

	etag = etag_quote(quoted, etag);
	require(with == without || with == GANTRY_RANGE_NONE,
	    "a condition allows no other range");
	if (with == GANTRY_RANGE_NONE)
		return;
	if (strchr(condition, '"') != NULL)
		require(*etag == '"' && strcmp(etag, condition) == 0,
		    "a strong ETag is the same");
	else
		require(date_parse_http(condition, time(NULL), &date) == 0 &&
			date == MODIFIED,
		    "a date is the same");
}

static void
check_date(const char *text)
{
	struct test_body asked;
	const char *written;
	int64_t date, again, now = time(NULL);

	if (date_parse_http(text, now, &date) == -1)
		return;
	request_open(&asked);
	if (gantry_response_last_modified(&asked.response, date) == 0) {
		written = gantry_response_get_header(
		    &asked.response, "Last-Modified");
		require(written != NULL &&
			date_parse_http(written, now, &again) == 0 &&
			again == date,
		    "a date that is written is read");
	}
	request_close(&asked);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lines lines;
	int64_t length;

	lines_split(&lines, data, size);
	length = strtoll(lines.line[0], NULL, 10);
	if (length >= 0) {
		check_range(lines.line[1], length);
		check_condition(
		    lines.line[1], lines.line[2], lines.line[3], length);
		check_date(lines.line[2]);
	}
	lines_free(&lines);
	return 0;
}
