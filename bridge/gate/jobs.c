/*
 * Find the job that an application names, and pass it to the runner.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/null.h"
#include "gate/environ/environ.h"
#include "gate/jobs.h"
#include "gate/module/module.h"

void
job_name(const struct job *job, char *name, size_t size)
{
	snprintf(name, size, "%s.%s", mount_name(job->mount), job->job->name);
}

static size_t
count_strings(const struct gantry_buffer *buffer)
{
	size_t i, count = 0;

	for (i = 0; i < buffer->length; i++)
		count += buffer->data[i] == '\0';
	return count;
}

/* Copy the strings of BUFFER behind a vector of pointers to them. */
static char **
make_vector(const struct gantry_buffer *buffer, struct gantry_error *error)
{
	const size_t count = count_strings(buffer);
	char **vector = malloc((count + 1) * sizeof(*vector) + buffer->length),
	     *text;
	size_t i;

	if (vector == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	text = memcpy(vector + count + 1, buffer->data, buffer->length);
	for (i = 0; i < count; i++, text += strlen(text) + 1)
		vector[i] = text;
	vector[count] = NULL;
	return vector;
}

char **
job_arguments(const struct job *job, struct gantry_error *error)
{
	struct gantry_buffer buffer = { 0 };
	char **vector = NULL;

	if (job->mount->module != NULL &&
	    module_load(job->mount->module, error) == -1)
		;
	else if (null_error(job->job->arguments != NULL ? job : NULL,
		     "struct gantry_job", "arguments", error))
		;
	else if (job->job->arguments(job->mount->settings, &buffer, error) ==
	    -1)
		;
	else if (gantry_buffer_failed(&buffer))
		gantry_error_memory(error);
	else if (buffer.length == 0 || *buffer.data == '\0' ||
	    buffer.data[buffer.length - 1] != '\0')
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the job %s.%s has no program", mount_name(job->mount),
		    job->job->name);
	else
		vector = make_vector(&buffer, error);
	gantry_buffer_clear(&buffer);
	return vector;
}

/* Find the job NAME of the request's application, and check the runner. */
static int
find(const struct gantry_environ *environ, const char *name, struct job *job,
    struct gantry_error *error)
{
	const struct mount *mount = environ->mount;
	const struct gantry_job *one =
	    mount != NULL ? mount->application->jobs : NULL;

	while (one != NULL && one->name != NULL && strcmp(one->name, name) != 0)
		one++;
	if (one == NULL || one->name == NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the application has no job '%s'", name);
	*job = (struct job){ mount, one };
	if (environ->runner == NULL || environ->runner->start == NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "cannot run job %s.%s: only a gantry that serves, or runs "
		    "as a CGI program, runs jobs",
		    mount_name(mount), name);
	return 0;
}

int
gantry_job_start(struct gantry_environ *environ, const char *name,
    struct gantry_error *error)
{
	struct gantry_error ignored;
	struct job job;
	char **arguments;
	int result = -1;

	if (error == NULL)
		error = &ignored;
	if (null_error(environ, __func__, "environ", error) ||
	    null_error(name, __func__, "name", error))
		return -1;
	if (find(environ, name, &job, error) == -1)
		return -1;
	arguments = job_arguments(&job, error);
	if (arguments == NULL)
		return -1;
	if (access(arguments[0], X_OK) == -1) {
		gantry_error_system(error, "cannot run %s", arguments[0]);
		error->code = GANTRY_ERROR_UNAVAILABLE;
	} else {
		result =
		    environ->runner->start(environ->runner->owner, &job, error);
	}
	free(arguments);
	return result;
}

int
gantry_job_look(struct gantry_environ *environ, const char *name,
    struct gantry_job_status *status, struct gantry_error *error)
{
	struct job job;

	if (null_error(environ, __func__, "environ", error) ||
	    null_error(name, __func__, "name", error) ||
	    null_error(status, __func__, "status", error))
		return -1;
	*status = (struct gantry_job_status){ .age = -1 };
	if (find(environ, name, &job, error) == -1)
		return -1;
	return environ->runner->look(
	    environ->runner->owner, &job, status, error);
}
