/*
 * The program gantry: the bridge with the applications that are compiled in.
 * Add an application by a line in this table.  The first one is mounted at / by
 * default.
 */
#include <gantry/serve.h>

#include "entities/entities.h"
#include "hello/hello.h"
#include "inspect/inspect.h"
#include "todo/todo.h"

static const struct gantry_application *const applications[] = {
	&entities_application,
	&hello_application,
	&inspect_application,
	&todo_application,
	NULL,
};

int
main(int argc, char *argv[])
{
	static const struct gantry_program program = {
		.name = "gantry",
		.version = PACKAGE_VERSION,
		.applications = applications,
	};

	return gantry_program_main(argc, argv, &program);
}
