/*
 * FastCGI record headers.  Numbers are big-endian and put together byte by
 * byte; no struct is ever laid over them.
 */
#include <string.h>

#include "wire/record.h"

size_t
record_header_decode(
    struct record_header *header, const void *data, size_t size)
{
	const uint8_t *byte = data;

	if (size < RECORD_HEADER_SIZE)
		return 0;
	header->version = byte[0];
	header->type = byte[1];
	header->request_id = (uint16_t)(byte[2] << 8 | byte[3]);
	header->content_length = (uint16_t)(byte[4] << 8 | byte[5]);
	header->padding_length = byte[6];
	return RECORD_HEADER_SIZE;
}

void
record_header_encode(const struct record_header *header, void *data)
{
	uint8_t *byte = data;

	byte[0] = header->version;
	byte[1] = header->type;
	byte[2] = (uint8_t)(header->request_id >> 8);
	byte[3] = (uint8_t)header->request_id;
	byte[4] = (uint8_t)(header->content_length >> 8);
	byte[5] = (uint8_t)header->content_length;
	byte[6] = header->padding_length;
	byte[7] = 0;
}

void
record_end_request_encode(uint16_t request_id, void *data)
{
	const struct record_header header = {
		.version = 1,
		.type = RECORD_END_REQUEST,
		.request_id = request_id,
		.content_length = RECORD_END_REQUEST_SIZE - RECORD_HEADER_SIZE,
	};

	record_header_encode(&header, data);
	memset((uint8_t *)data + RECORD_HEADER_SIZE, 0,
	    RECORD_END_REQUEST_SIZE - RECORD_HEADER_SIZE);
}
