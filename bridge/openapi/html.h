#ifndef OPENAPI_HTML_H
#define OPENAPI_HTML_H

#include <gantry/buffer.h>

/* Append LENGTH bytes of TEXT, escaped for an element or an attribute. */
void html_put(struct gantry_buffer *html, const char *text, size_t length);

/* Append FORMAT, with the next text, escaped, in the place of each "%s". */
void html_putf(struct gantry_buffer *html, const char *format, ...);

#endif
