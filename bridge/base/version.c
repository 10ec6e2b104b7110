/*
 * The version of the library.
 */
#include <gantry/version.h>

const char *
gantry_version(void)
{
	return GANTRY_VERSION;
}
