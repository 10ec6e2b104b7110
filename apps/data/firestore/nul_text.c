/*
 * Most texts have no NUL and are copied at once.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/nul_text.h"

#define ENCODED_NUL "\xc0\x80"

void
nul_text_add(struct gantry_buffer *buffer, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.length, *nul;

	while (p < end) {
		nul = memchr(p, '\0', (size_t)(end - p));
		gantry_buffer_add(
		    buffer, p, (size_t)((nul != NULL ? nul : end) - p));
		if (nul != NULL)
			gantry_buffer_puts(buffer, ENCODED_NUL);
		p = nul != NULL ? nul + 1 : end;
	}
}

void
nul_text_decode(struct gantry_buffer *buffer, const char *text)
{
	const char *encoded;

	while ((encoded = strstr(text, ENCODED_NUL)) != NULL) {
		gantry_buffer_add(buffer, text, (size_t)(encoded - text));
		gantry_buffer_putc(buffer, '\0');
		text = encoded + strlen(ENCODED_NUL);
	}
	gantry_buffer_puts(buffer, text);
}

void
nul_text_add_json(struct gantry_buffer *buffer, const char *text)
{
	struct gantry_buffer decoded = { 0 };

	nul_text_decode(&decoded, text);
	if (gantry_buffer_failed(&decoded))
		buffer->failed = true;
	else
		gantry_json_string(buffer, decoded.data, decoded.length);
	gantry_buffer_clear(&decoded);
}

char *
nul_text_dup(struct bytes text)
{
	struct gantry_buffer copy = { 0 };

	nul_text_add(&copy, text);
	if (gantry_buffer_putc(&copy, '\0') == 0)
		return copy.data;
	gantry_buffer_clear(&copy);
	return NULL;
}
