#ifndef ENTITIES_ROUTES_H
#define ENTITIES_ROUTES_H

#include <gantry/web.h>

/* The site: what is asked for, and what answers. */
extern const struct gantry_site entities_site;

#endif
