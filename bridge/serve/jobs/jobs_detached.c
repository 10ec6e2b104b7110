/*
 * The lock belongs to an open file description (fcntl(2)).  The job inherits it
 * and holds it until the job and all processes that it started have exited.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/files/safe_open.h"
#include "serve/jobs/job_process.h"
#include "serve/jobs/jobs_detached.h"

static struct flock
whole_file(void)
{
	return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

/* FNV-1a: a job with other arguments has another lock file. */
static uint64_t
hash_arguments(char *const *arguments)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	const char *byte;

	for (; *arguments != NULL; arguments++)
		for (byte = *arguments;; byte++) {
			hash = (hash ^ (unsigned char)*byte) *
			    UINT64_C(0x100000001b3);
			if (*byte == '\0')
				break;
		}
	return hash;
}

static void
make_path(const struct jobs_detached *self, const struct job *job,
    char *const *arguments, char *path)
{
	char name[64], *slash;

	job_name(job, name, sizeof(name));
	while ((slash = strchr(name, '/')) != NULL)
		*slash = '-';
	snprintf(path, PATH_MAX, "%s/gantry-%lu-%s-%016" PRIx64 ".lock",
	    self->folder, (unsigned long)geteuid(), name,
	    hash_arguments(arguments));
}

/* Other users may write to the folder, too: reject their files. */
static int
check_owner(int file, const char *path, struct gantry_error *error)
{
	struct stat status;

	if (fstat(file, &status) == 0 && status.st_uid == geteuid())
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "%s is not a regular file of this user; remove it or use another "
	    "--spool-folder",
	    path);
}

/* FLAGS as for open(2).  Returns a descriptor, or -1 with ERROR filled. */
static int
open_lock(const char *path, int flags, struct gantry_error *error)
{
	int file = safe_open(path, O_RDWR | flags, 0600, error);

	if (file == -1)
		return -1;
	if (check_owner(file, path, error) == 0)
		return file;
	close(file);
	errno = EPERM;
	return -1;
}

/* In a child: start the job as a grandchild that init adopts. */
_Noreturn static void
detach(const struct job_process *process)
{
	pid_t child;

	setsid();
	child = fork();
	if (child == 0)
		job_process_become(process);
	_exit(child == -1);
}

static int
run(const struct job_process *process, struct gantry_error *error)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		detach(process);
	if (child == -1)
		return gantry_error_system(error, "cannot start a process");
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (status != 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "cannot start a process");
	return 1;
}

static int
start(void *owner, const struct job *job, struct gantry_error *error)
{
	const struct jobs_detached *self = owner;
	char **arguments = job_arguments(job, error);
	struct job_process process = {
		.job = job,
		.sandbox = self->sandbox,
		.arguments = arguments,
		.output = -1,
	};
	struct flock lock = whole_file();
	char path[PATH_MAX];
	int file = -1, result = -1;

	if (arguments == NULL)
		return -1;
	make_path(self, job, arguments, path);
	file = open_lock(path, O_CREAT, error);
	if (file == -1)
		goto out;
	if (fcntl(file, F_OFD_SETLK, &lock) == -1) {
		result = 0;
		if (errno != EAGAIN && errno != EACCES)
			result =
			    gantry_error_system(error, "cannot lock %s", path);
		goto out;
	}
	futimens(file, NULL);
	process.kept = file;
	result = run(&process, error);
out:
	if (file != -1)
		close(file);
	free(arguments);
	return result;
}

/* Fill STATUS from the lock file. */
static void
read_lock(int file, struct gantry_job_status *status)
{
	struct flock lock = whole_file();
	struct timespec now;
	struct stat times;

	status->runs =
	    fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	if (fstat(file, &times) == -1)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	status->age = (int64_t)(now.tv_sec - times.st_mtim.tv_sec) * 1000 +
	    (now.tv_nsec - times.st_mtim.tv_nsec) / 1000000;
	if (status->age < 0)
		status->age = 0;
}

static int
look(void *owner, const struct job *job, struct gantry_job_status *status,
    struct gantry_error *error)
{
	char **arguments = job_arguments(job, error);
	char path[PATH_MAX];
	int file, result = 0;

	if (arguments == NULL)
		return -1;
	make_path(owner, job, arguments, path);
	file = open_lock(path, 0, error);
	if (file != -1)
		read_lock(file, status);
	else if (errno != ENOENT)
		result = -1;
	if (file != -1)
		close(file);
	free(arguments);
	return result;
}

struct job_runner
jobs_detached_runner(struct jobs_detached *detached)
{
	return (struct job_runner){
		.owner = detached,
		.start = start,
		.look = look,
	};
}
