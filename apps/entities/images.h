#ifndef ENTITIES_IMAGES_H
#define ENTITIES_IMAGES_H

#include <gantry/web.h>

#include "entities/store.h"

/*
 * The images of the publications: asking for them to be drawn, how far that is,
 * and the files themselves, for a web server that does not serve them.
 */

/* Who may ask was seen to before; the store is ready. */
int draw_images(
    struct gantry_request *request, struct gantry_response *response);

/* The store is ready. */
int images_progress(
    struct gantry_request *request, struct gantry_response *response);

extern const struct gantry_param *const image_params[];
int image(struct gantry_request *request, struct gantry_response *response);

/*
 * Append the address of the image of PUBLICATION, which is the same for as long
 * as the data is.
 */
void images_put_uri(struct gantry_buffer *uri, const char *prefix,
    struct store *store, const char *publication);

#endif
