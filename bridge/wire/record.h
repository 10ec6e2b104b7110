#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

#include <stddef.h>
#include <stdint.h>

/*
 * FastCGI records (FastCGI specification 1.0, section 3.3 and 8) between bytes
 * and structs.  No descriptor is touched here.
 */

#define RECORD_VERSION	   1
#define RECORD_HEADER_SIZE 8
#define RECORD_CONTENT_MAX 65535

enum record_type {
	RECORD_BEGIN_REQUEST = 1,
	RECORD_ABORT_REQUEST = 2,
	RECORD_END_REQUEST = 3,
	RECORD_PARAMS = 4,
	RECORD_STDIN = 5,
	RECORD_STDOUT = 6,
	RECORD_STDERR = 7,
	RECORD_DATA = 8,
	RECORD_GET_VALUES = 9,
	RECORD_GET_VALUES_RESULT = 10,
	RECORD_UNKNOWN_TYPE = 11,
};

/* The fixed first part of each record. */
struct record_header {
	uint8_t version; /* RECORD_VERSION */
	uint8_t type; /* enum record_type, or one we do not know */
	uint16_t request_id; /* 0 for management records */
	uint16_t content_length;
	uint8_t padding_length;
};

/*
 * Decode the header at DATA.  Returns the bytes used, RECORD_HEADER_SIZE, or 0
 * when SIZE is too small.
 */
size_t record_header_decode(
    struct record_header *header, const void *data, size_t size);

/* Encode HEADER into RECORD_HEADER_SIZE bytes at DATA. */
void record_header_encode(const struct record_header *header, void *data);

enum record_role {
	RECORD_RESPONDER = 1,
	RECORD_AUTHORIZER = 2,
	RECORD_FILTER = 3,
};

/* The content of a BEGIN_REQUEST record (section 5.1). */
#define RECORD_BEGIN_SIZE 8
struct record_begin {
	uint16_t role; /* enum record_role, or one we do not know */
	uint8_t flags; /* RECORD_KEEP_CONN */
};

#define RECORD_KEEP_CONN 1

/* Decode RECORD_BEGIN_SIZE bytes at DATA. */
void record_begin_decode(struct record_begin *begin, const void *data);

enum record_protocol_status {
	RECORD_REQUEST_COMPLETE = 0,
	RECORD_CANT_MPX_CONN = 1,
	RECORD_OVERLOADED = 2,
	RECORD_UNKNOWN_ROLE = 3,
};

/*
 * Encode a whole END_REQUEST record (section 5.5) into RECORD_END_REQUEST_SIZE
 * bytes at DATA.
 */
#define RECORD_END_REQUEST_SIZE 16
void record_end_request_encode(uint16_t request_id, uint32_t app_status,
    enum record_protocol_status protocol_status, void *data);

/*
 * Encode a whole UNKNOWN_TYPE record (section 4.2), the answer to a management
 * record of TYPE, into RECORD_UNKNOWN_TYPE_SIZE bytes at DATA.
 */
#define RECORD_UNKNOWN_TYPE_SIZE 16
void record_unknown_type_encode(uint8_t type, void *data);

#endif
