/*
 * Starts the processes that draw, and publishes their pictures.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/cache/image_name.h"
#include "data/clouds/gallery/draw_worker.h"
#include "data/clouds/gallery/gallery.h"
#include "data/clouds/gallery/job.h"
#include "data/clouds/gallery/manifest.h"
#include "data/clouds/gallery/progress_file.h"

#define PROCESSES_MAX 64

struct job {
	const struct job_options *options;
	struct job_summary *summary;
	struct gallery gallery;
	struct progress_file progress;
	GPtrArray *names; /* of the publications, ended by NULL */
	GHashTable *manifest; /* of what is being made */
	struct draw_worker worker; /* what each process needs */
	pid_t processes[PROCESSES_MAX];
	unsigned started;
	bool *are_made; /* for each publication */
	bool failed; /* ERROR has the first reason */
	struct gantry_error *error;
};

static int
add_name(void *visitor, const char *name)
{
	g_ptr_array_add(visitor, g_strdup(name));
	return 0;
}

static int
read_names(struct job *job)
{
	const struct gallery_source *from = &job->options->source;
	void *source = from->open(from->argument, job->error);
	int result;

	if (source == NULL)
		return -1;
	result = from->visit_names(source, add_name, job->names, job->error);
	/* A process must not use what another one opened. */
	from->close(source);
	return result;
}

/* Open the folders of this generation and of the current one. */
static void
open_old(struct job *job)
{
	struct draw_worker *worker = &job->worker;
	int i;

	worker->from[0] = gallery_get(&job->gallery, job->options->generation);
	worker->from[1] = gallery_get(&job->gallery, NULL);
	for (i = 0; i < 2; i++)
		worker->manifests[i] = worker->from[i] == -1
		    ? manifest_new()
		    : manifest_read(worker->from[i]);
}

static void
close_old(struct job *job)
{
	struct draw_worker *worker = &job->worker;
	int i;

	for (i = 0; i < 2; i++) {
		if (worker->from[i] != -1)
			close(worker->from[i]);
		if (worker->manifests[i] != NULL)
			g_hash_table_destroy(worker->manifests[i]);
	}
}

/* The child process. */
static void
work(struct job *job, pid_t parent, int results[2])
{
	/* Without its parent a process must not continue and keep the lock. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(1);
	close(job->gallery.lock);
	close(results[0]);
	_exit(draw_worker_run(&job->worker));
}

static unsigned
count_processes(const struct job *job)
{
	long processes = job->options->processes;

	if (processes == 0)
		processes = sysconf(_SC_NPROCESSORS_ONLN);
	if (processes > PROCESSES_MAX)
		processes = PROCESSES_MAX;
	if (processes > (long)job->worker.count)
		processes = (long)job->worker.count;
	return processes < 1 ? 1 : (unsigned)processes;
}

static int
start(struct job *job, int results[2])
{
	const unsigned processes = count_processes(job);
	const pid_t parent = getpid();
	pid_t child;

	/* Otherwise each process would write what is buffered. */
	fflush(NULL);
	while (job->started < processes) {
		child = fork();
		if (child == -1)
			return gantry_error_system(
			    job->error, "cannot start a process");
		if (child == 0)
			work(job, parent, results);
		job->processes[job->started++] = child;
	}
	return 0;
}

static void
record_failure(struct job *job, const struct gantry_error *error)
{
	if (!job->failed)
		*job->error = *error;
	job->failed = true;
	/* The others stop after their current publication. */
	atomic_store(job->worker.next, job->worker.count);
}

/* The process reads fonts: what it says may be damaged. */
static bool
is_sound(const struct job *job, const struct draw_worker_result *result)
{
	return result->index < job->worker.count &&
	    !job->are_made[result->index] &&
	    memchr(result->hash, '\0', sizeof(result->hash)) != NULL &&
	    memchr(result->outcome.example, '\0',
		sizeof(result->outcome.example)) != NULL;
}

static void
record_result(struct job *job, struct draw_worker_result *result)
{
	struct job_summary *summary = job->summary;
	struct gantry_buffer name = { 0 };

	if (result->failed) {
		result->error.text[sizeof(result->error.text) - 1] = '\0';
		record_failure(job, &result->error);
		return;
	}
	if (!is_sound(job, result))
		return;
	job->are_made[result->index] = true;
	image_name_put(&name, g_ptr_array_index(job->names, result->index));
	g_hash_table_insert(job->manifest, g_strndup(name.data, name.length),
	    g_strdup(result->hash));
	gantry_buffer_clear(&name);
	summary->drawn += result->is_drawn;
	if (summary->left_out.counts[LEFT_OUT_NO_GLYPH] == 0)
		memcpy(summary->example, result->outcome.example,
		    sizeof(summary->example));
	left_out_add(&summary->left_out, &result->outcome.left_out);
	job->progress.left_out = summary->left_out;
	job->progress.done++;
	job->progress.drawn = summary->drawn;
	progress_file_update(&job->progress);
	if (job->options->progress != NULL)
		job->options->progress(job->options->argument,
		    job->progress.done, job->progress.total);
}

/* Read until all processes that could write have ended. */
static void
read_results(struct job *job, int results)
{
	struct draw_worker_result result;
	ssize_t count;

	while ((count = read(results, &result, sizeof(result))) != 0) {
		if (count == (ssize_t)sizeof(result))
			record_result(job, &result);
		else if (count != -1 || errno != EINTR)
			break;
	}
}

static void
wait_for_all(struct job *job)
{
	struct gantry_error error;
	int status;
	unsigned i;

	for (i = 0; i < job->started; i++) {
		while (waitpid(job->processes[i], &status, 0) == -1 &&
		    errno == EINTR)
			;
		if (WIFSIGNALED(status))
			gantry_error_set(&error, GANTRY_ERROR_SYSTEM,
			    "a drawing process was killed by signal %d (%s)",
			    WTERMSIG(status), strsignal(WTERMSIG(status)));
		else if (WEXITSTATUS(status) != 0)
			gantry_error_set(&error, GANTRY_ERROR_SYSTEM,
			    "a drawing process exited with status %d",
			    WEXITSTATUS(status));
		else
			continue;
		record_failure(job, &error);
	}
}

/*
 * Name what is missing.  A process may end without a word: whatever its status
 * was, each publication must have pictures.
 */
static void
name_missing(struct job *job)
{
	const struct gantry_error unknown = {
		.code = GANTRY_ERROR_SYSTEM,
		.text = "a drawing process ended too early",
	};
	unsigned i, first = 0, missing = 0;

	for (i = 0; i < job->worker.count; i++) {
		if (job->are_made[i])
			continue;
		if (missing++ == 0)
			first = i;
	}
	if (missing == 0)
		return;
	if (!job->failed)
		record_failure(job, &unknown);
	gantry_error_prefix(job->error,
	    "%u of %u word clouds are missing, the first is that of "
	    "publication %.100s",
	    missing, job->worker.count, job->worker.names[first]);
}

/* Draw new pictures and link unchanged ones. */
static int
draw(struct job *job)
{
	int results[2];
	bool is_explained;

	if (pipe2(results, O_CLOEXEC) == -1)
		return gantry_error_system(job->error, "cannot create a pipe");
	job->worker.results = results[1];
	if (start(job, results) == -1) {
		job->failed = true;
		atomic_store(job->worker.next, job->worker.count);
	}
	close(results[1]);
	read_results(job, results[0]);
	close(results[0]);
	is_explained = job->failed;
	wait_for_all(job);
	/* Otherwise the reason names the publication. */
	if (!is_explained)
		name_missing(job);
	return job->failed ? -1 : 0;
}

static int
publish(struct job *job)
{
	const char *generation = job->options->generation;
	struct gallery *gallery = &job->gallery;

	if (job->summary->drawn == 0 && job->worker.from[0] != -1 &&
	    manifest_equals(job->manifest, job->worker.manifests[0]))
		return gallery_keep(gallery, generation, job->error);
	if (manifest_write(job->manifest, gallery->next, job->error) == -1)
		return -1;
	return gallery_publish(gallery, generation, job->error);
}

static int
make(struct job *job)
{
	struct draw_worker *worker = &job->worker;
	int result = -1;

	if (read_names(job) == -1)
		return -1;
	worker->names = (char *const *)job->names->pdata;
	worker->count = job->names->len;
	job->summary->total = job->progress.total = worker->count;
	job->are_made = g_new0(bool, worker->count + 1);
	if (gallery_begin(&job->gallery, job->error) == -1)
		return -1;
	worker->to = job->gallery.next;
	open_old(job);
	if (draw(job) == 0)
		result = publish(job);
	close_old(job);
	return result;
}

/* Run with the gallery locked. */
static int
run(struct job *job)
{
	/* In memory that all processes share. */
	atomic_uint *next = mmap(NULL, sizeof(*next), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int result;

	if (next == MAP_FAILED)
		return gantry_error_system(job->error, "out of memory");
	atomic_init(next, 0);
	job->worker.next = next;
	job->names = g_ptr_array_new_with_free_func(g_free);
	job->manifest = manifest_new();
	progress_file_begin(
	    &job->progress, job->gallery.folder, job->options->generation);
	result = make(job);
	progress_file_end(
	    &job->progress, result == -1 ? job->error->text : NULL);
	g_hash_table_destroy(job->manifest);
	g_ptr_array_free(job->names, TRUE);
	g_free(job->are_made);
	munmap(next, sizeof(*next));
	return result;
}

int
job_run(const struct job_options *options, struct job_summary *summary,
    struct gantry_error *error)
{
	struct job job = {
		.options = options,
		.summary = summary,
		.worker = {
			.source = &options->source,
			.stop_words = options->stop_words,
			.font = options->font,
		},
		.error = error,
	};
	int result;

	*summary = (struct job_summary){ .total = 0 };
	if (!gallery_is_name(options->generation))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "pictures in %.200s: the generation is not a name of "
		    "letters and digits",
		    options->folder);
	result = gallery_open(&job.gallery, options->folder, error);
	if (result == 0)
		result = run(&job);
	gallery_close(&job.gallery);
	if (result == -1 && error->code != GANTRY_ERROR_BUSY)
		gantry_error_prefix(
		    error, "pictures in %.200s", options->folder);
	return result;
}
