/*
 * The program gantry-cache, with what the applications keep ready of the
 * documents.  An application with a projection joins by a line in this table.
 */
#include <stddef.h>

#include "data/gantry-cache/program.h"
#include "entities/projection.h"

static const struct cache_projection *const projections[] = {
	&entities_projection,
	NULL,
};

int
main(int argc, char *argv[])
{
	return gantry_cache_main(argc, argv, projections);
}
