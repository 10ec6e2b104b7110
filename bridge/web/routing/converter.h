#ifndef WEB_ROUTING_CONVERTER_H
#define WEB_ROUTING_CONVERTER_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/route.h>

#include "base/arena.h"
#include "web/routing/match.h"

/* The converter of a template's field, with its arguments. */
struct converter {
	const char *text; /* as the template has it: "int(2)" */
	enum match_kind kind; /* of the fields that it converts */
	bool takes_rest; /* of the path, slashes too */
	/*
	 * Convert the text of FIELD, which is not empty, into the field's
	 * value.  Returns false when the text is not valid.  NULL: any text is.
	 */
	bool (*convert)(
	    const struct converter *converter, struct match_field *field);
	union {
		struct {
			int64_t num_digits; /* 0: any */
			int64_t minimum, maximum;
		} integer;
		struct {
			double minimum, maximum;
			bool is_finite;
		} number;
		struct {
			const char *format;
			bool is_default;
		} time;
		struct {
			const struct gantry_converter *converter;
			const char *arguments;
		} own;
	} with;
};

/*
 * Initialise CONVERTER from TEXT, "int" or "int(2)".  A converter of OWN, which
 * ends with { 0 } or is NULL, comes before a built-in one of the same name.
 * TEXT must outlive it; other strings are ARENA's.  Returns 0, or -1 with ERROR
 * filled.
 */
int converter_init(struct converter *converter, const char *text,
    const struct gantry_converter *own, struct arena *arena,
    struct gantry_error *error);

/* --- For converter_init --- */

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
