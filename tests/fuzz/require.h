#ifndef TESTS_FUZZ_REQUIRE_H
#define TESTS_FUZZ_REQUIRE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Abort, which libFuzzer reports with the input, unless PROPERTY holds. */
static inline void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

#endif
