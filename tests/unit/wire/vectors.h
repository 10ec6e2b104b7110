#ifndef UNIT_WIRE_VECTORS_H
#define UNIT_WIRE_VECTORS_H

#include <stddef.h>
#include <stdint.h>

/*
 * What other implementations send and expect, byte for byte: the cases of Go's
 * net/http/fcgi and of the FastCGI specification's appendix, written down anew.
 * As several test programs include this, each table is marked unused.
 */

#define VECTORS(type) static const __attribute__((unused)) type

/* Lengths of names and values (specification, section 3.4). */
struct length_vector {
	uint32_t length;
	size_t size; /* of the encoding, the shortest one */
	unsigned char bytes[4];
};

VECTORS(struct length_vector)
length_vectors[] = {
	{ 0, 1, { 0x00 } },
	{ 1, 1, { 0x01 } },
	{ 127, 1, { 0x7f } },
	{ 128, 4, { 0x80, 0x00, 0x00, 0x80 } },
	{ 255, 4, { 0x80, 0x00, 0x00, 0xff } },
	{ 256, 4, { 0x80, 0x00, 0x01, 0x00 } },
	{ 1000, 4, { 0x80, 0x00, 0x03, 0xe8 } },
	{ 65535, 4, { 0x80, 0x00, 0xff, 0xff } },
	{ 65536, 4, { 0x80, 0x01, 0x00, 0x00 } },
	{ 33554431, 4, { 0x81, 0xff, 0xff, 0xff } },
	{ 0x7fffffff, 4, { 0xff, 0xff, 0xff, 0xff } },
};

/* The same lengths in four bytes where one would do; to be accepted. */
struct long_length_vector {
	uint32_t length;
	unsigned char bytes[4];
};

VECTORS(struct long_length_vector)
long_length_vectors[] = {
	{ 0, { 0x80, 0x00, 0x00, 0x00 } },
	{ 1, { 0x80, 0x00, 0x00, 0x01 } },
	{ 127, { 0x80, 0x00, 0x00, 0x7f } },
};

/* Record headers (section 3.3), padded to a multiple of eight bytes. */
struct header_vector {
	uint8_t type;
	uint16_t request_id;
	uint16_t content_length;
	uint8_t padding_length;
	unsigned char bytes[8];
};

VECTORS(struct header_vector)
header_vectors[] = {
	/* An empty STDOUT, as at the end of a stream. */
	{ 6, 1, 0, 0, { 1, 6, 0x00, 0x01, 0x00, 0x00, 0, 0 } },
	/* A STDIN stream of 66,000 bytes: two records, then its end. */
	{ 5, 300, 65535, 1, { 1, 5, 0x01, 0x2c, 0xff, 0xff, 1, 0 } },
	{ 5, 300, 465, 7, { 1, 5, 0x01, 0x2c, 0x01, 0xd1, 7, 0 } },
	{ 5, 300, 0, 0, { 1, 5, 0x01, 0x2c, 0x00, 0x00, 0, 0 } },
	/* The largest of all. */
	{ 6, 65535, 65535, 255, { 1, 6, 0xff, 0xff, 0xff, 0xff, 255, 0 } },
};

/*
 * Management records (section 4) without padding: what is asked, and what is
 * to be answered.  A name is told once however often it is asked for, one that
 * is not known never, and the value of FCGI_MPXS_CONNS is VECTOR_MPXS.
 */
#define VECTOR_MPXS "1"
struct values_vector {
	const char *asked;
	size_t asked_size;
	const char *told;
	size_t told_size;
};

VECTORS(struct values_vector)
values_vectors[] = {
#define BYTES(text) text, sizeof(text) - 1
	{ BYTES(""), BYTES("") },
	{ BYTES("\017\0FCGI_MPXS_CONNS"),
	    BYTES("\017\001FCGI_MPXS_CONNS" VECTOR_MPXS) },
	{ BYTES("\017\0FCGI_MPXS_CONNS\017\0FCGI_MPXS_CONNS"),
	    BYTES("\017\001FCGI_MPXS_CONNS" VECTOR_MPXS) },
	{ BYTES("\017\001FCGI_MPXS_CONNS0"),
	    BYTES("\017\001FCGI_MPXS_CONNS" VECTOR_MPXS) },
	{ BYTES("\014\0FCGI_UNKNOWN"), BYTES("") },
	{ BYTES("\017\0fcgi_mpxs_conns"), BYTES("") },
	{ BYTES("\0\0"), BYTES("") },
#undef BYTES
};

/* A record of type 64 with id 0 is answered so (section 4.2). */
VECTORS(unsigned char)
unknown_type_vector[] = { 1, 11, 0, 0, 0, 8, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0 };

/* The end of a request that was served, and of one in the role 3, Filter. */
VECTORS(unsigned char)
end_vectors[][16] = {
	{ 1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 },
	{ 1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0 },
};

#endif
