#ifndef WEB_ROUTING_CONVERTER_H
#define WEB_ROUTING_CONVERTER_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/route.h>

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

#endif
