#ifndef CMD_SHELL_COOKIE_JAR_H
#define CMD_SHELL_COOKIE_JAR_H

#include <stdbool.h>
#include <stdint.h>

#include "gantry/buffer.h"

/*
 * The cookies of the shell, as a browser keeps them (RFC 6265 section 5).  All
 * are of one host, so Domain does not count.  Secure cookies are sent as well:
 * browsers treat a local server as secure.
 */

struct cookie {
	char *name, *value, *path;
	int64_t expires; /* in seconds since 1970; INT64_MAX: with the shell */
	struct cookie *next;
};

/* Zeros are an empty one. */
struct cookie_jar {
	struct cookie *first; /* the longest paths first, then the oldest */
};

/*
 * Keep what SET_COOKIE, the value of a header of LENGTH bytes, says, or remove
 * it.  TARGET is that of the request, NOW in seconds since 1970.  What is not
 * valid is ignored.
 */
void cookie_jar_set(struct cookie_jar *jar, const char *set_cookie,
    size_t length, const char *target, int64_t now);

/* Append the value of Cookie for TARGET; nothing if none is to be sent. */
void cookie_jar_put_header(struct cookie_jar *jar, const char *target,
    int64_t now, struct gantry_buffer *value);

/* Append a line for each cookie. */
void cookie_jar_put_lines(
    struct cookie_jar *jar, int64_t now, struct gantry_buffer *text);

/* Remove the cookies called NAME; NULL: all.  Returns how many. */
unsigned cookie_jar_remove(struct cookie_jar *jar, const char *name);

#endif
