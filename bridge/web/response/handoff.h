#ifndef WEB_RESPONSE_HANDOFF_H
#define WEB_RESPONSE_HANDOFF_H

#include <stdbool.h>

#include <gantry/response.h>

/*
 * Files that the web server sends, told so by a header: "gantry.file_handoff"
 * of the environ says whether, and by which.
 */

struct handoff {
	const char *name; /* of the header */
	const char *value; /* the request's */
};

/*
 * Can the web server send the file PATH as this response?  Returns 1 with
 * HANDOFF filled, 0 when it cannot, or -1 when memory ran out, and the response
 * failed.
 */
int handoff_find(struct gantry_response *response, const char *path,
    struct handoff *handoff);

#endif
