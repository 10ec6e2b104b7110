#ifndef WEB_ROUTING_ROUTER_H
#define WEB_ROUTING_ROUTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/route.h>

/*
 * Templates, compiled into a tree that is searched segment by segment.  It is
 * never changed after it was filled; a search allocates nothing.  The slashes
 * that a path begins with count as one.
 */

#define MATCH_FIELDS_MAX 16

/*
 * What a field of a path is converted to: TEXT for converters of an
 * application's own, uuid, path and fields without a converter.
 */
enum match_kind {
	MATCH_TEXT,
	MATCH_INTEGER,
	MATCH_NUMBER,
	MATCH_TIME,
};

/* A field of a path that matched. */
struct match_field {
	const char *name; /* the template's */
	enum match_kind kind;
	const char *text; /* in the path, LENGTH bytes, not NUL-terminated */
	size_t length;
	int64_t integer; /* seconds since 1970, of a time */
	double number;
	bool is_uuid; /* TEXT may be in capitals, or without dashes */
};

/*
 * Write a field's text to TO, NUL-terminated, a uuid in lower case and with
 * dashes: as many bytes as the first of the two tells.
 */
size_t match_field_size(const struct match_field *field);
void match_field_write(const struct match_field *field, char *to);

struct match {
	size_t count;
	struct match_field fields[MATCH_FIELDS_MAX];
};

struct router;

/* CONVERTERS are a site's own, or NULL.  NULL when memory ran out. */
struct router *router_new(const struct gantry_converter *converters);
void router_free(struct router *router);

/*
 * Add TEMPLATE, which must outlive the router, for TARGET.  Returns the target
 * of the same template if it was added before, which keeps it, else TARGET;
 * NULL with ERROR filled when the template is none, has more than
 * MATCH_FIELDS_MAX fields or 32 segments, or conflicts with one that was added
 * before, which is named.  Segments of fields alone conflict when they are not
 * the same, and so do those that differ only within their braces.
 */
void *router_add(struct router *router, const char *template, void *target,
    struct gantry_error *error);

/* The target for PATH with MATCH filled, or NULL. */
void *router_find(
    const struct router *router, const char *path, struct match *match);

/*
 * Append TEMPLATE, which was added, with FIELDS (ended by { NULL, NULL }, or
 * NULL) put in, percent-encoded.  Returns 0, or -1 with ERROR filled: a field
 * is missing, too many are given, one is not taken, or the path would not be
 * read back so: "{a}-{b}" takes "1-2-3" apart in one way alone, and clients
 * resolve the segments "." and "..".
 */
int router_url(const struct router *router, const char *template,
    const struct gantry_url_field *fields, struct gantry_buffer *url,
    struct gantry_error *error);

/*
 * Why TEMPLATE, which was added, does not match PATH, in a few words ("segment
 * 2: 'x' is no int"); NULL when it does, be it that another one matches, too,
 * and has it.  The string is appended to BUFFER.
 */
const char *router_explain(const struct router *router, const char *template,
    const char *path, struct gantry_buffer *buffer);

#endif
