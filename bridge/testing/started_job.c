/*
 * Jobs in tests: they are not run.  The client notes which ones the application
 * starts, and with what, and the test says how they end.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/clock.h>

#include "base/null.h"
#include "testing/client_state.h"

struct started_job {
	const struct gantry_job *job;
	char **arguments; /* NULL: it does not run */
	bool has_failed;
	int64_t started; /* gantry_clock_milliseconds */
	struct started_job *next;
};

static struct started_job *
find(const struct gantry_client *client, const char *name)
{
	struct started_job *job = client->jobs;

	while (job != NULL && strcmp(job->job->name, name) != 0)
		job = job->next;
	return job;
}

static int
start(void *owner, const struct job *job, struct gantry_error *error)
{
	struct gantry_client *client = owner;
	struct started_job *started = find(client, job->job->name);

	if (started != NULL && started->arguments != NULL)
		return 0;
	if (started == NULL) {
		started = calloc(1, sizeof(*started));
		if (started == NULL)
			return gantry_error_memory(error);
		started->next = client->jobs;
		client->jobs = started;
	}
	started->job = job->job;
	started->arguments = job_arguments(job, error);
	if (started->arguments == NULL)
		return -1;
	started->has_failed = false;
	started->started = gantry_clock_milliseconds();
	return 1;
}

static int
look(void *owner, const struct job *job, struct gantry_job_status *status,
    struct gantry_error *error)
{
	const struct started_job *started = find(owner, job->job->name);

	(void)error;
	if (started == NULL)
		return 0;
	*status = (struct gantry_job_status){
		.runs = started->arguments != NULL,
		.failed = started->has_failed,
		.age = gantry_clock_milliseconds() - started->started,
	};
	return 0;
}

void
started_jobs_open(struct gantry_client *client)
{
	client->gate.runner = (struct job_runner){
		.owner = client,
		.start = start,
		.look = look,
	};
}

void
started_jobs_close(struct gantry_client *client)
{
	struct started_job *next;

	for (; client->jobs != NULL; client->jobs = next) {
		next = client->jobs->next;
		free(client->jobs->arguments);
		free(client->jobs);
	}
}

const char *const *
gantry_client_job(const struct gantry_client *client, const char *name)
{
	const struct started_job *job;

	if (null_given(client, __func__, "client") ||
	    null_given(name, __func__, "name"))
		return NULL;
	job = find(client, name);
	return job != NULL ? (const char *const *)job->arguments : NULL;
}

bool
gantry_client_end_job(
    struct gantry_client *client, const char *name, bool succeeded)
{
	struct started_job *job;

	if (null_given(client, __func__, "client") ||
	    null_given(name, __func__, "name"))
		return false;
	job = find(client, name);
	if (job == NULL || job->arguments == NULL)
		return false;
	free(job->arguments);
	job->arguments = NULL;
	job->has_failed = !succeeded;
	return true;
}
