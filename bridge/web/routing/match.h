#ifndef WEB_ROUTING_MATCH_H
#define WEB_ROUTING_MATCH_H

#include <stddef.h>
#include <stdint.h>

/* The fields of a path that matched a template. */

#define MATCH_FIELDS_MAX 16

/*
 * What a converter makes of a field's text.  It stays text for an application's
 * own converters, for path, and for fields without a converter.
 */
enum match_kind {
	MATCH_TEXT,
	MATCH_INTEGER,
	MATCH_NUMBER,
	MATCH_TIME,
	MATCH_UUID, /* may be in capitals or without dashes */
};

struct match_field {
	const char *name; /* the template's */
	enum match_kind kind;
	const char *text; /* in the path, LENGTH bytes, not NUL-terminated */
	size_t length;
	int64_t integer; /* of a time: seconds since 1970 */
	double number;
};

struct match {
	size_t count;
	struct match_field fields[MATCH_FIELDS_MAX];
};

/*
 * Write a field's text to TO, NUL-terminated.  A UUID is written in lower case
 * with dashes.  TO has room for match_field_size() bytes.
 */
size_t match_field_size(const struct match_field *field);
void match_field_write(const struct match_field *field, char *to);

#endif
