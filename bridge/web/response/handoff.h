#ifndef WEB_RESPONSE_HANDOFF_H
#define WEB_RESPONSE_HANDOFF_H

#include <stdbool.h>

#include <gantry/response.h>

/*
 * Handing a file to the web server, which sends it when a header names it.  The
 * environ's "gantry.file_handoff" says whether it does, and by which header.
 */

struct handoff {
	const char *name; /* of the header */
	const char *value; /* in the request's memory */
};

/*
 * Can the web server send the file PATH as this response?  Returns 1 with
 * HANDOFF filled, 0 when it cannot, or -1 with the response failed when memory
 * ran out.
 */
int handoff_find(struct gantry_response *response, const char *path,
    struct handoff *handoff);

#endif
