#ifndef GATE_ENVIRON_H
#define GATE_ENVIRON_H

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "gantry/contract.h"

/*
 * The environ of one request as the gate fills it: added variable by variable
 * by a transport, then repaired (gate/environ/repair.h), then read by an
 * application.
 */

/* What a request may bring; more is GANTRY_ERROR_LIMIT, which answers 431. */
#define ENVIRON_COUNT_MAX 256
#define ENVIRON_BYTES_MAX 65536

struct environ_limits {
	unsigned count; /* of variables and repeats */
	int64_t bytes; /* of their names and values */
};

struct job_runner;
struct mount;
struct trace;
struct observer;

/*
 * What a name is searched by: its first and its last eight bytes, zeros where
 * it has fewer, and where it is filed.  Of a constant the compiler makes one.
 */
struct name_key {
	uint64_t head, tail;
	uint32_t length;
	uint32_t place; /* eight bits that the others make */
};

#define NAME_PLACES 256

static inline struct name_key
name_key(const char *name, size_t length)
{
	struct name_key key = { .length = (uint32_t)length };

	if (length >= sizeof(key.head)) {
		memcpy(&key.head, name, sizeof(key.head));
		memcpy(&key.tail, name + length - sizeof(key.tail),
		    sizeof(key.tail));
	} else {
		memcpy(&key.head, name, length);
	}
	/*
	 * The second factor was searched for: the variables of RFC 3875, those
	 * that the gate asks for and what browsers send have a place each.
	 */
	key.place =
	    (uint32_t)(((key.head * UINT64_C(0x9e3779b97f4a7c15) ^ key.tail) *
			   UINT64_C(0x3cc1342c9c14ef2f)) >>
		56);
	return key;
}

struct variable {
	const char *name;
	const char *value;
	struct name_key key;
};

/* A variable as it was sent, whatever became of it. */
struct received {
	const char *name;
	const char *value;
	struct received *next;
};

struct gantry_environ {
	struct arena arena;
	struct variable *variables;
	size_t count;
	size_t capacity;
	size_t added; /* variables and repeats */
	int64_t bytes; /* of all names and values added */
	struct environ_limits limits;
	/* For each place whether some name has it, and an index, a hint. */
	uint64_t filed[NAME_PLACES / 64];
	uint16_t places[NAME_PLACES];
	struct gantry_wsgi wsgi;
	void *state;
	struct gantry_body *body; /* where start_response begins */
	const struct observer
	    *observer; /* whom gantry_environ_step tells; or NULL */
	const struct mount *mount; /* that answers; NULL: none yet */
	const struct job_runner *runner; /* of the mount's jobs; or NULL */
	const char *request_id; /* NULL until it is asked for */
	struct trace
	    *trace; /* what it does (gate/trace/trace.h); NULL: untraced */
	bool keeps_received; /* set before the first is added, and stays */
	struct received *received, *received_last; /* if it keeps them */
};

/* Begin, with the limits above. */
void environ_init(struct gantry_environ *environ);

/* Free everything; idempotent. */
void environ_clear(struct gantry_environ *environ);

/* Forget the request but keep the memory for the next. */
void environ_reset(struct gantry_environ *environ);

/*
 * Add a variable as a web server sent it.  NAME has NAME_LENGTH bytes and a NUL
 * behind them, VALUE is NUL-terminated; both must outlive the request.
 *
 * A repeated request header is joined to the first, a repeated CGI variable
 * replaces it.  What an application must never see is left out;
 * gate/environ/names.h says what that is.
 *
 * Returns 0, or -1: GANTRY_ERROR_INPUT for a name that is empty or holds '=',
 * blanks, controls or non-ASCII bytes, for a repeated Host or Authorization,
 * and for a Content-Length or Content-Type that is repeated with another value;
 * GANTRY_ERROR_LIMIT; GANTRY_ERROR_MEMORY.
 */
int environ_add(struct gantry_environ *environ, const char *name,
    size_t name_length, const char *value, struct gantry_error *error);

/* The variable that is called NAME, if there is one: its place is taken. */
struct variable *environ_find_filed(const struct gantry_environ *environ,
    const char *name, const struct name_key *key);

/*
 * The variable that is called NAME, whose key is KEY, or NULL.  What follows
 * asks by it; names are mostly constants, and most that are not there are known
 * by their place, which is empty.
 */
static inline struct variable *
environ_find(const struct gantry_environ *environ, const char *name,
    const struct name_key *key)
{
	if ((environ->filed[key->place / 64] >> key->place % 64 & 1) == 0)
		return NULL;
	return environ_find_filed(environ, name, key);
}

/* Add one that is not there yet.  Returns 0 or -1. */
int environ_append(struct gantry_environ *environ, const char *name,
    const struct name_key *key, const char *value, struct gantry_error *error);

/* Remove one that is there. */
void environ_drop(struct gantry_environ *environ, struct variable *variable);

/* Set a variable of the gate's own; NAME and VALUE must outlive the request. */
static inline int
environ_set(struct gantry_environ *environ, const char *name, const char *value,
    struct gantry_error *error)
{
	struct name_key key = name_key(name, strlen(name));
	struct variable *variable = environ_find(environ, name, &key);

	if (variable == NULL)
		return environ_append(environ, name, &key, value, error);
	variable->value = value;
	return 0;
}

/* Remove a variable if it is there. */
static inline void
environ_remove(struct gantry_environ *environ, const char *name)
{
	struct name_key key = name_key(name, strlen(name));
	struct variable *variable = environ_find(environ, name, &key);

	if (variable != NULL)
		environ_drop(environ, variable);
}

/* The value, or NULL: gantry_environ_get for the gate. */
static inline const char *
environ_get(const struct gantry_environ *environ, const char *name)
{
	struct name_key key = name_key(name, strlen(name));
	const struct variable *variable = environ_find(environ, name, &key);

	return variable != NULL ? variable->value : NULL;
}

/* The value, or "" when there is none. */
static inline const char *
environ_text(const struct gantry_environ *environ, const char *name)
{
	const char *value = environ_get(environ, name);

	return value != NULL ? value : "";
}

/*
 * Remove the variables without a value, which RFC 3875 section 4.1 calls the
 * same as absent: all but SCRIPT_NAME, PATH_INFO and QUERY_STRING.  Of request
 * headers, too, since some web servers drop empty ones and some invent them.
 */
void environ_remove_empty(struct gantry_environ *environ);

#endif
