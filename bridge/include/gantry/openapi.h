#ifndef GANTRY_OPENAPI_H
#define GANTRY_OPENAPI_H

#include <gantry/route.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Routes that describe the site that contains them: /openapi.json, an OpenAPI
 * 3.1 document, and /docs, a page to read it and to try requests.  The page
 * loads nothing from other sites.  Routes with a summary are described.
 *
 *	static const struct gantry_group groups[] = {
 *		{ .prefix = "", .routes = gantry_openapi_routes },
 *		{ 0 },
 *	};
 */
extern const struct gantry_route gantry_openapi_routes[];

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
