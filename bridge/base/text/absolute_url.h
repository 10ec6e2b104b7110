#ifndef BASE_TEXT_ABSOLUTE_URL_H
#define BASE_TEXT_ABSOLUTE_URL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The absolute URLs of http and https that programs connect to (RFC 3986,
 * section 3).  The parser is strict, so that no other reads a different host: a
 * URL with a user, a backslash, a blank, a control character or
 * percent-encoding in its authority is not valid.
 */

/* Text within the URL, not ended by a NUL. */
struct url_part {
	const char *text;
	size_t length;
};

struct absolute_url {
	bool is_https;
	struct url_part authority; /* "HOST", or "HOST:PORT" */
	struct url_part host; /* an IPv6 address without its brackets */
	struct url_part port; /* digits; empty: the scheme's */
	struct url_part path; /* "/...", or empty; without query and fragment */
	const char *rest; /* "?query#fragment", or "" */
};

/* Returns 0, or -1 if TEXT is not such a URL.  The parts point into TEXT. */
int absolute_url_parse(struct absolute_url *url, const char *text);

/*
 * Does the URL name this machine: is its host "localhost", 127.0.0.0/8 or ::1?
 */
bool absolute_url_is_local(const struct absolute_url *url);

#endif
