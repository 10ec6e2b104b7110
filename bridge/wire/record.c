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
record_begin_decode(struct record_begin *begin, const void *data)
{
	const uint8_t *byte = data;

	begin->role = (uint16_t)(byte[0] << 8 | byte[1]);
	begin->flags = byte[2];
}

/* A record of 8 bytes of content, which the caller sets or leaves zero. */
static uint8_t *
encode_short(enum record_type type, uint16_t request_id, uint8_t *data)
{
	const struct record_header header = {
		.version = RECORD_VERSION,
		.type = (uint8_t)type,
		.request_id = request_id,
		.content_length = 8,
	};

	record_header_encode(&header, data);
	memset(data + RECORD_HEADER_SIZE, 0, 8);
	return data + RECORD_HEADER_SIZE;
}

void
record_end_request_encode(uint16_t request_id, uint32_t app_status,
    enum record_protocol_status protocol_status, void *data)
{
	uint8_t *content = encode_short(RECORD_END_REQUEST, request_id, data);

	content[0] = (uint8_t)(app_status >> 24);
	content[1] = (uint8_t)(app_status >> 16);
	content[2] = (uint8_t)(app_status >> 8);
	content[3] = (uint8_t)app_status;
	content[4] = (uint8_t)protocol_status;
}

void
record_unknown_type_encode(uint8_t type, void *data)
{
	encode_short(RECORD_UNKNOWN_TYPE, 0, data)[0] = type;
}
