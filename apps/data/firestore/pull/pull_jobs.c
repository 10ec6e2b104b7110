/*
 * The threads of a pull.  Each claims a part, which is a collection, reads it
 * page by page to its end, and claims the next.  Listed parts find more parts.
 */
#include <pthread.h>
#include <stdlib.h>

#include "data/firestore/pull/pull_jobs.h"
#include "data/firestore/pull/pull_page.h"

struct jobs {
	struct pull_jobs *options;
	pthread_mutex_t lock; /* of the spool, the count read, and this */
	pthread_cond_t changed;
	size_t next; /* the parts before it are claimed */
	size_t done;
	unsigned working; /* jobs that have a part */
	bool failed;
	struct gantry_error error; /* the first one */
};

struct job {
	struct jobs *jobs;
	struct pull_caller caller;
	struct pull_page page;
	pthread_t thread;
	bool is_started;
};

/* Claim a part that is not done yet.  The lock is held on entry and return. */
static bool
claim_part(struct jobs *jobs, size_t *part)
{
	struct spool *spool = jobs->options->spool;

	for (;;) {
		while (jobs->next < spool->count &&
		    spool->parts[jobs->next]->is_done)
			jobs->next++;
		if (jobs->failed)
			return false;
		if (jobs->next < spool->count)
			break;
		if (jobs->working == 0)
			return false;
		/* Another job may still find parts. */
		pthread_cond_wait(&jobs->changed, &jobs->lock);
	}
	*part = jobs->next++;
	jobs->working++;
	return true;
}

static void
stop(struct jobs *jobs, const struct gantry_error *error)
{
	if (!jobs->failed)
		jobs->error = *error;
	jobs->failed = true;
	atomic_store(jobs->options->stopped, true);
}

static void
show_progress(const struct jobs *jobs)
{
	const struct pull_jobs *options = jobs->options;
	const struct spool *spool = options->spool;

	if (options->progress != NULL)
		options->progress(options->argument, spool->documents,
		    jobs->done, spool->count);
}

/*
 * Read a page of part NUMBER and store it.  The lock is held on entry and
 * return, but not while the page is read.
 */
static int
read_page(struct job *job, size_t number, const struct spool_part *part,
    struct gantry_error *error)
{
	struct jobs *jobs = job->jobs;
	struct pull_page *page = &job->page;
	struct spool_page read = { .lines = &page->lines };
	int result;

	pthread_mutex_unlock(&jobs->lock);
	result = pull_page_read(page, &job->caller, part, error);
	read.documents = page->documents;
	read.step = page->step;
	pthread_mutex_lock(&jobs->lock);
	jobs->options->read += page->documents;
	if (result == 0)
		result = spool_put(jobs->options->spool, number, &read, error);
	if (result == 0) {
		jobs->done += part->is_done;
		show_progress(jobs);
	}
	/* The page may have found parts. */
	pthread_cond_broadcast(&jobs->changed);
	return result;
}

static void *
run_job(void *argument)
{
	struct job *job = argument;
	struct jobs *jobs = job->jobs;
	struct gantry_error error;
	struct spool_part *part;
	size_t number;

	pthread_mutex_lock(&jobs->lock);
	while (claim_part(jobs, &number)) {
		part = jobs->options->spool->parts[number];
		while (!part->is_done && !jobs->failed)
			if (read_page(job, number, part, &error) == -1)
				stop(jobs, &error);
		jobs->working--;
		pthread_cond_broadcast(&jobs->changed);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

static int
start_job(struct job *job, struct jobs *jobs, struct gantry_error *error)
{
	job->jobs = jobs;
	if (pull_caller_init(&job->caller, jobs->options->target, error) == -1)
		return -1;
	job->caller.read_time = jobs->options->spool->read_time;
	if (pthread_create(&job->thread, NULL, run_job, job) != 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_SYSTEM, "cannot start a thread");
	job->is_started = true;
	return 0;
}

static void
end_job(struct job *job)
{
	if (job->is_started)
		pthread_join(job->thread, NULL);
	pull_caller_clear(&job->caller);
	pull_page_clear(&job->page);
}

static void
count_done(struct jobs *jobs)
{
	const struct spool *spool = jobs->options->spool;
	size_t i;

	for (i = 0; i < spool->count; i++)
		jobs->done += spool->parts[i]->is_done;
}

int
pull_jobs_run(struct pull_jobs *options, struct gantry_error *error)
{
	struct jobs jobs = { .options = options };
	unsigned count = options->count, i;
	struct job *all = calloc(count, sizeof(*all));
	struct gantry_error why;

	if (all == NULL)
		return gantry_error_memory(error);
	pthread_mutex_init(&jobs.lock, NULL);
	pthread_cond_init(&jobs.changed, NULL);
	count_done(&jobs);
	for (i = 0; i < count; i++) {
		if (start_job(&all[i], &jobs, &why) == -1) {
			pthread_mutex_lock(&jobs.lock);
			stop(&jobs, &why);
			pthread_mutex_unlock(&jobs.lock);
			break;
		}
	}
	for (i = 0; i < count; i++)
		end_job(&all[i]);
	pthread_cond_destroy(&jobs.changed);
	pthread_mutex_destroy(&jobs.lock);
	free(all);
	if (jobs.failed && error != NULL)
		*error = jobs.error;
	return jobs.failed ? -1 : 0;
}
