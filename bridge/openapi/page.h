#ifndef OPENAPI_PAGE_H
#define OPENAPI_PAGE_H

#include <gantry/buffer.h>

#include "web/site.h"

/* Append the page that describes SITE. */
void page_put(struct gantry_buffer *html, const struct site *site);

#endif
