#ifndef ENTITIES_IMAGES_H
#define ENTITIES_IMAGES_H

#include <gantry/web.h>

#include "entities/store.h"

/*
 * The images of the publications: starting to draw them, reporting progress,
 * and serving the files where the web server does not.
 */

/* The token was checked and the store is ready. */
int draw_images(
    struct gantry_request *request, struct gantry_response *response);

/* The store is ready. */
int images_progress(
    struct gantry_request *request, struct gantry_response *response);

extern const struct gantry_param *const image_params[];
int image(struct gantry_request *request, struct gantry_response *response);

/*
 * Append the URL of the image of PUBLICATION.  It changes with the generation
 * of the data.
 */
void images_put_uri(struct gantry_buffer *uri, const char *prefix,
    struct store *store, const char *publication);

#endif
