#ifndef OPENAPI_PAGE_H
#define OPENAPI_PAGE_H

#include <gantry/buffer.h>

#include "web/site.h"

/*
 * Append the page that describes SITE.  PREFIX is the request's SCRIPT_NAME,
 * below which the site is mounted; PATH is the page's own path below that.
 */
void page_put(struct gantry_buffer *html, const struct site *site,
    const char *prefix, const char *path);

#endif
