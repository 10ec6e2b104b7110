#ifndef WIRE_READER_H
#define WIRE_READER_H

#include <stdbool.h>

#include "wire/record.h"

/*
 * Records out of a stream of bytes that comes in parts of any size.  Contents
 * are handed on as they come, so a reader keeps at most one header.
 *
 *	while (size > 0) {
 *		used = record_reader_next(&reader, data, size, &piece);
 *		...
 *		data += used, size -= used;
 *	}
 */

struct record_reader {
	uint8_t bytes[RECORD_HEADER_SIZE]; /* of a header that is not whole */
	size_t count; /* how many of them */
	struct record_header header; /* of the record that is being read */
	size_t content_left;
	size_t padding_left;
};

/* A part of a record's content; a record without content has one, too. */
struct record_piece {
	struct record_header header;
	const void *data; /* inside the bytes given */
	size_t
	    size; /* 0 before the header is whole, in padding and at an end */
	bool is_first; /* nothing of this record was handed on before */
	bool is_last; /* the content ends here */
};

/* Begin between two records; zero bytes do the same. */
void record_reader_init(struct record_reader *reader);

/*
 * Use up to SIZE bytes, at least one, at DATA.  Returns how many were used.
 * PIECE is meaningful only if is_first, is_last or size say that it is one.
 */
size_t record_reader_next(struct record_reader *reader, const void *data,
    size_t size, struct record_piece *piece);

/* Is the reader between two records? */
bool record_reader_is_idle(const struct record_reader *reader);

#endif
