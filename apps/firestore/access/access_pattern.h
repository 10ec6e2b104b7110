#ifndef FIRESTORE_ACCESS_PATTERN_H
#define FIRESTORE_ACCESS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* Patterns for the paths of documents, see access_rules.h. */

/* A path in Firestore has at most 100 collections. */
#define ACCESS_SEGMENTS_MAX 200

enum access_segment_kind {
	ACCESS_LITERAL,
	ACCESS_ONE, /* any one; in a pattern: * */
	ACCESS_DEEP, /* any number; in a pattern: ** */
};

struct access_segment {
	enum access_segment_kind kind;
	struct bytes text; /* of a literal */
};

/*
 * A pattern, or a set of documents that a request is about, whose ACCESS_ONE
 * and ACCESS_DEEP mean every one.
 */
struct access_pattern {
	struct access_segment *segments;
	size_t count;
	char *text; /* what the segments of a pattern are in */
};

/* Read TEXT.  Returns 0, or -1 with ERROR, which says what is wrong. */
int access_pattern_read(struct access_pattern *pattern, const char *text,
    struct gantry_error *error);

/* Free everything; safe on a zeroed one. */
void access_pattern_clear(struct access_pattern *pattern);

/* Does PATTERN have each document of SET? */
bool access_pattern_covers(
    const struct access_pattern *pattern, const struct access_pattern *set);

#endif
