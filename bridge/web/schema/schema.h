#ifndef WEB_SCHEMA_H
#define WEB_SCHEMA_H

#include <gantry/schema.h>

#include "base/arena.h"

/*
 * A compiled schema: a tree of schemas with their keywords, in which references
 * are pointers.  All of it is in the arena, the parsed document included.
 */

struct keyword;
struct pattern;

/* A schema of the document. */
struct schema {
	const struct gantry_json_value *source;
	const char *pointer; /* of it in the document (RFC 6901) */
	bool is_false; /* the schema "false", which no value fits */
	struct keyword *keywords; /* in the order of the rules */
	struct schema *next; /* of the document */
	enum {
		STATE_NEW,
		STATE_OPEN,
		STATE_DONE
	} state; /* loops are sought */
};

struct gantry_schema {
	struct arena arena;
	const struct gantry_json_value *source;
	const struct schema *root;
	struct schema *schemas, **last_schema;
	struct pattern *patterns; /* to be freed */
	bool has_unevaluated; /* so which parts were evaluated is noted */
};

/* A keyword of a schema, whose meaning is RULE's. */
struct keyword {
	const struct rule *rule;
	const struct schema *schema; /* that has it */
	const struct gantry_json_value *value;
	const struct schema *below; /* its schema, if it has one */
	const struct schema **list; /* or several; NULL: there is none */
	size_t count; /* of LIST or TABLE, or the keyword's whole number */
	void *data; /* the rule's own */
	struct keyword *next;
};

/* The schema of a member, or a pattern for its name. */
struct property {
	const char *name;
	const struct schema *schema;
	struct pattern *pattern; /* of patternProperties, or NULL */
};

/* A part of the value that is checked. */
struct place {
	const struct place *outer; /* that contains it; NULL: the whole */
	const struct gantry_json_value *value;
	size_t index; /* in OUTER */
};

/* Which parts of a value were evaluated: a byte for each item or member. */
struct evaluated {
	unsigned char *parts; /* NULL: nobody asks */
	size_t count;
};

struct check;
struct compiler;

/*
 * The meaning of a keyword.  COMPILE returns 0, or -1 with the compiler's error
 * filled.  CHECK returns whether the value is valid; it is NULL for a keyword
 * that others use.
 */
struct rule {
	const char *name;
	unsigned kinds; /* bits of the kinds that it is about; 0: all */
	bool is_in_place; /* its schemas are for the same value */
	int (*compile)(struct compiler *compiler, struct keyword *keyword);
	bool (*check)(struct check *check, const struct keyword *keyword,
	    const struct place *place, struct evaluated *evaluated);
};

#define KIND(name) (1u << GANTRY_JSON_##name)

/* Tables, ended by an empty name; their order is that of the checks. */
extern const struct rule schema_logic_rules[];
extern const struct rule schema_scalar_rules[];
extern const struct rule schema_array_rules[];
extern const struct rule schema_object_rules[];
extern const struct rule schema_last_rules[]; /* after all others */

/* --- For the rules that compile: compile.c --- */

struct compiler {
	struct gantry_schema *document;
	struct gantry_error *error;
};

/* Fail at the value of KEYWORD.  Returns -1. */
int compile_fail(struct compiler *compiler, const struct keyword *keyword,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Memory that lives as long as the schema, zeroed; NULL with the error. */
void *compile_alloc(struct compiler *compiler, size_t size);

/* The keyword's value is a schema. */
int compile_below(struct compiler *compiler, struct keyword *keyword);

/* It is an array of schemas, at least one. */
int compile_list(struct compiler *compiler, struct keyword *keyword);

/* It is an object of schemas: DATA becomes a table, sorted by name. */
int compile_table(struct compiler *compiler, struct keyword *keyword);

/* It is a whole number of at least 0. */
int compile_count(struct compiler *compiler, struct keyword *keyword);

/* It is an array of texts that differ. */
int compile_names(struct compiler *compiler, struct keyword *keyword);

/* A regular expression, of KEYWORD; NULL with the error. */
struct pattern *compile_pattern(struct compiler *compiler,
    const struct keyword *keyword, const char *text, size_t length);

/* Another keyword of the schema of KEYWORD, or NULL. */
const struct keyword *schema_find(
    const struct schema *schema, const char *name);

/* --- References: ref.c --- */

/* The schema at VALUE, new or not; NULL with the compiler's error. */
const struct schema *compile_schema(struct compiler *compiler,
    const struct gantry_json_value *value, const char *pointer);

/* Let all references lead to their schemas. */
int reference_resolve(struct compiler *compiler);

/* --- For the rules that check: check.c --- */

struct check {
	struct gantry_environ *environ; /* the memory of the errors */
	struct arena scratch;
	bool has_unevaluated;
	uint64_t steps; /* that are left */
	unsigned depth;
	unsigned quiet; /* while it is above 0, no error is noted */
	bool is_stopped; /* the work was too much, or memory ran out */
	bool has_no_memory;
	struct gantry_schema_error *errors, **last_error;
	size_t error_count;
};

/* Note that PLACE breaks KEYWORD.  Returns false. */
bool check_fail(struct check *check, const struct keyword *keyword,
    const struct place *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same with JSON, cut when it is long, after TEXT. */
bool check_fail_with(struct check *check, const struct keyword *keyword,
    const struct place *place, const char *text,
    const struct gantry_json_value *json);

/* Count COST steps.  Returns false if there are no more. */
bool check_spend(struct check *check, uint64_t cost);

/* Does the text match PATTERN?  If the steps end before that is known, no. */
bool check_matches(struct check *check, const struct pattern *pattern,
    const char *text, size_t length);

/* Memory until the check ends, zeroed; NULL: the check is stopped. */
void *check_alloc(struct check *check, size_t size);

/* Is the value at PLACE valid by SCHEMA, which KEYWORD brought there? */
bool check_schema(struct check *check, const struct keyword *keyword,
    const struct schema *schema, const struct place *place,
    struct evaluated *evaluated);

/* The same without noting errors. */
bool check_quietly(struct check *check, const struct keyword *keyword,
    const struct schema *schema, const struct place *place,
    struct evaluated *evaluated);

/* The part INDEX was evaluated. */
static inline void
evaluated_add(struct evaluated *evaluated, size_t index)
{
	if (evaluated->parts != NULL)
		evaluated->parts[index] = 1;
}

/* --- Others --- */

/* Does VALUE equal OTHER?  Members may be in any order; 1 equals 1.0. */
bool value_equals(struct check *check, const struct gantry_json_value *value,
    const struct gantry_json_value *other);

/*
 * Find two items of ARRAY that are equal.  Returns false if there are none, and
 * when the check is stopped.
 */
bool value_find_twins(struct check *check,
    const struct gantry_json_value *array, size_t *one, size_t *other);

/* Is VALUE valid?  Without reasons, and without memory of a request. */
bool schema_accepts(
    const struct gantry_schema *schema, const struct gantry_json_value *value);

/*
 * The kinds that SCHEMA, of an object, allows for its member NAME, as bits; 0:
 * any.  *ITEMS become those of its items, if it is an array; it may be NULL,
 * and so may SCHEMA.
 */
unsigned schema_property_kinds(
    const struct gantry_schema *schema, const char *name, unsigned *items);

/*
 * Whether TEXT has the format NAME; -1: the format is not known.
 */
int format_check(const char *name, const struct gantry_json_value *value);

/*
 * Append to TO what PCRE2 reads as ECMA-262 reads LENGTH bytes of UTF-8 at TEXT
 * with its flag u (section 22.2.1).  Returns 0, or -1 with ERROR filled if the
 * two differ in a way that cannot be translated, or the text is not such an
 * expression.
 */
int expression_translate(const char *text, size_t length,
    struct gantry_buffer *to, struct gantry_error *error);

/*
 * Compile a regular expression of ECMA-262.  NULL with ERROR filled.
 */
struct pattern *pattern_new(
    const char *text, size_t length, struct gantry_error *error);
void pattern_free(struct pattern *pattern);

/*
 * Does the text match, somewhere?  Takes what it costs from *STEPS; when they
 * are used up, it becomes 0 and the result is false.
 */
bool pattern_matches(const struct pattern *pattern, const char *text,
    size_t length, uint64_t *steps);

/* The next pattern of a list, for whoever keeps one. */
struct pattern **pattern_next(struct pattern *pattern);

#endif
