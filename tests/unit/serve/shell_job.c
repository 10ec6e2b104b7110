/*
 * A job that runs the shell.
 */
#include <string.h>
#include <time.h>

#include "serve/shell_job.h"
#include "unit.h"

const char *shell_script = "exit 0";

static int
fill_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	(void)settings;
	if (shell_script == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "no script");
	gantry_buffer_add(arguments, "/bin/sh\0-c", sizeof("/bin/sh\0-c"));
	gantry_buffer_add(arguments, shell_script, strlen(shell_script) + 1);
	return 0;
}

static const struct gantry_job jobs[] = {
	{ .name = "shell", .arguments = fill_arguments },
	{ .name = "other", .arguments = fill_arguments },
	{ NULL },
};

static const struct gantry_application application = {
	.name = "testing",
	.jobs = jobs,
};

const struct mount shell_mount = { .prefix = "", .application = &application };
const struct job shell_job = { &shell_mount, &jobs[0] };

void
shell_await(const char *path)
{
	int tries;

	for (tries = 0; tries < 1000 && !unit_exists(path); tries++)
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	ck_assert_msg(unit_exists(path), "there is no %s", path);
}
