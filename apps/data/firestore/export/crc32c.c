/*
 * CRC-32C with eight tables, eight bytes at a time.  The tables are computed:
 * 2,048 constants in the source could be neither read nor checked.
 */
#include "data/firestore/export/crc32c.h"

#define CRC32C_POLYNOMIAL UINT32_C(0x82f63b78) /* reflected */
#define CRC32C_MASK	  UINT32_C(0xa282ead8)

void
crc32c_init(struct crc32c *crc)
{
	uint32_t sum;
	unsigned i, j;

	for (i = 0; i < 256; i++) {
		sum = i;
		for (j = 0; j < 8; j++)
			sum = sum >> 1 ^ (sum & 1 ? CRC32C_POLYNOMIAL : 0);
		crc->table[0][i] = sum;
	}
	for (i = 0; i < 256; i++) {
		sum = crc->table[0][i];
		for (j = 1; j < 8; j++) {
			sum = sum >> 8 ^ crc->table[0][sum & 0xff];
			crc->table[j][i] = sum;
		}
	}
}

/* Process eight bytes at once. */
static uint32_t
step(const uint32_t table[8][256], uint32_t sum, const unsigned char *p)
{
	return table[7][p[0] ^ (sum & 0xff)] ^
	    table[6][p[1] ^ (sum >> 8 & 0xff)] ^
	    table[5][p[2] ^ (sum >> 16 & 0xff)] ^ table[4][p[3] ^ sum >> 24] ^
	    table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
}

uint32_t
crc32c_update(
    const struct crc32c *crc, uint32_t sum, const void *data, size_t size)
{
	const unsigned char *p = data;

	sum = ~sum;
	for (; size >= 8; size -= 8, p += 8)
		sum = step(crc->table, sum, p);
	for (; size > 0; size--, p++)
		sum = sum >> 8 ^ crc->table[0][(sum ^ *p) & 0xff];
	return ~sum;
}

uint32_t
crc32c_mask(uint32_t sum)
{
	return (sum >> 15 | sum << 17) + CRC32C_MASK;
}
