#ifndef CLOUDS_DRAW_XML_H
#define CLOUDS_DRAW_XML_H

#include <gantry/buffer.h>

/*
 * Append TEXT, UTF-8 or not, as the content of an element or of an attribute of
 * XML 1.0.  What XML has no place for becomes U+FFFD.
 */
void xml_escape(struct gantry_buffer *buffer, const char *text);

#endif
