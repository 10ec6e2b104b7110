#ifndef OPENAPI_HTML_H
#define OPENAPI_HTML_H

#include <gantry/buffer.h>

/* Append LENGTH bytes of TEXT, as text of an element or of an attribute. */
void html_put(struct gantry_buffer *html, const char *text, size_t length);

/* Append FORMAT, in which each "%s" is the next of the texts, escaped. */
void html_putf(struct gantry_buffer *html, const char *format, ...);

#endif
