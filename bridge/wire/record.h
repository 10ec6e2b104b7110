#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

#include <stddef.h>
#include <stdint.h>

/*
 * FastCGI records (FastCGI specification 1.0, section 3.3 and 8) between bytes
 * and structs.  No descriptor is touched here.
 */

#define RECORD_HEADER_SIZE 8
#define RECORD_CONTENT_MAX 65535

enum record_type {
	RECORD_BEGIN_REQUEST = 1,
	RECORD_ABORT_REQUEST = 2,
	RECORD_END_REQUEST = 3,
	RECORD_PARAMS = 4,
	RECORD_STDIN = 5,
	RECORD_STDOUT = 6,
};

/* The fixed first part of each record. */
struct record_header {
	uint8_t version; /* 1 */
	uint8_t type; /* enum record_type, or one we do not know */
	uint16_t request_id;
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

/*
 * Encode an END_REQUEST record with FCGI_REQUEST_COMPLETE and appStatus 0 into
 * RECORD_END_REQUEST_SIZE bytes at DATA.
 */
#define RECORD_END_REQUEST_SIZE 16
void record_end_request_encode(uint16_t request_id, void *data);

#endif
