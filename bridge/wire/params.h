#ifndef WIRE_PARAMS_H
#define WIRE_PARAMS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Name-value pairs (FastCGI specification 1.0, section 3.4).
 */

/* One pair; the strings lie in the bytes decoded and are not terminated. */
struct param {
	const char *name;
	size_t name_length;
	const char *value;
	size_t value_length;
};

/*
 * Decode the pair at DATA.  Returns the bytes used, or 0 when SIZE bytes do not
 * hold the whole pair.
 */
size_t param_decode(struct param *param, const void *data, size_t size);

/*
 * The same for a pair that may be cut off at SIZE: if the name is there, the
 * value is what there is of it, and SIZE is returned.
 */
size_t param_decode_part(struct param *param, const void *data, size_t size);

/*
 * Encode the lengths that stand before a name and its value.  Returns the bytes
 * used, PARAM_LENGTHS_MAX at most.
 */
#define PARAM_LENGTHS_MAX 8
size_t param_lengths_encode(size_t name_length, size_t value_length,
    uint8_t lengths[PARAM_LENGTHS_MAX]);

#endif
