#ifndef UNIT_SITE_H
#define UNIT_SITE_H

#include "web/routing/router.h"

/* A router with TEMPLATES, ended by NULL, each of which is its own target. */
struct router *site_new(const char *const templates[]);

/* The path TEXT, decoded, each slash of which separates segments. */
struct routed_path path_of(const char *text);

#endif
