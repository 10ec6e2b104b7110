#ifndef TESTING_RESULT_H
#define TESTING_RESULT_H

#include <gantry/testing.h>

#include "gate/environ/environ.h"

/* An answer as a CGI program gives it, taken apart. */

struct gantry_result {
	struct gantry_environ environ; /* lends memory alone */
	struct gantry_error error;
	struct gantry_buffer answer; /* as it came, NUL-terminated */
	struct gantry_buffer log; /* what was logged, NUL-terminated */
	struct gantry_header *headers;
	size_t header_count;
	const char *status; /* "200 OK"; "" when there is none */
	const char *body;
	size_t body_length;
	const struct gantry_json_value *json; /* once it was asked for */
};

/* NULL when memory ran out. */
struct gantry_result *result_new(void);

/*
 * Take the answer apart, if there is one.  Returns 0, or -1 when memory ran out
 * or it is none.
 */
int result_read(struct gantry_result *result);

#endif
