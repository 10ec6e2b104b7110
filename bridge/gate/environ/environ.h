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

/*
 * What a request may bring; more is GANTRY_ERROR_LIMIT, which answers 414 if
 * most of it is the URI, or else 431.
 */
#define ENVIRON_COUNT_MAX 256
#define ENVIRON_BYTES_MAX 65536

struct environ_limits {
	unsigned count; /* of variables and repeats */
	int64_t bytes; /* of their names and values */
};

struct development;
struct foreign;
struct job_runner;
struct mount;
struct trace;
struct observer;

/*
 * The key of a name: its first and last eight bytes, padded with zeros, and its
 * hash.  The compiler computes the key of a constant.
 */
struct name_key {
	uint64_t head, tail;
	uint32_t length;
	uint32_t hash; /* eight bits, computed from the others */
};

#define NAME_SLOTS 256

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
	 * The second factor was found by search: with it, the variables of RFC
	 * 3875, those that the gate reads and those that browsers send do not
	 * collide.
	 */
	key.hash =
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

/* A variable as it was sent, even if it was dropped or replaced. */
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
	bool is_uri_too_long; /* why a limit was exceeded */
	/*
	 * For each hash whether a name has it, and the index of one that
	 * does, where a search looks first.
	 */
	uint64_t occupied[NAME_SLOTS / 64];
	uint16_t index[NAME_SLOTS];
	struct gantry_wsgi wsgi;
	void *state;
	struct gantry_body *body; /* where start_response begins */
	const struct observer *observer; /* of gantry_environ_step; or NULL */
	const struct development *development; /* or NULL */
	const struct mount *mount; /* NULL: not found yet */
	/*
	 * Of the mount (gate/foreign/foreign_mount.h), if its answers are
	 * repaired; or NULL.
	 */
	const struct foreign *foreign;
	const struct job_runner *runner; /* of the mount's jobs; or NULL */
	const char *request_id; /* NULL until it is asked for */
	struct trace *trace; /* NULL: the request is not traced */
	bool keeps_received; /* set before the first environ_add */
	struct received *received, *received_last; /* if it keeps them */
};

/* Begin empty, with the limits above. */
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
 * replaces it.  Names that applications must not see are dropped
 * (gate/environ/names.h).
 *
 * Returns 0, or -1: GANTRY_ERROR_INPUT for a name that is empty or holds '=',
 * blanks, controls or non-ASCII bytes, for a repeated Host or Authorization,
 * and for a Content-Length or Content-Type that is repeated with another value;
 * GANTRY_ERROR_LIMIT; GANTRY_ERROR_MEMORY.
 */
int environ_add(struct gantry_environ *environ, const char *name,
    size_t name_length, const char *value, struct gantry_error *error);

/* The part of environ_find for a hash that is occupied. */
struct variable *environ_find_slow(const struct gantry_environ *environ,
    const char *name, const struct name_key *key);

/*
 * Find the variable NAME, whose key is KEY; NULL: absent.  The functions below
 * use it.  Most names are constants, so the compiler computes the key; an
 * absent name usually has an empty slot and needs no comparison.
 */
static inline struct variable *
environ_find(const struct gantry_environ *environ, const char *name,
    const struct name_key *key)
{
	if ((environ->occupied[key->hash / 64] >> key->hash % 64 & 1) == 0)
		return NULL;
	return environ_find_slow(environ, name, key);
}

/* Add a variable that is absent.  Returns 0 or -1. */
int environ_append(struct gantry_environ *environ, const char *name,
    const struct name_key *key, const char *value, struct gantry_error *error);

/* Remove VARIABLE. */
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
 * Log that an application called FUNCTION with a NULL that it must not pass:
 * ENVIRON or, if that is not NULL, ARGUMENT.
 */
void environ_null(const struct gantry_environ *environ, const char *function,
    const char *argument) __attribute__((cold));

/* Is ENVIRON or VALUE NULL?  If so, that is logged. */
static inline bool
environ_lacks(const struct gantry_environ *environ, const void *value,
    const char *function, const char *argument)
{
	if (environ != NULL && value != NULL)
		return false;
	environ_null(environ, function, argument);
	return true;
}

/*
 * Remove empty variables except SCRIPT_NAME, PATH_INFO and QUERY_STRING: RFC
 * 3875 section 4.1 treats empty and absent alike.  Empty request headers are
 * removed as well, since some web servers drop them and others add them.
 */
void environ_remove_empty(struct gantry_environ *environ);

#endif
