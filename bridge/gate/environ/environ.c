/*
 * The table of CGI variables: an array in the order of arrival, and an index by
 * the hash of the name.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "gate/environ/environ.h"
#include "gate/environ/names.h"

void
environ_init(struct gantry_environ *environ)
{
	*environ = (struct gantry_environ){
		.limits = { ENVIRON_COUNT_MAX, ENVIRON_BYTES_MAX },
	};
	arena_init(&environ->arena);
}

void
environ_clear(struct gantry_environ *environ)
{
	arena_clear(&environ->arena);
	free(environ->variables);
	environ_init(environ);
}

void
environ_reset(struct gantry_environ *environ)
{
	arena_reset(&environ->arena);
	environ->count = 0;
	environ->added = 0;
	environ->bytes = 0;
	environ->is_uri_too_long = false;
	memset(environ->occupied, 0, sizeof(environ->occupied));
	environ->state = NULL;
	environ->body = NULL;
	environ->observer = NULL;
	environ->development = NULL;
	environ->mount = NULL;
	environ->foreign = NULL;
	environ->runner = NULL;
	environ->request_id = NULL;
	environ->trace = NULL;
	environ->received = environ->received_last = NULL;
}

/* The key holds all of a short name. */
static bool
is_named(const struct variable *variable, const char *name,
    const struct name_key *key)
{
	return variable->key.head == key->head &&
	    variable->key.tail == key->tail &&
	    variable->key.length == key->length &&
	    (key->length <= sizeof(key->head) + sizeof(key->tail) ||
		memcmp(variable->name, name, key->length) == 0);
}

struct variable *
environ_find_slow(const struct gantry_environ *environ, const char *name,
    const struct name_key *key)
{
	struct variable *variable = environ->variables;
	size_t left;

	if (is_named(&variable[environ->index[key->hash]], name, key))
		return &variable[environ->index[key->hash]];
	for (left = environ->count; left > 0; left--, variable++)
		if (is_named(variable, name, key))
			return variable;
	return NULL;
}

static void
index_variable(struct gantry_environ *environ, size_t index)
{
	unsigned hash = environ->variables[index].key.hash;

	environ->occupied[hash / 64] |= UINT64_C(1) << hash % 64;
	environ->index[hash] = (uint16_t)index;
}

/* Variables were moved or removed. */
static void
rebuild_index(struct gantry_environ *environ)
{
	size_t index;

	memset(environ->occupied, 0, sizeof(environ->occupied));
	for (index = 0; index < environ->count; index++)
		index_variable(environ, index);
}

int
environ_append(struct gantry_environ *environ, const char *name,
    const struct name_key *key, const char *value, struct gantry_error *error)
{
	struct variable *variables;
	size_t capacity;

	if (environ->count == environ->capacity) {
		capacity = environ->capacity > 0 ? environ->capacity * 2 : 64;
		variables =
		    realloc(environ->variables, capacity * sizeof(*variables));
		if (variables == NULL)
			return gantry_error_memory(error);
		environ->variables = variables;
		environ->capacity = capacity;
	}
	environ->variables[environ->count] = (struct variable){
		.name = name,
		.value = value,
		.key = *key,
	};
	index_variable(environ, environ->count++);
	return 0;
}

/* RFC 9110 section 5.3; RFC 9113 section 8.2.3 for Cookie. */
static int
join(struct gantry_environ *environ, struct variable *variable,
    const char *value, struct gantry_error *error)
{
	const char *between =
	    strcmp(variable->name, "HTTP_COOKIE") == 0 ? "; " : ", ";
	char *joined = gantry_environ_format(
	    environ, "%s%s%s", variable->value, between, value);

	if (joined == NULL)
		return gantry_error_memory(error);
	variable->value = joined;
	return 0;
}

static int
repeat(struct gantry_environ *environ, struct variable *variable,
    enum name_kind kind, const char *value, struct gantry_error *error)
{
	if (kind == NAME_SINGLE)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is given twice: by the client, or by the web server's "
		    "configuration (nginx: fastcgi_params may set it already)",
		    variable->name);
	if (strncmp(variable->name, "HTTP_", 5) == 0)
		return join(environ, variable, value, error);
	if ((strcmp(variable->name, "CONTENT_LENGTH") == 0 ||
		strcmp(variable->name, "CONTENT_TYPE") == 0) &&
	    strcmp(variable->value, value) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is given twice, and differently", variable->name);
	variable->value = value;
	return 0;
}

/* The bytes of the URI's variables so far. */
static size_t
count_uri(const struct gantry_environ *environ)
{
	const struct variable *variable = environ->variables;
	size_t bytes = 0, length, i;

	for (i = 0; i < environ->count; i++, variable++) {
		length = strlen(variable->name);
		if (name_is_of_uri(variable->name, length))
			bytes += length + strlen(variable->value);
	}
	return bytes;
}

/* NAME, of NAME_LENGTH bytes, and VALUE exceed the limit. */
static int
reject_size(struct gantry_environ *environ, const char *name,
    size_t name_length, const char *value, struct gantry_error *error)
{
	size_t uri = count_uri(environ);

	if (name_is_of_uri(name, name_length))
		uri += name_length + strlen(value);
	environ->is_uri_too_long = (int64_t)uri > environ->bytes / 2;
	return gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "the request's %s exceed %lld bytes (params-size)",
	    environ->is_uri_too_long ? "URI and other parameters"
				     : "parameters",
	    (long long)environ->limits.bytes);
}

static int
check_count(struct gantry_environ *environ, struct gantry_error *error)
{
	if (environ->added < environ->limits.count)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "the request has more than %u parameters (params-count)",
	    environ->limits.count);
}

/* Keep what was sent for a trace; if memory runs out, the trace omits it. */
static void
keep_received(
    struct gantry_environ *environ, const char *name, const char *value)
{
	struct received *received =
	    arena_alloc(&environ->arena, sizeof(*received));

	if (received == NULL)
		return;
	*received = (struct received){ .name = name, .value = value };
	if (environ->received_last != NULL)
		environ->received_last->next = received;
	else
		environ->received = received;
	environ->received_last = received;
}

int
environ_add(struct gantry_environ *environ, const char *name,
    size_t name_length, const char *value, struct gantry_error *error)
{
	struct variable *variable;
	struct name_key key = name_key(name, name_length);
	enum name_kind kind = name_classify(name, name_length);

	if (check_count(environ, error) == -1)
		return -1;
	environ->bytes += (int64_t)(name_length + strlen(value));
	if (environ->bytes > environ->limits.bytes)
		return reject_size(environ, name, name_length, value, error);
	if (kind == NAME_MALFORMED)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a parameter's name is malformed: '%.*s'",
		    name_length > 64 ? 64 : (int)name_length, name);
	if (environ->keeps_received)
		keep_received(environ, name, value);
	if (kind == NAME_DROPPED)
		return 0;
	environ->added++;
	variable = environ_find(environ, name, &key);
	if (variable != NULL)
		return repeat(environ, variable, kind, value, error);
	return environ_append(environ, name, &key, value, error);
}

void
environ_drop(struct gantry_environ *environ, struct variable *variable)
{
	size_t index = (size_t)(variable - environ->variables);

	environ->count--;
	memmove(variable, variable + 1,
	    (environ->count - index) * sizeof(*variable));
	rebuild_index(environ);
}

/* RFC 3875 sets these even when they are empty. */
static bool
may_be_empty(const char *name)
{
	return strcmp(name, "SCRIPT_NAME") == 0 ||
	    strcmp(name, "PATH_INFO") == 0 || strcmp(name, "QUERY_STRING") == 0;
}

void
environ_remove_empty(struct gantry_environ *environ)
{
	struct variable *from = environ->variables, *to = from;
	size_t left;

	for (left = environ->count; left > 0; left--, from++) {
		if (*from->value == '\0' && !may_be_empty(from->name))
			continue;
		if (to != from)
			*to = *from;
		to++;
	}
	environ->count = (size_t)(to - environ->variables);
	if (to != from)
		rebuild_index(environ);
}

void
environ_null(const struct gantry_environ *environ, const char *function,
    const char *argument)
{
	/* That of a result in gantry/testing.h has no errors. */
	if (environ == NULL || environ->wsgi.errors == NULL)
		gantry_null_log(
		    function, environ == NULL ? "environ" : argument);
	else
		gantry_errors_printf(
		    environ->wsgi.errors, "%s: %s is NULL", function, argument);
}

const char *
gantry_environ_get(const struct gantry_environ *environ, const char *name)
{
	if (environ_lacks(environ, name, __func__, "name"))
		return NULL;
	return environ_get(environ, name);
}

bool
gantry_environ_next(const struct gantry_environ *environ, size_t *position,
    struct gantry_variable *variable)
{
	if (environ_lacks(environ, position, __func__, "position") ||
	    environ_lacks(environ, variable, __func__, "variable"))
		return false;
	if (*position >= environ->count)
		return false;
	variable->name = environ->variables[*position].name;
	variable->value = environ->variables[*position].value;
	(*position)++;
	return true;
}

const struct gantry_wsgi *
gantry_environ_wsgi(const struct gantry_environ *environ)
{
	if (environ_lacks(environ, environ, __func__, "environ"))
		return NULL;
	return &environ->wsgi;
}

void *
gantry_environ_state(const struct gantry_environ *environ)
{
	if (environ_lacks(environ, environ, __func__, "environ"))
		return NULL;
	return environ->state;
}

void *
gantry_environ_alloc(struct gantry_environ *environ, size_t size)
{
	if (environ_lacks(environ, environ, __func__, "environ"))
		return NULL;
	return arena_alloc(&environ->arena, size);
}

char *
gantry_environ_format(struct gantry_environ *environ, const char *format, ...)
{
	char most[128]; /* results fit, and are formatted once */
	va_list arguments;
	char *string;
	int length;

	if (environ_lacks(environ, format, __func__, "format"))
		return NULL;
	va_start(arguments, format);
	length = vsnprintf(most, sizeof(most), format, arguments);
	va_end(arguments);
	if (length < 0)
		return NULL;
	string = arena_alloc(&environ->arena, (size_t)length + 1);
	if (string == NULL)
		return NULL;
	if ((size_t)length < sizeof(most))
		return memcpy(string, most, (size_t)length + 1);
	va_start(arguments, format);
	vsnprintf(string, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return string;
}
