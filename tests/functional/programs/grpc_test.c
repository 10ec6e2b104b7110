/*
 * A gantry that answers calls of gRPC with methods that make their answers up.
 */
#include <gantry/serve.h>

#include "firestore/stand_in.h"

int
main(int argc, char *argv[])
{
	static const struct gantry_application *const applications[] = {
		&stand_in_application,
		NULL,
	};
	static const struct gantry_program program = {
		.name = "gantry",
		.applications = applications,
	};

	return gantry_program_main(argc, argv, &program);
}
