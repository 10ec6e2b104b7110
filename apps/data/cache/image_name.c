/*
 * The file names of the images of a publication.
 */
#include <inttypes.h>
#include <string.h>

#include <gantry/web.h>

#include "data/cache/hash.h"
#include "data/cache/image_name.h"

/* Two hashes: 64 bits are few for a name. */
static void
put_hash(struct gantry_buffer *buffer, const char *publication)
{
	const size_t length = strlen(publication);
	uint64_t one = hash_add(HASH_START, publication, length);
	uint64_t other = hash_add(one, publication, length);

	gantry_buffer_printf(buffer, "@%016" PRIx64 "%016" PRIx64,
	    hash_finish(one), hash_finish(other));
}

void
image_name_put(struct gantry_buffer *buffer, const char *publication)
{
	const size_t begin = buffer->length;

	if (*publication == '.') {
		gantry_buffer_puts(buffer, "%2E");
		gantry_percent_encode(buffer, publication + 1);
	} else {
		gantry_percent_encode(buffer, publication);
	}
	if (gantry_buffer_failed(buffer) ||
	    (buffer->length > begin &&
		buffer->length - begin <= IMAGE_NAME_MAX))
		return;
	buffer->length = begin;
	put_hash(buffer, publication);
}
