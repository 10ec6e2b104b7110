#ifndef BASE_TEXT_DOT_SEGMENTS_H
#define BASE_TEXT_DOT_SEGMENTS_H

#include <stdbool.h>

/* Empty and dot segments of decoded paths (RFC 3986 section 5.2.4). */

/* Has PATH a segment "." or "..", or an empty one that is not the last? */
bool dot_segments_has(const char *path);

/*
 * Remove empty segments, "." and ".." from PATH, which begins with a slash.  A
 * path that ended with one of them ends with a slash: "/a/b/.." becomes "/a/".
 */
void dot_segments_remove(char *path);

#endif
