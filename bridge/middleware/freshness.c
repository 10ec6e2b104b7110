/*
 * The arithmetic of RFC 9111 section 4.2.  There is no heuristic freshness: the
 * site says how long a response without a lifetime of its own is kept.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <gantry/clock.h>

#include "middleware/freshness.h"
#include "web/types/date.h"

#define DATE_SIZE 64 /* longer text is not a date */

/* Heuristically cacheable (RFC 9110 section 15.1), except for 206. */
static bool
is_cacheable_by_default(const char *status)
{
	static const char codes[][4] = { "200", "203", "204", "300", "301",
		"308", "404", "405", "410", "414", "501" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strncmp(status, codes[i], 3) == 0)
			return true;
	return false;
}

bool
freshness_understands(const char *status)
{
	return is_cacheable_by_default(status);
}

/* Copy TEXT with the case of letters that the forms of dates have. */
static int
write_case(char *to, const char *text)
{
	bool is_first = true;
	char *at = to;

	if (strlen(text) >= DATE_SIZE)
		return -1;
	for (; *text != '\0'; text++) {
		bool is_upper = *text >= 'A' && *text <= 'Z';
		bool is_lower = *text >= 'a' && *text <= 'z';

		if (is_first && is_lower)
			*at++ = (char)(*text - 32);
		else if (!is_first && is_upper)
			*at++ = (char)(*text + 32);
		else
			*at++ = *text;
		is_first = !is_upper && !is_lower;
	}
	*at = '\0';
	if (at - to > 4 && strcmp(at - 4, " Gmt") == 0)
		memcpy(at - 3, "GMT", 3);
	return 0;
}

int
freshness_date(const char *text, int64_t *seconds)
{
	char date[DATE_SIZE];

	if (text == NULL || write_case(date, text) == -1)
		return -1;
	return date_parse_http(date, gantry_clock_seconds(), seconds);
}

int64_t
freshness_lifetime(const struct gantry_response *response,
    const struct cache_control *control, int64_t default_seconds)
{
	const char *text = gantry_response_get_header(response, "Expires");
	int64_t expires, date;

	if (control->s_maxage != CACHE_CONTROL_NONE)
		return control->s_maxage;
	if (control->max_age != CACHE_CONTROL_NONE)
		return control->max_age;
	if (text == NULL)
		return control->is_public ||
			is_cacheable_by_default(
			    gantry_response_get_status(response))
		    ? default_seconds
		    : 0;
	/* Expires that is not a date is in the past (section 5.3). */
	if (freshness_date(text, &expires) == -1)
		return 0;
	if (freshness_date(
		gantry_response_get_header(response, "Date"), &date) == -1)
		date = gantry_clock_seconds();
	return expires > date ? expires - date : 0;
}

int64_t
freshness_age(const struct gantry_response *response, int64_t delay)
{
	const char *text = gantry_response_get_header(response, "Age");
	const int64_t now = gantry_clock_seconds();
	int64_t seconds = 0, date, age, apparent = 0;
	const char *end =
	    text != NULL ? cache_control_seconds(text, &seconds) : NULL;

	/* Of a list the first counts; what is not a number is ignored. */
	if (end == NULL || strchr(" ,", *end) == NULL)
		seconds = 0;
	age = seconds * 1000 + delay;
	if (freshness_date(
		gantry_response_get_header(response, "Date"), &date) == 0 &&
	    now > date)
		apparent = (now - date) * 1000;
	return apparent > age ? apparent : age;
}

bool
freshness_allows(const struct stored_response *stored, int64_t age,
    const struct cache_control *control)
{
	const int64_t left = stored->facts.lifetime - age / 1000;

	if (control->no_cache || control->no_store || control->max_age == 0)
		return false;
	if (control->max_age > 0 && age > control->max_age * 1000)
		return false;
	if (control->min_fresh > 0)
		return left >= control->min_fresh;
	if (left > 0)
		return true;
	return !stored->facts.must_revalidate &&
	    control->max_stale != CACHE_CONTROL_NONE &&
	    (control->max_stale == CACHE_CONTROL_SECONDS_MAX ||
		-left <= control->max_stale);
}
