/*
 * Counts words that are not drawn.
 */
#include <inttypes.h>

#include "data/clouds/layout/left_out.h"

const char *const left_out_names[LEFT_OUT_CAUSES] = {
	[LEFT_OUT_NO_ROOM] = "no_room",
	[LEFT_OUT_NO_GLYPH] = "no_glyph",
	[LEFT_OUT_BLANK] = "blank",
	[LEFT_OUT_NO_MENTIONS] = "no_mentions",
	[LEFT_OUT_HIDDEN] = "hidden",
	[LEFT_OUT_BEYOND] = "beyond",
};

static const char *const texts[LEFT_OUT_CAUSES] = {
	[LEFT_OUT_NO_ROOM] = "for lack of room",
	[LEFT_OUT_NO_GLYPH] = "because no installed font has their characters",
	[LEFT_OUT_BLANK] = "because nothing of them is visible",
	[LEFT_OUT_NO_MENTIONS] = "because their count is zero or negative",
	[LEFT_OUT_HIDDEN] = "because they are stop words",
	[LEFT_OUT_BEYOND] = "because they are not among the most frequent",
};

void
left_out_add(struct left_out *left_out, const struct left_out *other)
{
	int i;

	for (i = 0; i < LEFT_OUT_CAUSES; i++)
		left_out->counts[i] += other->counts[i];
}

uint64_t
left_out_total(const struct left_out *left_out)
{
	uint64_t total = 0;
	int i;

	for (i = 0; i < LEFT_OUT_CAUSES; i++)
		total += left_out->counts[i];
	return total;
}

void
left_out_put(const struct left_out *left_out, struct gantry_buffer *text)
{
	const char *between = "";
	int i;

	for (i = 0; i < LEFT_OUT_CAUSES; i++) {
		if (left_out->counts[i] == 0)
			continue;
		gantry_buffer_printf(text, "%s%" PRIu64 " %s", between,
		    left_out->counts[i], texts[i]);
		between = ", ";
	}
}
