#ifndef ENTITIES_STATE_H
#define ENTITIES_STATE_H

#include <gantry/buffer.h>
#include <gantry/web.h>

#include "entities/store.h"

struct event_watch;

/* The state of one thread's instance of the application. */
struct entities {
	struct store *store;
	struct event_watch *watch; /* of the data of STORE */
	const char *image_prefix; /* setting blob_storage_bucket */
	struct gantry_buffer images; /* the path of their folder, and a NUL */
	int64_t images_interval; /* milliseconds */
	size_t answer_limit; /* bytes of an answer */
	char last_error[512]; /* an outage, to be logged once */
	char fact[48]; /* for the status, of incomplete data */
	struct gantry_buffer uri; /* one img_uri in the making */
};

#endif
