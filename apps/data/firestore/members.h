#ifndef FIRESTORE_MEMBERS_H
#define FIRESTORE_MEMBERS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* The members of a JSON object in the order of their names' bytes. */

/* Make OBJECT usable for jansson's iterators, which do not change it. */
static inline json_t *
members_of(const json_t *object)
{
	return (json_t *)(uintptr_t)object;
}

struct member {
	struct bytes name;
	const json_t *value;
};

#define MEMBERS_FEW 16

struct members {
	struct member *items;
	size_t count;
	struct member
	    few[MEMBERS_FEW]; /* avoids an allocation for most objects */
};

/*
 * List the members of OBJECT, borrowed.  They are fields, so an empty name is
 * an error.  Returns 0 or -1; clear MEMBERS in both cases.
 */
int members_list(
    struct members *members, const json_t *object, struct gantry_error *error);

void members_clear(struct members *members);

/* Put "field NAME: " before the error's text.  Returns -1. */
int member_failed(const struct member *member, struct gantry_error *error);

#endif
