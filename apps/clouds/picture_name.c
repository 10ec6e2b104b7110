/*
 * What the files of a publication are called.
 */
#include <glib.h>

#include <gantry/web.h>

#include "clouds/picture.h"

#define HASH_DIGITS 32

void
picture_put_name(struct gantry_buffer *buffer, const char *publication)
{
	const size_t begin = buffer->length;
	char *hash;

	gantry_percent_encode(buffer, publication);
	if (buffer->length - begin <= PICTURE_NAME_MAX)
		return;
	buffer->length = begin;
	hash =
	    g_compute_checksum_for_string(G_CHECKSUM_SHA256, publication, -1);
	gantry_buffer_putc(buffer, '@');
	gantry_buffer_add(buffer, hash, HASH_DIGITS);
	g_free(hash);
}
