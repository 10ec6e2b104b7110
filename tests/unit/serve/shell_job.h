#ifndef UNIT_SERVE_SHELL_JOB_H
#define UNIT_SERVE_SHELL_JOB_H

#include "gate/jobs.h"

/* An application with a job that is done by the shell. */

/* What the shell is told. */
extern const char *shell_script;

/* The mount of the application; the jobs are "shell" and "other". */
extern const struct mount shell_mount;
extern const struct job shell_job;
#define SHELL_JOB_NAME "testing.shell"

/* Wait until the file PATH is there, at most some seconds. */
void shell_await(const char *path);

#endif
