/*
 * Blue, brown, green, magenta and gold, also as different in lightness as
 * possible, which every eye sees.
 */
#include "data/clouds/layout/palette.h"

const struct palette palette_light = {
	.ground = 0xffffff,
	.colours = { 0x362bbf, 0x65201a, 0x218563, 0xa30f78, 0x8a6d00 },
};

const struct palette palette_dark = {
	.ground = 0x121418,
	.colours = { 0x5f8bff, 0xff5a2a, 0x5ff5cf, 0xb97aab, 0xffbe3c },
};

/* FNV-1a, whose upper bits are better mixed. */
unsigned
palette_choose(const char *text, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
	return (unsigned)((hash >> 32) % PALETTE_COLOURS);
}
