#ifndef WEB_SECURITY_NAMES_H
#define WEB_SECURITY_NAMES_H

#include "web/site.h"

/*
 * Fail if two different security schemes of the routes and the SITE have the
 * same name.  Returns 0, or -1 with ERROR, which names the route.
 */
int security_names_check(const struct site *site, struct gantry_error *error);

#endif
