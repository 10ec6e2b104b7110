/*
 * Calling the hooks of a process.  What worker_begin has made is kept in a list
 * by the settings of its mount, since these are all that open gets.
 */
#include <pthread.h>
#include <stdlib.h>

#include "base/null.h"
#include "gate/hooks/process_hooks.h"
#include "gate/module/module.h"

/* A mount whose worker_begin was called. */
struct begun {
	struct begun *next;
	const struct gantry_settings *settings;
	void *shared;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct begun *all_begun;

/* Where the mount with SETTINGS is in the list, or the end of it. */
static struct begun **
find(const struct gantry_settings *settings)
{
	struct begun **at = &all_begun;

	while (*at != NULL && (*at)->settings != settings)
		at = &(*at)->next;
	return at;
}

void *
gantry_settings_shared(const struct gantry_settings *settings)
{
	void *shared = NULL;
	struct begun *begun;

	if (null_given(settings, __func__, "settings"))
		return NULL;
	pthread_mutex_lock(&lock);
	begun = *find(settings);
	if (begun != NULL)
		shared = begun->shared;
	pthread_mutex_unlock(&lock);
	return shared;
}

static int
load(const struct mount *mount, struct gantry_error *error)
{
	return mount->module != NULL ? module_load(mount->module, error) : 0;
}

int
hooks_load(const struct mount *mounts, size_t count, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (load(&mounts[i], error) == -1)
			return -1;
	return 0;
}

bool
hooks_need_preparation(const struct mount *mounts, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (mounts[i].application->prepare != NULL)
			return true;
	return false;
}

static int
prepare(const struct mount *mount, struct gantry_error *error)
{
	if (load(mount, error) == -1)
		return -1;
	if (mount->application->prepare == NULL ||
	    mount->application->prepare(mount->settings, error) == 0)
		return 0;
	return gantry_error_prefix(
	    error, "application '%s': prepare", mount_name(mount));
}

int
hooks_prepare(
    const struct mount *mounts, size_t count, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (prepare(&mounts[i], error) == -1)
			return -1;
	return 0;
}

static int
begin(const struct mount *mount, struct gantry_error *error)
{
	struct begun *begun;

	if (load(mount, error) == -1)
		return -1;
	if (mount->application->worker_begin == NULL)
		return 0;
	begun = calloc(1, sizeof(*begun));
	if (begun == NULL)
		return gantry_error_memory(error);
	begun->settings = mount->settings;
	if (mount->application->worker_begin(
		mount->settings, &begun->shared, error) == -1) {
		free(begun);
		return gantry_error_prefix(
		    error, "application '%s': worker_begin", mount_name(mount));
	}
	pthread_mutex_lock(&lock);
	begun->next = all_begun;
	all_begun = begun;
	pthread_mutex_unlock(&lock);
	return 0;
}

int
hooks_begin_worker(
    const struct mount *mounts, size_t count, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (begin(&mounts[i], error) == -1) {
			hooks_end_worker(mounts, i);
			return -1;
		}
	return 0;
}

static void
end(const struct mount *mount)
{
	struct begun **at, *begun;

	if (mount->application->worker_begin == NULL) {
		if (mount->application->worker_end != NULL)
			mount->application->worker_end(NULL);
		return;
	}
	pthread_mutex_lock(&lock);
	at = find(mount->settings);
	begun = *at;
	if (begun != NULL)
		*at = begun->next;
	pthread_mutex_unlock(&lock);
	if (begun != NULL && mount->application->worker_end != NULL)
		mount->application->worker_end(begun->shared);
	free(begun);
}

void
hooks_end_worker(const struct mount *mounts, size_t count)
{
	while (count > 0)
		end(&mounts[--count]);
}
