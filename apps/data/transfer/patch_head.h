#ifndef TRANSFER_PATCH_HEAD_H
#define TRANSFER_PATCH_HEAD_H

#include <stdint.h>

/*
 * The start of a record of a patch: the part of the older cache that is the
 * prefix of the frame, 8 bytes for its start and 4 for its length, and 4 bytes
 * for the length of the frame, the most significant first.
 */
struct patch_head {
	uint64_t start;
	uint32_t prefix;
	uint32_t frame;
};

#define PATCH_HEAD 16

void patch_head_write(const struct patch_head *head, char bytes[PATCH_HEAD]);
struct patch_head patch_head_read(const char bytes[PATCH_HEAD]);

#endif
