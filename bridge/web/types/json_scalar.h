#ifndef WEB_TYPES_JSON_SCALAR_H
#define WEB_TYPES_JSON_SCALAR_H

#include <gantry/request.h>

#include "base/arena.h"

/* Where values are: in the memory of a request, or else in ARENA. */
struct json_memory {
	struct gantry_environ *environ;
	struct arena *arena;
};

static inline void *
json_alloc(const struct json_memory *memory, size_t size)
{
	return memory->environ != NULL
	    ? gantry_environ_alloc(memory->environ, size)
	    : arena_alloc(memory->arena, size);
}

/* The position of the JSON parser in the text, and why it stopped. */
struct json_cursor {
	const char *at;
	const char *end;
	const char *problem; /* what is wrong at AT; NULL: memory ran out */
};

/* Skip CHARACTER if it is next. */
static inline bool
json_skip(struct json_cursor *cursor, char character)
{
	if (cursor->at == cursor->end || *cursor->at != character)
		return false;
	cursor->at++;
	return true;
}

/*
 * Read the string whose quote is at the cursor into the request's memory.
 * Returns it in UTF-8 and NUL-terminated, with *LENGTH set; or NULL with the
 * cursor's problem.
 */
const char *json_string_read(const struct json_memory *memory,
    struct json_cursor *cursor, size_t *length);

/*
 * The same as gantry_json_parse, but a string that contains \u0000 is an error:
 * it ends the C string, and the rest would be cut off.
 */
const struct gantry_json_value *json_parse_texts(struct gantry_environ *environ,
    const char *text, size_t length, struct gantry_error *error);

/* As gantry_json_parse, but into ARENA, which outlives the request. */
const struct gantry_json_value *json_parse_kept(struct arena *arena,
    const char *text, size_t length, struct gantry_error *error);

/*
 * Read the number at the cursor into VALUE.  Returns 0, or -1 with the cursor's
 * problem.
 */
int json_number_read(const struct json_memory *memory,
    struct json_cursor *cursor, struct gantry_json_value *value);

/*
 * Check that TEXT is one JSON document (RFC 8259) in UTF-8, of at most 64
 * levels; nothing is kept.  Returns 0, or -1 with ERROR filled: "line 1, column
 * 9: a value is expected".
 */
int json_grammar_check(const char *text, struct gantry_error *error);

#endif
