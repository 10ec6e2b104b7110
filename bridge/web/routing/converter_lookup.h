#ifndef WEB_ROUTING_CONVERTER_LOOKUP_H
#define WEB_ROUTING_CONVERTER_LOOKUP_H

#include "base/arena.h"
#include "web/routing/converter.h"

/*
 * Initialise CONVERTER from TEXT, "int" or "int(2)".  A converter of OWN, which
 * ends with { 0 } or is NULL, comes before a built-in one of the same name.
 * TEXT must outlive it; other strings are ARENA's.  Returns 0, or -1 with ERROR
 * filled.
 */
int converter_init(struct converter *converter, const char *text,
    const struct gantry_converter *own, struct arena *arena,
    struct gantry_error *error);

#endif
