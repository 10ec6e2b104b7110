/*
 * The worker that changes a job from idle to requested makes the master start
 * it. All others find that it runs already.
 */
#include <unistd.h>

#include "base/clock.h"
#include "serve/jobs/job_client.h"

static struct score_job *
find(const struct job_client *self, const struct job *job,
    struct gantry_error *error)
{
	char name[SCORE_JOB_SIZE];
	struct score_job *score;

	job_name(job, name, sizeof(name));
	score = score_job_find(self->board, name);
	if (score == NULL)
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the master does not know the job %s", name);
	return score;
}

static int
start(void *owner, const struct job *job, struct gantry_error *error)
{
	struct job_client *self = owner;
	struct score_job *score = find(self, job, error);
	int idle = SCORE_JOB_IDLE;

	if (score == NULL)
		return -1;
	if (!atomic_compare_exchange_strong(
		&score->state, &idle, SCORE_JOB_REQUESTED))
		return 0;
	/* A full pipe wakes the master, too. */
	(void)!write(self->wake, "j", 1);
	return 1;
}

static int
look(void *owner, const struct job *job, struct gantry_job_status *status,
    struct gantry_error *error)
{
	const struct score_job *score = find(owner, job, error);
	int64_t started;

	if (score == NULL)
		return -1;
	/* Read the state first: while it is idle, the rest is final. */
	status->runs = atomic_load(&score->state) != SCORE_JOB_IDLE;
	status->failed = !status->runs && atomic_load(&score->failed);
	started = atomic_load(&score->started);
	if (started != 0)
		status->age = clock_milliseconds() - started;
	return 0;
}

struct job_runner
job_client_runner(struct job_client *client)
{
	return (struct job_runner){
		.owner = client,
		.start = start,
		.look = look,
	};
}
