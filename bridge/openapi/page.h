#ifndef OPENAPI_PAGE_H
#define OPENAPI_PAGE_H

#include <gantry/buffer.h>

#include "web/site.h"

/*
 * Append the page that describes SITE, which is below PREFIX, the request's
 * SCRIPT_NAME; the page itself is at PATH below that.
 */
void page_put(struct gantry_buffer *html, const struct site *site,
    const char *prefix, const char *path);

#endif
