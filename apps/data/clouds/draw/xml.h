#ifndef CLOUDS_DRAW_XML_H
#define CLOUDS_DRAW_XML_H

#include <gantry/buffer.h>

/*
 * Append TEXT as the content of an element or attribute of XML 1.0.  Bytes that
 * are not UTF-8, and characters that XML does not permit, become U+FFFD;
 * controls of bidirectional text are left out.
 */
void xml_escape(struct gantry_buffer *buffer, const char *text);

#endif
