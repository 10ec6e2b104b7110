#ifndef GANTRY_SCHEMA_H
#define GANTRY_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/contract.h>
#include <gantry/error.h>
#include <gantry/request.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Schemas of JSON values (JSON Schema 2020-12).  Routes that declare their
 * bodies need none of this (struct gantry_content in gantry/route.h).
 *
 *	static const char text[] =
 *	    "{ \"type\": \"object\", \"required\": [ \"word\" ],"
 *	    "  \"properties\": { \"word\": { \"type\": \"string\" } } }";
 *	struct gantry_schema *schema = gantry_schema_new(text, &error);
 *	const struct gantry_json_value *value;
 *
 *	value = gantry_request_json(request, 0);
 *	if (value == NULL ||
 *	    gantry_request_check(request, schema, value) == -1)
 *		return -1;
 *
 * These keywords are checked: $ref, $defs, $anchor, $dynamicRef,
 * $dynamicAnchor, allOf, anyOf, oneOf, not, if, then, else, dependentSchemas,
 * dependentRequired, type, enum, const, multipleOf, maximum, exclusiveMaximum,
 * minimum, exclusiveMinimum, maxLength, minLength, pattern, format,
 * prefixItems, items, contains, maxContains, minContains, maxItems, minItems,
 * uniqueItems, properties, patternProperties, additionalProperties,
 * propertyNames, required, maxProperties, minProperties, unevaluatedItems and
 * unevaluatedProperties.  All others say nothing of a value.
 *
 * A $ref must stay in the document: "#", "#/$defs/name", "#anchor", or the same
 * after the $id of the document.  A schema within must not have an $id.
 *
 * Numbers are compared as decimals, exactly.  1.0 is an integer.  Lengths are
 * counted in code points.
 *
 * These formats are checked, others are not: date-time, date, time (RFC 3339),
 * duration, email, hostname, ipv4, ipv6, uri, uri-reference, uuid (with
 * dashes), json-pointer, regex; of integers also int32 and int64.
 *
 * A pattern is a regular expression of ECMA-262 with its flag u, except that a
 * backslash may be before any punctuation, and that lookbehind must have a
 * fixed length.  libpcre2 compares; it is loaded for the first pattern.
 */

/* A compiled schema.  It does not change: several threads may use it. */
struct gantry_schema;

/*
 * Compile TEXT, a JSON document.  Returns NULL with ERROR filled:
 * GANTRY_ERROR_INPUT if it is not JSON (as for gantry_json_parse), not a
 * schema, or needs what is not supported, with the place in the schema;
 * GANTRY_ERROR_UNAVAILABLE if it has a pattern and libpcre2 cannot be loaded;
 * GANTRY_ERROR_MEMORY.
 */
struct gantry_schema *gantry_schema_new(
    const char *text, struct gantry_error *error);
void gantry_schema_free(struct gantry_schema *schema);

/* One reason why a value is not valid. */
struct gantry_schema_error {
	const char *pointer; /* of the part, RFC 6901: "/items/0"; "": all */
	const char *keyword; /* that it breaks: "minimum" */
	const char *text; /* in words: "must be at least 1" */
	const struct gantry_schema_error *next; /* or NULL */
};

/*
 * Check VALUE, for example of gantry_json_parse.  Returns 0 if it is valid.
 * Else returns -1 with the first 32 reasons in *ERRORS, in the memory of
 * ENVIRON; NULL there means that memory ran out.  ERRORS may be NULL.
 *
 * The work is bounded: a value that would take more than some five million
 * steps, those of regular expressions included, is not valid, for the reason
 * that it takes too long to check.
 */
int gantry_schema_check(const struct gantry_schema *schema,
    struct gantry_environ *environ, const struct gantry_json_value *value,
    const struct gantry_schema_error **errors);

/*
 * The same for a VALUE of the request's body.  Returns 0, or -1 with the
 * response failed: 422 with the extension member "errors", an array of objects
 * { "pointer": "#/items/0", "keyword": "minimum", "detail": "must be ..." }.
 * The pointer is a fragment of a URI, as in the example of RFC 9457 section 3.
 */
int gantry_request_check(struct gantry_request *request,
    const struct gantry_schema *schema, const struct gantry_json_value *value);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
