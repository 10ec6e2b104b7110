#ifndef UNIT_WEB_SCHEMA_CASE_H
#define UNIT_WEB_SCHEMA_CASE_H

#include <stddef.h>

/* A schema, what it takes, and what it refuses. */
struct schema_case {
	const char *schema;
	const char *valid; /* JSON values, with a blank line between them */
	const char *invalid; /* the same */
};

/* Assert that all COUNT cases hold. */
void schema_cases_assert(const struct schema_case *cases, size_t count);

/*
 * What is wrong with VALUE by SCHEMA: "POINTER KEYWORD TEXT" and a new line for
 * each error; "" if it is valid.  Valid until the next call.
 */
const char *schema_errors(const char *schema, const char *value);

/* Why SCHEMA cannot be compiled; "" if it can. */
const char *schema_problem(const char *schema);

#define SCHEMA_CASES_ASSERT(cases) \
	schema_cases_assert(cases, sizeof(cases) / sizeof(*(cases)))

#endif
