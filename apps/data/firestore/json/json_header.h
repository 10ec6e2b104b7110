#ifndef FIRESTORE_JSON_HEADER_H
#define FIRESTORE_JSON_HEADER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/origin.h"

/*
 * The member of the first document that "gantry-cache dump" prints, which says
 * what concerns all of them:
 *
 *	{"path":...,"fields":...,"gantry-cache":{"project":"p",
 *	"database":"(default)","exported":"2026-01-31T08:00:00Z",
 *	"lacks":[{"kind":"parts","detail":"output-3","count":7}]}}
 *
 * Each of its members may be absent.  If there is no document, it is alone.
 */

/* Called with each thing that is missing; COUNT is 0 if it is not known. */
typedef void json_header_lack(
    void *argument, const char *kind, const char *detail, int64_t count);

struct json_header {
	struct firestore_origin origin;
	int64_t exported; /* µs since 1970; 0: unknown */
};

/* Has JSON, an object, this member? */
bool json_header_is_in(const json_t *json);

/*
 * Read the member of JSON, and remove it.  LACK may be NULL.  Returns 0, or -1
 * with ERROR filled when it is malformed.
 */
int json_header_read(struct json_header *header, json_t *json,
    json_header_lack *lack, void *argument, struct gantry_error *error);

#endif
