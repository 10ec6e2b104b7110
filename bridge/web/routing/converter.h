#ifndef WEB_ROUTING_CONVERTER_H
#define WEB_ROUTING_CONVERTER_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/route.h>

#include "base/arena.h"
#include "web/routing/router.h"

/* What a field takes: a converter with its arguments. */
struct converter {
	const char *text; /* as the template has it: "int(2)" */
	bool takes_rest; /* of the path, slashes too */
	/*
	 * Does it take the text of FIELD, which is not empty?  Then the rest of
	 * the field is filled.
	 */
	bool (*take)(
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
		const char *format; /* of a time */
		struct {
			const struct gantry_converter *converter;
			const char *arguments;
		} own;
	} with;
};

/*
 * Make the converter TEXT, of which LENGTH bytes are "int" or "int(2)": one of
 * OWN, which ends with { 0 } or is NULL, or else of the built-in ones.  Strings
 * are ARENA's.  Returns 0, or -1 with ERROR filled.
 */
int converter_init(struct converter *converter,
    const struct gantry_converter *own, const char *text, size_t length,
    struct arena *arena, struct gantry_error *error);

#endif
