/*
 * Checks a value by a schema and notes what is wrong.  The work has a limit,
 * since a few kilobytes of schema and value can ask for years of it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/null.h"
#include "web/schema/schema.h"

#define STEPS_MAX  UINT64_C(5000000)
#define DEPTH_MAX  512 /* schemas within schemas, on the stack */
#define ERRORS_MAX 32
#define TEXT_MAX   512 /* bytes of a reason, and of a pointer */

/* The deepest stack of places is that of the parser. */
#define LEVELS_MAX 66

static void
put_token(struct gantry_buffer *pointer, const struct place *place)
{
	const char *name = place->value->name;

	gantry_buffer_putc(pointer, '/');
	if (name == NULL) {
		gantry_buffer_printf(pointer, "%zu", place->index);
		return;
	}
	for (; *name != '\0'; name++) {
		if (*name == '~')
			gantry_buffer_puts(pointer, "~0");
		else if (*name == '/')
			gantry_buffer_puts(pointer, "~1");
		else
			gantry_buffer_putc(pointer, *name);
	}
}

/*
 * The pointer of PLACE.  A part whose name is long is told by the part around
 * it, for the client knows what it sent.
 */
static const char *
make_pointer(struct check *check, const struct place *place)
{
	struct gantry_buffer pointer = { 0 };
	const struct place *places[LEVELS_MAX];
	const char *made = NULL;
	size_t count = 0, length;

	for (; place->outer != NULL && count < LEVELS_MAX; place = place->outer)
		places[count++] = place;
	while (count > 0) {
		length = pointer.length;
		put_token(&pointer, places[--count]);
		if (pointer.length > TEXT_MAX) {
			pointer.length = length;
			break;
		}
	}
	if (!gantry_buffer_failed(&pointer))
		made = gantry_environ_format(check->environ, "%.*s",
		    (int)pointer.length,
		    pointer.data != NULL ? pointer.data : "");
	gantry_buffer_clear(&pointer);
	return made;
}

static void
stop(struct check *check, bool has_no_memory)
{
	check->is_stopped = true;
	check->has_no_memory = has_no_memory;
}

/* Note a reason; the strings are those of the request or of the schema. */
static void
note(struct check *check, const char *pointer, const char *keyword,
    const char *text)
{
	struct gantry_schema_error *error =
	    gantry_environ_alloc(check->environ, sizeof(*error));

	if (error == NULL || pointer == NULL || text == NULL) {
		stop(check, true);
		return;
	}
	*error = (struct gantry_schema_error){
		.pointer = pointer,
		.keyword = keyword,
		.text = text,
	};
	*check->last_error = error;
	check->last_error = (struct gantry_schema_error **)&error->next;
}

bool
check_fail(struct check *check, const struct keyword *keyword,
    const struct place *place, const char *format, ...)
{
	char text[TEXT_MAX];
	va_list arguments;

	if (check->quiet > 0 || check->is_stopped)
		return false;
	if (check->error_count++ >= ERRORS_MAX)
		return false;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	note(check, make_pointer(check, place),
	    keyword != NULL ? keyword->rule->name : "false",
	    gantry_environ_format(check->environ, "%s", text));
	return false;
}

bool
check_fail_with(struct check *check, const struct keyword *keyword,
    const struct place *place, const char *text,
    const struct gantry_json_value *json)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_json_writer writer;
	size_t length;

	if (check->quiet > 0 || check->is_stopped)
		return false;
	gantry_json_writer_init(&writer, &buffer);
	gantry_json_put_value(&writer, NULL, json);
	length = buffer.length;
	if (length > TEXT_MAX / 2) {
		length = TEXT_MAX / 2;
		/* Not within a character. */
		while (length > 0 && (buffer.data[length] & 0xc0) == 0x80)
			length--;
	}
	check_fail(check, keyword, place, "%s %.*s%s", text, (int)length,
	    length > 0 ? buffer.data : "", length < buffer.length ? "..." : "");
	gantry_buffer_clear(&buffer);
	return false;
}

bool
check_spend(struct check *check, uint64_t cost)
{
	if (check->is_stopped)
		return false;
	if (check->steps > cost) {
		check->steps -= cost;
		return true;
	}
	stop(check, false);
	return false;
}

bool
check_matches(struct check *check, const struct pattern *pattern,
    const char *text, size_t length)
{
	bool is_match;

	if (!check_spend(check, 1))
		return false;
	is_match = pattern_matches(pattern, text, length, &check->steps);
	if (check->steps == 0)
		stop(check, false);
	return is_match;
}

void *
check_alloc(struct check *check, size_t size)
{
	void *memory = NULL;

	/* What is allocated is zeroed, so it is work, too. */
	if (!check_spend(check, size / 16))
		return NULL;
	memory = arena_alloc(&check->scratch, size);
	if (memory == NULL)
		stop(check, true);
	else
		memset(memory, 0, size);
	return memory;
}

/* Check all keywords; without errors to note, the first failure is enough. */
static bool
check_keywords(struct check *check, const struct schema *schema,
    const struct place *place, struct evaluated *evaluated)
{
	const unsigned kind = 1u << place->value->kind;
	const struct keyword *keyword = schema->keywords;
	bool is_valid = true;

	for (; keyword != NULL && !check->is_stopped; keyword = keyword->next) {
		if (keyword->rule->check == NULL ||
		    (keyword->rule->kinds != 0 &&
			(keyword->rule->kinds & kind) == 0) ||
		    !check_spend(check, 1))
			continue;
		if (keyword->rule->check(check, keyword, place, evaluated))
			continue;
		is_valid = false;
		if (check->quiet > 0)
			break;
	}
	return is_valid && !check->is_stopped;
}

/* Begin to note which parts of VALUE are evaluated. */
static bool
begin_evaluated(struct check *check, struct evaluated *evaluated,
    const struct gantry_json_value *value)
{
	evaluated->count = value->count;
	if (!check->has_unevaluated || value->count == 0)
		return true;
	evaluated->parts = check_alloc(check, value->count);
	return evaluated->parts != NULL;
}

static void
merge(struct evaluated *into, const struct evaluated *from)
{
	size_t i;

	if (into == NULL || into->parts == NULL || from->parts == NULL)
		return;
	for (i = 0; i < from->count; i++)
		into->parts[i] |= from->parts[i];
}

bool
check_schema(struct check *check, const struct keyword *keyword,
    const struct schema *schema, const struct place *place,
    struct evaluated *evaluated)
{
	struct evaluated own = { NULL, 0 };
	bool is_valid;

	if (!check_spend(check, 1))
		return false;
	if (schema->is_false)
		return check_fail(check, keyword, place, "is not allowed");
	if (schema->keywords == NULL)
		return true;
	if (check->depth == DEPTH_MAX) {
		stop(check, false);
		return false;
	}
	if (!begin_evaluated(check, &own, place->value))
		return false;
	check->depth++;
	is_valid = check_keywords(check, schema, place, &own);
	check->depth--;
	if (is_valid)
		merge(evaluated, &own);
	return is_valid;
}

bool
check_quietly(struct check *check, const struct keyword *keyword,
    const struct schema *schema, const struct place *place,
    struct evaluated *evaluated)
{
	bool is_valid;

	check->quiet++;
	is_valid = check_schema(check, keyword, schema, place, evaluated);
	check->quiet--;
	return is_valid;
}

bool
schema_accepts(
    const struct gantry_schema *schema, const struct gantry_json_value *value)
{
	struct check check = { .steps = STEPS_MAX, .quiet = 1 };
	struct place place = { .value = value };
	bool is_valid;

	check.has_unevaluated = schema->has_unevaluated;
	arena_init(&check.scratch);
	is_valid = check_schema(&check, NULL, schema->root, &place, NULL);
	arena_clear(&check.scratch);
	return is_valid;
}

int
gantry_schema_check(const struct gantry_schema *schema,
    struct gantry_environ *environ, const struct gantry_json_value *value,
    const struct gantry_schema_error **errors)
{
	struct check check = { .environ = environ, .steps = STEPS_MAX };
	struct place place = { .value = value };
	bool is_valid;

	if (errors != NULL)
		*errors = NULL;
	if (null_given(schema, __func__, "schema") ||
	    null_given(environ, __func__, "environ") ||
	    null_given(value, __func__, "value"))
		return -1;
	if (errors == NULL)
		return schema_accepts(schema, value) ? 0 : -1;
	check.last_error = &check.errors;
	check.has_unevaluated = schema->has_unevaluated;
	arena_init(&check.scratch);
	is_valid = check_schema(&check, NULL, schema->root, &place, NULL);
	arena_clear(&check.scratch);
	if (is_valid)
		return 0;
	if (check.has_no_memory)
		return -1;
	if (check.is_stopped)
		note(&check, "", "$schema", "takes too long to check");
	if (!check.has_no_memory)
		*errors = check.errors;
	return -1;
}
