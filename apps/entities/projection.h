#ifndef ENTITIES_PROJECTION_H
#define ENTITIES_PROJECTION_H

#include "cache/projection.h"

/*
 * publications/{name}           -> publication(id, name, count)
 * publications/{name}/ent/{id}  -> entity(publication, count, word)
 */
extern const struct cache_projection entities_projection;

#endif
