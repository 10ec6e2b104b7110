#ifndef GATE_JOBS_H
#define GATE_JOBS_H

#include "gantry/buffer.h"
#include "gate/environ/mount.h"

/*
 * The gate finds the job that an application names, and asks the runner to
 * start it.
 */

/* A job of the application at a mount, and run with its settings. */
struct job {
	const struct mount *mount;
	const struct gantry_job *job;
};

/* What runs jobs.  The functions are called in the gate's thread. */
struct job_runner {
	void *owner;
	/* As gantry_job_start, which has checked that there is a program. */
	int (*start)(
	    void *owner, const struct job *job, struct gantry_error *error);
	/* As gantry_job_look. */
	int (*look)(void *owner, const struct job *job,
	    struct gantry_job_status *status, struct gantry_error *error);
};

/*
 * Write "MOUNT.JOB" into NAME, of SIZE bytes, cut if it is longer.  Mounts of
 * one application that have the same settings have one name, and so they share
 * its jobs (mount_name).
 */
void job_name(const struct job *job, char *name, size_t size);

/*
 * The program and arguments of JOB, as a vector for execv(3) in one piece of
 * memory, to be freed.  NULL with ERROR filled.
 */
char **job_arguments(const struct job *job, struct gantry_error *error);

#endif
