#ifndef UNIT_SERVE_SHELL_JOB_H
#define UNIT_SERVE_SHELL_JOB_H

#include "gate/jobs.h"

/* An application with a job that runs the shell. */

/* The script of the shell. */
extern const char *shell_script;

/* The mount of the application; the jobs are "shell" and "other". */
extern const struct mount shell_mount;
extern const struct job shell_job;
#define SHELL_JOB_NAME "testing.shell"

/* Wait until the file PATH exists, for some seconds at most. */
void shell_await(const char *path);

#endif
