#ifndef ENTITIES_IMAGES_JOB_H
#define ENTITIES_IMAGES_JOB_H

#include <gantry/buffer.h>
#include <gantry/contract.h>

/* The job that draws the images of all publications. */

#define IMAGES_JOB "images"

extern const struct gantry_job images_jobs[];

/*
 * Append the path of the image folder: the setting "images", or "images" beside
 * the cache.
 */
void images_put_folder(
    const struct gantry_settings *settings, struct gantry_buffer *folder);

#endif
