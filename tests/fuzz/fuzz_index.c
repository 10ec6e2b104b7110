/*
 * A libFuzzer target for blocks of an index.  The first byte of an input is the
 * length of the first key, which follows; then comes the first rank, four
 * bytes, and the rows.
 *
 * Nothing may crash, leak or read out of bounds.  A block that is refused has a
 * reason; of one that is read, each row is found again if they are in order,
 * and the memory is bounded.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/query/store/index_block.h"
#include "require.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	return 0;
}

static bool
is_before(const struct index_block *block, size_t i, size_t j)
{
	const int order =
	    bytes_compare(index_block_key(block, i), index_block_key(block, j));

	return order != 0 ? order < 0
			  : block->items[i].rank < block->items[j].rank;
}

static void
check_rows(const struct index_block *block)
{
	bool is_sorted = true;
	struct bytes key;
	size_t i;

	for (i = 1; i < block->count; i++)
		is_sorted = is_sorted && is_before(block, i - 1, i);
	for (i = 0; i < block->count; i++) {
		key = index_block_key(block, i);
		require(key.length == 0 ||
			key.data + key.length <=
			    block->keys.data + block->keys.length,
		    "a key is in the block");
		require(!is_sorted ||
			index_block_find(block, key, block->items[i].rank) == i,
		    "a row is found again");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct index_block block = { .items = NULL };
	struct gantry_error error = { .text = "" };
	struct bytes key, rows;
	uint32_t rank;

	if (size < 5 || size < 5 + (size_t)data[0])
		return 0;
	key = (struct bytes){ text + 1, data[0] };
	memcpy(&rank, key.data + key.length, sizeof(rank));
	rows = (struct bytes){ key.data + key.length + sizeof(rank),
		size - 5 - key.length };
	if (index_block_read(&block, key, rank, rows, &error) == 0) {
		require(block.count > 0 && block.count <= rows.length,
		    "a block has rows");
		check_rows(&block);
	} else {
		require(error.text[0] != '\0', "a refusal has a reason");
	}
	index_block_clear(&block);
	return 0;
}
