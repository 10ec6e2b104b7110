#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web/web.h"

/*
 * Make the response of WEB's request: middleware, route, hooks, responder, and
 * what becomes of a failure.  It is ready to be sent then.
 */
void dispatch(struct gantry_web *web);

/* It was sent: all middleware that may have begun something ends it. */
void dispatch_tear_down(struct gantry_web *web);

#endif
