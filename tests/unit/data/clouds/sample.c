/*
 * Words that are the same in each run.
 */
#include <stdio.h>
#include <string.h>

#include "data/clouds/sample.h"
#include "unit.h"

struct shaper *
sample_shaper(void)
{
	struct gantry_error error;
	struct shaper *shaper = shaper_new("DejaVu Sans, Bold", &error);

	ck_assert_msg(shaper != NULL, "%s", error.text);
	return shaper;
}

void
sample_add(struct words *words, const char *text, int64_t count)
{
	ck_assert_int_eq(words_add(words, text, strlen(text), count), 0);
}

void
sample_zipf(struct words *words, int count)
{
	uint32_t state = 1;
	char text[32];
	int i, j, length;

	for (i = 1; i <= count; i++) {
		state = state * 1664525 + 1013904223;
		length = 3 + (int)(state >> 24) % 8;
		for (j = 0; j < length; j++) {
			state = state * 1664525 + 1013904223;
			text[j] = (char)('a' + (state >> 24) % 26);
		}
		text[length] = '\0';
		sample_add(words, text, 100000 / i);
	}
}
