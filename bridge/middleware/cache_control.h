#ifndef MIDDLEWARE_CACHE_CONTROL_H
#define MIDDLEWARE_CACHE_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Cache-Control (RFC 9111 section 5.2), of requests and of responses.
 *
 * Of a directive that is given twice, the first counts (section 4.2.1).  One
 * that is not well formed counts as its strictest form: a number that is not
 * one makes a response stale, and is the strictest wish of a client.
 */

#define CACHE_CONTROL_NONE	  (-1) /* the directive is not given */
#define CACHE_CONTROL_SECONDS_MAX INT64_C(2147483648) /* section 1.2.2 */

struct cache_control {
	bool no_store;
	bool no_cache; /* without names of fields */
	bool is_private; /* without names of fields */
	bool is_public;
	bool no_transform;
	bool must_revalidate; /* or proxy-revalidate */
	bool must_understand;
	bool only_if_cached;
	/* In seconds. */
	int64_t max_age, s_maxage, min_fresh, max_stale;
};

/* Read VALUE; NULL is an empty one. */
void cache_control_parse(struct cache_control *control, const char *value);

/*
 * May the header NAME not be stored, because no-cache or private names it in
 * VALUE, which may be NULL?
 */
bool cache_control_omits(const char *value, const char *name);

/*
 * Read a number of seconds (RFC 9111 section 1.2.2) at the beginning of TEXT; a
 * large one becomes CACHE_CONTROL_SECONDS_MAX.  Returns what follows, or NULL
 * if there is no digit.
 */
const char *cache_control_seconds(const char *text, int64_t *seconds);

#endif
