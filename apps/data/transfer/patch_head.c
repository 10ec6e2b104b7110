/*
 * The heads of records, as bytes.
 */
#include "data/transfer/patch_head.h"

static void
put(char *place, uint64_t number, int size)
{
	int i;

	for (i = size - 1; i >= 0; i--, number >>= 8)
		place[i] = (char)(number & 0xff);
}

static uint64_t
get(const char *place, int size)
{
	uint64_t number = 0;
	int i;

	for (i = 0; i < size; i++)
		number = number << 8 | (unsigned char)place[i];
	return number;
}

void
patch_head_write(const struct patch_head *head, char bytes[PATCH_HEAD])
{
	put(bytes, head->start, 8);
	put(bytes + 8, head->prefix, 4);
	put(bytes + 12, head->frame, 4);
}

struct patch_head
patch_head_read(const char bytes[PATCH_HEAD])
{
	return (struct patch_head){
		.start = get(bytes, 8),
		.prefix = (uint32_t)get(bytes + 8, 4),
		.frame = (uint32_t)get(bytes + 12, 4),
	};
}
