#ifndef FIRESTORE_EXPORT_CRC32C_H
#define FIRESTORE_EXPORT_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32C (Castagnoli), as RFC 3720 section 12.1 and LevelDB use it. */

struct crc32c {
	uint32_t table[8][256];
};

/* Compute the tables. */
void crc32c_init(struct crc32c *crc);

/* Continue SUM, 0 at first, over SIZE bytes of DATA.  Returns the new sum. */
uint32_t crc32c_update(
    const struct crc32c *crc, uint32_t sum, const void *data, size_t size);

/* Mask SUM as LevelDB does, so that sums over stored sums work. */
uint32_t crc32c_mask(uint32_t sum);

#endif
