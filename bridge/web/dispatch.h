#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web/web.h"

/*
 * Make the response to WEB's request, ready to be sent: middleware, route,
 * hooks, responder, and error handling.
 */
void dispatch(struct gantry_web *web);

/*
 * After the response was sent: run the teardown of the middleware whose
 * process_response was called, or would have been if it had one.
 */
void dispatch_tear_down(struct gantry_web *web);

#endif
