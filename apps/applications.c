/*
 * The program gantry: the bridge with the applications that are compiled in.
 * An application joins by a line in this table; the first is mounted at / when
 * nothing is said.
 */
#include <gantry/serve.h>

#include "entities/entities.h"
#include "hello/hello.h"
#include "inspect/inspect.h"

static const struct gantry_application *const applications[] = {
	&entities_application,
	&hello_application,
	&inspect_application,
	NULL,
};

int
main(int argc, char *argv[])
{
	return gantry_main(argc, argv, applications);
}
