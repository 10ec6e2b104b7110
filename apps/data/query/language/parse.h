#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include <gantry/error.h>

#include "data/query/language/structured_query.h"

struct json_t; /* of jansson */

/*
 * Reading the parts of a query out of JSON, as protobuf's JSON allows: names in
 * camelCase or snake_case, enums as names or numbers, integers as numbers or
 * strings, null for nothing.
 */

/* Get a member; NULL when it is absent or null. */
const struct json_t *parse_member(
    const struct json_t *object, const char *camel, const char *snake);

/* An object without other members than NAMES, "a b_c"?  Returns 0 or -1. */
int parse_object(const struct json_t *json, const char *what,
    const char *const *names, struct gantry_error *error);

/*
 * Get an integer of 32 or 64 bits, which may be wrapped: {"value": 3}, a text
 * or a double without a fraction.
 */
int parse_integer(const struct json_t *json, const char *what, int64_t *value,
    struct gantry_error *error);

/* Get a number or a text that is one; it must be finite. */
int parse_double(const struct json_t *json, const char *what, double *value,
    struct gantry_error *error);

int parse_boolean(const struct json_t *json, const char *what, bool *value,
    struct gantry_error *error);

/* Get the number of the enum NAMES, from 0 on, with NULL at its end. */
int parse_enum(const struct json_t *json, const char *what,
    const char *const *names, int *value, struct gantry_error *error);

/* Get a text; NULL gives an empty one. */
int parse_text(const struct json_t *json, const char *what, struct bytes *text,
    struct gantry_error *error);

/* Get the number of elements of an array; NULL gives 0. */
int parse_array(const struct json_t *json, const char *what, size_t *count,
    struct gantry_error *error);

/* Get the number of values of a repeated field.  As in Google's services, an
 * object or a string stands for an array of itself alone. */
int parse_repeated(const struct json_t *json, const char *what, size_t *count,
    struct gantry_error *error);

/* Get a value of a repeated field. */
const struct json_t *parse_element(const struct json_t *json, size_t index);

/* Read {"fieldPath": "a.b"}. */
int parse_field(const struct json_t *json, struct arena *arena,
    struct field_path_names *field, struct gantry_error *error);

/* Read the key of VALUE, {"stringValue": "a"}. */
int parse_key(const struct json_t *value, struct arena *arena,
    struct bytes *key, struct gantry_error *error);

/* Read a filter; NULL gives NULL. */
int parse_filter(const struct json_t *json, struct arena *arena,
    struct filter **filter, struct gantry_error *error);

/* Read findNearest. */
int parse_nearest(const struct json_t *json, struct arena *arena,
    struct query_nearest *nearest, struct gantry_error *error);

#endif
