#ifndef CLOUDS_LAYOUT_LEFT_OUT_H
#define CLOUDS_LAYOUT_LEFT_OUT_H

#include <stdint.h>

#include <gantry/buffer.h>

/* How many words are not drawn, by the cause. */

enum left_out_cause {
	LEFT_OUT_NO_ROOM, /* the square is full */
	LEFT_OUT_NO_GLYPH, /* no installed font has all its characters */
	LEFT_OUT_BLANK, /* nothing of it is visible */
	LEFT_OUT_NO_MENTIONS, /* its count is zero or negative */
	LEFT_OUT_HIDDEN, /* it is a stop word */
	LEFT_OUT_BEYOND, /* more than WORDS_MAX words are more frequent */
	LEFT_OUT_CAUSES
};

struct left_out {
	uint64_t counts[LEFT_OUT_CAUSES];
};

/* The names of the causes in JSON, such as "no_room". */
extern const char *const left_out_names[LEFT_OUT_CAUSES];

/* Add the counts of OTHER. */
void left_out_add(struct left_out *left_out, const struct left_out *other);

/* The sum of the counts. */
uint64_t left_out_total(const struct left_out *left_out);

/*
 * Append the counts and their causes to TEXT, "3 without room, 1 hidden";
 * nothing if no word is left out.
 */
void left_out_put(const struct left_out *left_out, struct gantry_buffer *text);

#endif
