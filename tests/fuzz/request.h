#ifndef TESTS_FUZZ_REQUEST_H
#define TESTS_FUZZ_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "web/test_body.h"

/*
 * For targets that read headers: an input is a text with a line for each
 * header.
 */

#define LINES_MAX 4

struct lines {
	char *text; /* the copy that the lines are in */
	const char *line[LINES_MAX]; /* "" if there are fewer */
};

/* Copy SIZE bytes up to the first NUL.  lines_free frees the copy. */
void lines_split(struct lines *lines, const uint8_t *data, size_t size);
void lines_free(struct lines *lines);

/* Begin a GET without a body; set its header NAME, as an environ has it. */
void request_open(struct test_body *asked);
void request_header(
    struct test_body *asked, const char *name, const char *value);
void request_close(struct test_body *asked);

#endif
