/*
 * A process for each running job; its slot is that of the job on the
 * scoreboard. The state there decides: a worker changes idle to requested, and
 * only the master changes it to running and back to idle.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/jobs/job_process.h"
#include "serve/jobs/job_table.h"

/* A longer line is logged in pieces. */
#define LINE_MAX_BYTES 1000

/* Between SIGTERM and SIGKILL. */
#define STOP_TIMEOUT_MILLISECONDS 5000

struct entry {
	pid_t process; /* 0: none */
	int output; /* the pipe with its output; -1: closed */
	bool told_to_end;
	int64_t deadline; /* to exit; 0: none */
	char line[LINE_MAX_BYTES]; /* not complete yet */
	size_t length;
};

struct job_table {
	struct scoreboard *board;
	struct entry entries[SCORE_JOBS];
};

struct job_table *
job_table_new(struct scoreboard *board)
{
	struct job_table *jobs = calloc(1, sizeof(*jobs));
	size_t i;

	if (jobs == NULL)
		return NULL;
	jobs->board = board;
	for (i = 0; i < SCORE_JOBS; i++)
		jobs->entries[i].output = -1;
	return jobs;
}

void
job_table_forget(struct job_table *jobs)
{
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++) {
		if (jobs->entries[i].output != -1)
			close(jobs->entries[i].output);
		jobs->entries[i].output = -1;
	}
}

void
job_table_free(struct job_table *jobs)
{
	if (jobs == NULL)
		return;
	job_table_forget(jobs);
	free(jobs);
}

static void
register_mount(struct job_table *jobs, const struct mount *mount)
{
	struct job job = { mount, mount->application->jobs };
	char name[SCORE_JOB_SIZE];

	for (; job.job != NULL && job.job->name != NULL; job.job++) {
		job_name(&job, name, sizeof(name));
		if (score_job_add(jobs->board, name) == NULL)
			log_warning("too many jobs (limit %d): %s cannot run",
			    SCORE_JOBS, name);
	}
}

void
job_table_register(struct job_table *jobs, const struct jobs_config *config)
{
	const struct gate_options *gate = config->gate;
	size_t i;

	for (i = 0; i < gate->mount_count; i++)
		register_mount(jobs, &gate->mounts[i]);
}

/* Find the job NAME in CONFIG.  False: it is not configured any more. */
static bool
find(const struct jobs_config *config, const char *name, struct job *job)
{
	const struct gate_options *gate = config->gate;
	char other[SCORE_JOB_SIZE];
	size_t i;

	for (i = 0; i < gate->mount_count; i++) {
		job->mount = &gate->mounts[i];
		job->job = job->mount->application->jobs;
		for (; job->job != NULL && job->job->name != NULL; job->job++) {
			job_name(job, other, sizeof(other));
			if (strcmp(name, other) == 0)
				return true;
		}
	}
	return false;
}

/* Returns the process, or -1 with ERROR filled. */
static pid_t
run(struct entry *entry, const struct job *job, char *const *arguments,
    const struct jobs_config *config, struct gantry_error *error)
{
	struct job_process process = {
		.job = job,
		.sandbox = config->sandbox,
		.arguments = arguments,
		.privileges = config->privileges,
		.kept = -1,
		.ends_with_parent = true,
	};
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return gantry_error_system(error, "cannot create a pipe");
	/* Only the write end may block. */
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	process.output = ends[1];
	child = fork();
	if (child == 0) {
		setpgid(0, 0);
		job_process_become(&process);
	}
	close(ends[1]);
	if (child == -1) {
		gantry_error_system(error, "cannot start a process");
		close(ends[0]);
		return -1;
	}
	setpgid(child, child); /* parent or child, whichever is first */
	*entry = (struct entry){ .process = child, .output = ends[0] };
	return child;
}

static void
note_end(struct score_job *score, bool failed)
{
	int64_t now = clock_milliseconds();

	atomic_store(&score->took, now - atomic_load(&score->started));
	atomic_store(&score->failed, failed);
	if (failed)
		atomic_fetch_add(&score->failures, 1);
	atomic_store(&score->pid, 0);
	atomic_store(&score->state, SCORE_JOB_IDLE);
}

static void
start(struct entry *entry, struct score_job *score,
    const struct jobs_config *config)
{
	struct gantry_error error;
	char **arguments = NULL;
	pid_t process = -1;
	struct job job;

	atomic_store(&score->started, clock_milliseconds());
	atomic_fetch_add(&score->starts, 1);
	if (!find(config, score->name, &job))
		gantry_error_set(&error, GANTRY_ERROR_UNAVAILABLE,
		    "it is no longer configured");
	else
		arguments = job_arguments(&job, &error);
	if (arguments != NULL)
		process = run(entry, &job, arguments, config, &error);
	free(arguments);
	if (process == -1) {
		log_error("job %s: %s", score->name, error.text);
		note_end(score, true);
		return;
	}
	log_info("job %s: started process %ld", score->name, (long)process);
	atomic_store(&score->pid, (int)process);
	atomic_store(&score->state, SCORE_JOB_RUNNING);
}

void
job_table_start_requested(
    struct job_table *jobs, const struct jobs_config *config)
{
	struct score_job *score;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++) {
		score = &jobs->board->jobs[i];
		if (atomic_load(&score->state) == SCORE_JOB_REQUESTED)
			start(&jobs->entries[i], score, config);
	}
}

size_t
job_table_poll(const struct job_table *jobs, struct pollfd *waited)
{
	size_t i, count = 0;

	for (i = 0; i < SCORE_JOBS; i++)
		if (jobs->entries[i].output != -1)
			waited[count++] =
			    (struct pollfd){ jobs->entries[i].output, POLLIN,
				    0 };
	return count;
}

/* Log the current line, if any. */
static void
end_line(struct entry *entry, const char *name)
{
	if (entry->length > 0)
		log_info("job %s: %.*s", name, (int)entry->length, entry->line);
	entry->length = 0;
}

static void
append_output(
    struct entry *entry, const char *name, const char *bytes, size_t count)
{
	for (; count > 0; count--, bytes++) {
		/* A progress bar rewrites its line with a carriage return. */
		if (*bytes == '\n' || *bytes == '\r' ||
		    entry->length == sizeof(entry->line))
			end_line(entry, name);
		if (*bytes != '\n' && *bytes != '\r')
			entry->line[entry->length++] = *bytes;
	}
}

/* Read a bounded amount, so that a job cannot keep the master busy. */
static void
read_output(struct entry *entry, const char *name)
{
	char bytes[4096];
	ssize_t count = read(entry->output, bytes, sizeof(bytes));

	if (count > 0)
		append_output(entry, name, bytes, (size_t)count);
	if (count > 0 || (count == -1 && (errno == EAGAIN || errno == EINTR)))
		return;
	end_line(entry, name);
	close(entry->output);
	entry->output = -1;
}

void
job_table_log(struct job_table *jobs)
{
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++)
		if (jobs->entries[i].output != -1)
			read_output(
			    &jobs->entries[i], jobs->board->jobs[i].name);
}

/* Log all that the pipe still holds: the last lines matter most. */
static void
read_rest(struct entry *entry, const char *name)
{
	int reads;

	for (reads = 0; reads < 16 && entry->output != -1; reads++)
		read_output(entry, name);
	end_line(entry, name);
	if (entry->output != -1)
		close(entry->output);
	entry->output = -1;
}

static void
log_end(const struct entry *entry, const struct score_job *score, int status)
{
	const int64_t took = atomic_load(&score->took);
	char after[48];

	snprintf(after, sizeof(after), "after %" PRId64 ".%03d s", took / 1000,
	    (int)(took % 1000));
	if (status != 0 && entry->told_to_end)
		log_info("job %s: stopped %s", score->name, after);
	else if (WIFSIGNALED(status))
		log_error("job %s: killed by signal %d (%s) %s", score->name,
		    WTERMSIG(status), strsignal(WTERMSIG(status)), after);
	else if (WEXITSTATUS(status) != 0)
		log_error("job %s: failed with status %d %s", score->name,
		    WEXITSTATUS(status), after);
	else
		log_info("job %s: done %s", score->name, after);
}

bool
job_table_reap(struct job_table *jobs, pid_t process, int status)
{
	struct score_job *score;
	struct entry *entry;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++)
		if (jobs->entries[i].process == process)
			break;
	if (i == SCORE_JOBS)
		return false;
	entry = &jobs->entries[i];
	score = &jobs->board->jobs[i];
	/* End the processes that the job left behind. */
	kill(-process, SIGKILL);
	read_rest(entry, score->name);
	note_end(score, status != 0);
	log_end(entry, score, status);
	*entry = (struct entry){ .output = -1 };
	return true;
}

void
job_table_end(struct job_table *jobs, int signal)
{
	struct entry *entry;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++) {
		entry = &jobs->entries[i];
		if (entry->process == 0)
			continue;
		kill(-entry->process, signal == SIGTERM ? SIGTERM : SIGKILL);
		if (!entry->told_to_end)
			entry->deadline =
			    clock_milliseconds() + STOP_TIMEOUT_MILLISECONDS;
		entry->told_to_end = true;
	}
}

void
job_table_check(struct job_table *jobs)
{
	const int64_t now = clock_milliseconds();
	struct entry *entry;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++) {
		entry = &jobs->entries[i];
		if (entry->process == 0 || entry->deadline == 0 ||
		    now < entry->deadline)
			continue;
		log_error("job %s has not exited: sending SIGKILL",
		    jobs->board->jobs[i].name);
		kill(-entry->process, SIGKILL);
		entry->deadline = now + STOP_TIMEOUT_MILLISECONDS;
	}
}

bool
job_table_has_running(const struct job_table *jobs)
{
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++)
		if (jobs->entries[i].process != 0)
			return true;
	return false;
}
