#ifndef WEB_SECURITY_NAMES_H
#define WEB_SECURITY_NAMES_H

#include "web/operations.h"

/*
 * Fail if two different security schemes of SITE and the routes of ENTRIES have
 * the same name.  Returns 0, or -1 with ERROR, which names the route.
 */
int security_names_check(const struct gantry_site *site,
    const struct entry *entries, struct gantry_error *error);

#endif
