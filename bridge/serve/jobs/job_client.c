/*
 * A worker sets the wish for a job in its own page; the master takes it, and
 * starts the job unless it runs.  Two workers that wish at the same time both
 * say that it starts; it starts once.
 */
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/jobs/job_client.h"

/* How long a request for a job waits until the master has noticed it. */
#define NOTICE_MILLISECONDS 200

static int
find(const struct job_client *self, const struct job *job,
    struct gantry_error *error)
{
	char name[MASTER_JOB_NAME_SIZE];
	int index;

	job_name(job, name, sizeof(name));
	index = master_page_find(self->master, name);
	if (index == -1)
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the master does not know the job %s", name);
	return index;
}

static bool
is_wanted(const struct job_client *self, int index)
{
	return atomic_load(&self->page->wanted_jobs[index]) != 0;
}

/*
 * Once the master has noticed, the other workers know as well, so the client's
 * next question has the same answer wherever it arrives.
 */
static void
wait_for_notice(const struct job_client *self, int index)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	const int64_t end = clock_milliseconds() + NOTICE_MILLISECONDS;

	while (is_wanted(self, index) && clock_milliseconds() < end)
		nanosleep(&pause, NULL);
}

static int
start(void *owner, const struct job *job, struct gantry_error *error)
{
	struct job_client *self = owner;
	int index = find(self, job, error);

	if (index == -1)
		return -1;
	if (atomic_load(&self->master->jobs[index].state) != MASTER_JOB_IDLE ||
	    atomic_exchange(&self->page->wanted_jobs[index], 1) != 0)
		return 0;
	/* A full pipe wakes the master, too. */
	(void)!write(self->wake, "j", 1);
	wait_for_notice(self, index);
	return 1;
}

static int
look(void *owner, const struct job *job, struct gantry_job_status *status,
    struct gantry_error *error)
{
	const struct job_client *self = owner;
	const struct master_page_job *known;
	int index = find(self, job, error);
	int64_t started;

	if (index == -1)
		return -1;
	known = &self->master->jobs[index];
	/*
	 * The master changes the state before it clears the wish, and while the
	 * state is idle, the rest is final.
	 */
	status->runs = is_wanted(self, index);
	if (atomic_load(&known->state) != MASTER_JOB_IDLE)
		status->runs = true;
	status->failed = !status->runs && atomic_load(&known->failed);
	started = atomic_load(&known->started);
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
