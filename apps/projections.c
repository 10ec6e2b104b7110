/*
 * The program gantry-cache, with the projections of the applications.  Add a
 * projection by a line in this table.
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
