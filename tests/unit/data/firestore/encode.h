#ifndef ENCODE_H
#define ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"
#include "data/firestore/export/protobuf.h"

/*
 * Writing what the room reads, byte by byte and so also what is wrong.  A
 * message that another one takes in is cleared by that.
 */

/* Protocol Buffers. */
void encode_tag(struct gantry_buffer *buffer, uint32_t number, int type);
void encode_varint(struct gantry_buffer *buffer, uint64_t value);
void encode_number(
    struct gantry_buffer *buffer, uint32_t number, uint64_t value);
void encode_double(struct gantry_buffer *buffer, uint32_t number, double value);
void encode_bytes(struct gantry_buffer *buffer, uint32_t number,
    const void *data, size_t size);
void encode_string(
    struct gantry_buffer *buffer, uint32_t number, const char *string);
void encode_message(struct gantry_buffer *buffer, uint32_t number,
    struct gantry_buffer *message);
void encode_group(struct gantry_buffer *buffer, uint32_t number,
    struct gantry_buffer *message);

/* The key of the document PATH, "users/alice", in the project "demo". */
void encode_key(struct gantry_buffer *entity, const char *path);

/* The same in the namespace SPACE; NULL: the default one. */
void encode_key_in(
    struct gantry_buffer *entity, const char *path, const char *space);

/* A property of an entity; VALUE is a PropertyValue, or NULL for none. */
void encode_property(struct gantry_buffer *entity, const char *name,
    int meaning, bool multiple, struct gantry_buffer *value);

/* Shorter: properties of one type, not multiple and without a meaning. */
void encode_string_field(
    struct gantry_buffer *entity, const char *name, const char *string);
void encode_integer_field(
    struct gantry_buffer *entity, const char *name, int64_t value);

/* A LevelDB log: one fragment as it is told; one record as a writer would. */
void encode_fragment(
    struct gantry_buffer *log, int type, const void *data, size_t size);
void encode_record(struct gantry_buffer *log, const void *data, size_t size);
void encode_zeros(struct gantry_buffer *buffer, size_t size);

/* The metadata of an export of one folder, as the emulator writes them. */
void encode_overall(
    struct gantry_buffer *log, const char *file, uint64_t documents);
void encode_metadata(struct gantry_buffer *buffer, const char *file,
    uint64_t start, uint64_t end);

/* What BUFFER holds. */
struct bytes encoded(const struct gantry_buffer *buffer);

/*
 * The same without what lies behind it, so that a sanitizer sees a read of it;
 * to be freed.
 */
char *encode_exact(struct bytes bytes);

#endif
