#ifndef FORMATS_SAMPLE_H
#define FORMATS_SAMPLE_H

#include <jansson.h>
#include <stdbool.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* The beginning of a text, by which its format is recognized. */

struct sample {
	struct bytes beginning; /* of the text, as far as it was read */
	json_t *values; /* an array of the first values at the top */
	/* The first object, or the first one in an array; NULL: neither. */
	const json_t *record;
	bool is_array; /* the record is in an array */
	size_t count; /* of the values at the top that were seen */
};

/*
 * Read BEGINNING.  Where it ends inside a value, the brackets that are open are
 * closed after the last whole part.  What is not JSON gives no values.  Returns
 * 0, or -1 when memory ran out.  Clear SAMPLE in both cases.
 */
int sample_read(
    struct sample *sample, struct bytes beginning, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void sample_clear(struct sample *sample);

#endif
