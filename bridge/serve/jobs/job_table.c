/*
 * A process for each running job; its entry has the index of the job on the
 * scoreboard.  A job is idle until a worker requests it, requested until it may
 * start, and then running until its process ends.
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

/* How often a job starts, and all of them: a burst, then at intervals. */
#define JOB_INTERVAL_MILLISECONDS 1000
#define JOB_BURST		  3
#define ALL_INTERVAL_MILLISECONDS 500
#define ALL_BURST		  8

/* Between two lines about jobs that are requested too often. */
#define WARN_MILLISECONDS 60000

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
	/* When the starts so far would have been due at their intervals. */
	int64_t due[SCORE_JOBS], all_due;
	int64_t warn_after;
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
register_mount(struct job_table *jobs, const struct mount *mount, unsigned pool)
{
	struct master_job *known;
	struct job job = { mount, mount->application->jobs };
	char name[MASTER_JOB_NAME_SIZE];

	for (; job.job != NULL && job.job->name != NULL; job.job++) {
		job_name(&job, name, sizeof(name));
		known = scoreboard_add_job(jobs->board, name);
		if (known != NULL)
			known->pool = pool;
		else
			log_warning("too many jobs (limit %d): %s cannot run",
			    SCORE_JOBS, name);
	}
}

void
job_table_register(struct job_table *jobs, const struct jobs_config *config)
{
	size_t i;

	for (; config != NULL; config = config->next)
		for (i = 0; i < config->gate->mount_count; i++)
			register_mount(
			    jobs, &config->gate->mounts[i], config->pool);
}

/* Find the job NAME, of the pool CONFIG.  False: it is not there. */
static bool
find_in(const struct jobs_config *config, const char *name, struct job *job)
{
	const struct gate_options *gate = config->gate;
	char other[MASTER_JOB_NAME_SIZE];
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

/* The configuration of the job NAME; NULL: it is not configured any more. */
static const struct jobs_config *
find(const struct jobs_config *config, const char *name, struct job *job)
{
	while (config != NULL && !find_in(config, name, job))
		config = config->next;
	return config;
}

/* In the child: what applications find in the environment, jobs do, too. */
static void
set_environment(const struct jobs_config *config)
{
	struct gantry_error error;
	size_t i;

	if (privileges_set_environment(config->privileges, &error) == -1)
		log_error("%s", error.text);
	for (i = 0; i < config->environment_count; i++)
		putenv((char *)config->environment[i]);
}

/* Returns the process, or -1 with ERROR filled. */
static pid_t
run(struct entry *entry, const struct job *job,
    const struct jobs_config *config, struct gantry_error *error)
{
	struct job_process process = {
		.job = job,
		.sandbox = config->sandbox,
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
		set_environment(config);
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
note_end(struct job_table *jobs, struct master_job *job, bool failed)
{
	job->took = clock_milliseconds() - job->started;
	job->failed = failed;
	job->failures += failed;
	job->pid = 0;
	job->state = MASTER_JOB_IDLE;
	scoreboard_publish_job(jobs->board, job);
}

static void
start(struct job_table *jobs, size_t index, const struct jobs_config *config)
{
	struct master_job *known = &jobs->board->jobs[index];
	struct gantry_error error;
	pid_t process = -1;
	struct job job;

	known->started = clock_milliseconds();
	known->starts++;
	config = find(config, known->name, &job);
	if (config == NULL)
		gantry_error_set(&error, GANTRY_ERROR_UNAVAILABLE,
		    "it is no longer configured");
	else
		process = run(&jobs->entries[index], &job, config, &error);
	if (process == -1) {
		log_error("job %s: %s", known->name, error.text);
		note_end(jobs, known, true);
		return;
	}
	log_info("job %s: started process %ld", known->name, (long)process);
	known->pid = process;
	known->state = MASTER_JOB_RUNNING;
	scoreboard_publish_job(jobs->board, known);
}

/* Does a worker want job number INDEX? */
static bool
is_wanted(const struct scoreboard *board, unsigned index)
{
	const struct score_slot *slot = board->slots;

	for (; slot < board->slots + board->slot_count; slot++)
		if (slot->page != NULL &&
		    slot->pool == board->jobs[index].pool &&
		    score_slot_wants_job(slot, index))
			return true;
	return false;
}

static void
clear_wishes(struct scoreboard *board, unsigned index)
{
	struct score_slot *slot = board->slots;

	for (; slot < board->slots + board->slot_count; slot++)
		if (slot->page != NULL && score_slot_wants_job(slot, index))
			score_slot_clear_job(slot, index);
}

void
job_table_note_requests(struct job_table *jobs)
{
	struct master_job *job;
	unsigned i;

	for (i = 0; i < SCORE_JOBS; i++) {
		job = &jobs->board->jobs[i];
		if (job->name[0] == '\0' || !is_wanted(jobs->board, i))
			continue;
		if (job->state == MASTER_JOB_IDLE) {
			job->state = MASTER_JOB_REQUESTED;
			/* Before the wishes go, see job_client.c. */
			scoreboard_publish_job(jobs->board, job);
		}
		clear_wishes(jobs->board, i);
	}
}

static int64_t
later(int64_t one, int64_t other)
{
	return one > other ? one : other;
}

/* When job number INDEX may start. */
static int64_t
start_time(const struct job_table *jobs, size_t index)
{
	return later(
	    jobs->due[index] - (JOB_BURST - 1) * JOB_INTERVAL_MILLISECONDS,
	    jobs->all_due - (ALL_BURST - 1) * ALL_INTERVAL_MILLISECONDS);
}

static void
note_start(struct job_table *jobs, size_t index, int64_t now)
{
	jobs->due[index] =
	    later(jobs->due[index], now) + JOB_INTERVAL_MILLISECONDS;
	jobs->all_due = later(jobs->all_due, now) + ALL_INTERVAL_MILLISECONDS;
}

static void
warn_of_delay(struct job_table *jobs, const struct master_job *job, int64_t now)
{
	if (now < jobs->warn_after)
		return;
	log_warning("job %s: requested too often; it starts later", job->name);
	jobs->warn_after = now + WARN_MILLISECONDS;
}

void
job_table_start_requested(
    struct job_table *jobs, const struct jobs_config *config)
{
	const int64_t now = clock_milliseconds();
	const struct master_job *job;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++) {
		job = &jobs->board->jobs[i];
		if (job->state != MASTER_JOB_REQUESTED)
			continue;
		if (now < start_time(jobs, i)) {
			warn_of_delay(jobs, job, now);
			continue;
		}
		note_start(jobs, i, now);
		start(jobs, i, config);
	}
}

int
job_table_timeout(const struct job_table *jobs)
{
	const int64_t now = clock_milliseconds();
	int64_t wait, least = -1;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++) {
		if (jobs->board->jobs[i].state != MASTER_JOB_REQUESTED)
			continue;
		wait = later(start_time(jobs, i) - now, 0);
		if (least == -1 || wait < least)
			least = wait;
	}
	return least == -1 ? -1 : (int)least + 1;
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
log_end(const struct entry *entry, const struct master_job *job, int status)
{
	const int64_t took = job->took;
	char after[48];

	snprintf(after, sizeof(after), "after %" PRId64 ".%03d s", took / 1000,
	    (int)(took % 1000));
	if (status != 0 && entry->told_to_end)
		log_info("job %s: stopped %s", job->name, after);
	else if (WIFSIGNALED(status))
		log_error("job %s: killed by signal %d (%s) %s", job->name,
		    WTERMSIG(status), strsignal(WTERMSIG(status)), after);
	else if (WEXITSTATUS(status) != 0)
		log_error("job %s: failed with status %d %s", job->name,
		    WEXITSTATUS(status), after);
	else
		log_info("job %s: done %s", job->name, after);
}

bool
job_table_reap(struct job_table *jobs, pid_t process, int status)
{
	struct master_job *job;
	struct entry *entry;
	size_t i;

	for (i = 0; i < SCORE_JOBS; i++)
		if (jobs->entries[i].process == process)
			break;
	if (i == SCORE_JOBS)
		return false;
	entry = &jobs->entries[i];
	job = &jobs->board->jobs[i];
	/* End the processes that the job left behind. */
	kill(-process, SIGKILL);
	read_rest(entry, job->name);
	note_end(jobs, job, status != 0);
	log_end(entry, job, status);
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
