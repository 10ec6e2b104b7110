#ifndef WEB_ROUTING_CONVERTER_BUILTIN_H
#define WEB_ROUTING_CONVERTER_BUILTIN_H

#include "base/arena.h"
#include "web/routing/converter.h"

/* The converters that every site has: int, float, dt, uuid and path. */
struct converter_builtin {
	const char *name;
	/* Returns 0, or -1 with ERROR filled. */
	int (*init)(struct converter *converter, const char *arguments,
	    struct arena *arena, struct gantry_error *error);
};

/* Ended by { NULL, NULL }. */
extern const struct converter_builtin converter_builtins[];

/* Fail unless ARGUMENTS are blank.  Returns 0, or -1 with ERROR filled. */
int converter_check_no_arguments(
    const char *arguments, struct gantry_error *error);

#endif
