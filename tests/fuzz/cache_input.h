#ifndef FUZZ_CACHE_INPUT_H
#define FUZZ_CACHE_INPUT_H

#include <stddef.h>
#include <stdint.h>

/* Makes cache files out of the inputs of fuzz_cache. */

/*
 * What an input is: its first byte, modulo their number.  The corpus depends on
 * the order.
 */
enum cache_input {
	CACHE_INPUT_SQL, /* changes of values and of the schema */
	CACHE_INPUT_PATCHES, /* bytes that replace others in a good file */
	CACHE_INPUT_FILE, /* the file */
	CACHE_INPUT_COUNT,
};

/* Read a good cache, which the inputs change, from PATH. */
void cache_input_begin(const char *path);

/* Write the file that the input, without its first byte, makes to PATH. */
void cache_input_write(
    enum cache_input kind, const uint8_t *data, size_t size, const char *path);

#endif
