#ifndef ENTITIES_ROUTES_H
#define ENTITIES_ROUTES_H

#include <gantry/web.h>

/* The site: its routes and the responders behind them. */
extern const struct gantry_site entities_site;

#endif
