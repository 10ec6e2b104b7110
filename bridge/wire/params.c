/*
 * FastCGI name-value pairs.  A length is one byte, or four with the highest
 * bit set; it is believed only as far as the bytes at hand reach.
 */
#include <stdint.h>

#include "wire/params.h"

/* Returns the bytes used, or 0 when there are too few. */
static size_t
length_decode(size_t *length, const uint8_t *byte, size_t size)
{
	if (size < 1)
		return 0;
	if (byte[0] < 0x80) {
		*length = byte[0];
		return 1;
	}
	if (size < 4)
		return 0;
	*length = (size_t)(byte[0] & 0x7f) << 24 | (size_t)byte[1] << 16 |
	    (size_t)byte[2] << 8 | byte[3];
	return 4;
}

/* Decode the lengths and the name.  Returns the bytes used, or 0. */
static inline size_t
name_decode(struct param *param, const uint8_t *byte, size_t size)
{
	size_t name_used, value_used, at;

	name_used = length_decode(&param->name_length, byte, size);
	if (name_used == 0)
		return 0;
	value_used = length_decode(
	    &param->value_length, byte + name_used, size - name_used);
	if (value_used == 0)
		return 0;
	at = name_used + value_used;
	if (param->name_length > size - at)
		return 0;
	param->name = (const char *)byte + at;
	param->value = param->name + param->name_length;
	return at + param->name_length;
}

size_t
param_decode(struct param *param, const void *data, size_t size)
{
	size_t used = name_decode(param, data, size);

	if (used == 0 || param->value_length > size - used)
		return 0;
	return used + param->value_length;
}

size_t
param_decode_part(struct param *param, const void *data, size_t size)
{
	size_t used = name_decode(param, data, size);

	if (used == 0)
		return 0;
	if (param->value_length > size - used)
		param->value_length = size - used;
	return used + param->value_length;
}

/* Returns the bytes used. */
static size_t
length_encode(uint8_t *byte, size_t length)
{
	if (length < 0x80) {
		byte[0] = (uint8_t)length;
		return 1;
	}
	byte[0] = (uint8_t)(0x80 | length >> 24);
	byte[1] = (uint8_t)(length >> 16);
	byte[2] = (uint8_t)(length >> 8);
	byte[3] = (uint8_t)length;
	return 4;
}

size_t
param_lengths_encode(
    size_t name_length, size_t value_length, uint8_t lengths[PARAM_LENGTHS_MAX])
{
	size_t used = length_encode(lengths, name_length);

	return used + length_encode(lengths + used, value_length);
}
