/*
 * From the name of a module to its application.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "base/files/safe_open.h"
#include "base/log/log.h"
#include "cmd/modules/modules.h"
#include "gate/module/module_record.h"
#include "gate/settings.h"

#define NAME_LENGTH_MAX 64

/* Of a part of a file that is copied. */
#define COPY_SIZE ((size_t)1 << 20)

struct item {
	char name[NAME_LENGTH_MAX + 1];
	struct module module;
	bool is_faulty;
	struct gantry_error fault;
};

struct modules {
	struct item *items[MODULES_MAX];
	size_t count;
	const struct gantry_application **applications;
	size_t application_count;
};

bool
modules_name_is_valid(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!isalnum((unsigned char)name[i]) &&
		    (i == 0 || strchr("_-", name[i]) == NULL))
			return false;
	return i > 0 && i <= NAME_LENGTH_MAX && strcmp(name, "gantry") != 0 &&
	    strcmp(name, "mount") != 0;
}

struct modules *
modules_new(const struct gantry_application *const *compiled)
{
	struct modules *modules = calloc(1, sizeof(*modules));
	size_t count = 0;

	while (compiled[count] != NULL)
		count++;
	if (modules == NULL)
		return NULL;
	modules->applications =
	    calloc(count + MODULES_MAX + 1, sizeof(*modules->applications));
	if (modules->applications == NULL) {
		free(modules);
		return NULL;
	}
	memcpy(modules->applications, compiled,
	    count * sizeof(*modules->applications));
	modules->application_count = count;
	return modules;
}

/* Open the file, whose path becomes the module's. */
static int
open_file(struct module *module, const char *name, const char *folder,
    struct gantry_error *error)
{
	char path[PATH_MAX];

	if ((size_t)snprintf(path, sizeof(path), "%s/%s.so", folder, name) >=
	    sizeof(path))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "modules: the path of the folder is too long");
	module->path = strdup(path);
	if (module->path == NULL)
		return gantry_error_memory(error);
	if (access(path, F_OK) == -1 && (errno == ENOENT || errno == ENOTDIR))
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "there is no module %s", path);
	module->descriptor = trusted_open(path, error);
	if (module->descriptor == -1)
		return gantry_error_prefix(error, "module %s", path);
	return 0;
}

/* Replace the file by a copy that has no name.  Returns 0 or -1. */
static int
take_copy(struct module *module)
{
	const int copy = memfd_create("module", MFD_CLOEXEC);
	ssize_t length;

	if (copy == -1)
		return -1;
	do
		length = sendfile(copy, module->descriptor, NULL, COPY_SIZE);
	while (length > 0);
	if (length == -1) {
		close(copy);
		return -1;
	}
	close(module->descriptor);
	module->descriptor = copy;
	return 0;
}

/* Make the application of what the module says. */
static int
make_application(
    struct module *module, const char *name, struct gantry_error *error)
{
	module->application = module_record_read(
	    module->record.data, module->record.length, &module->arena, error);
	if (module->application == NULL)
		return gantry_error_prefix(error, "module %s", module->path);
	if (strcmp(module->application->name, name) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: its application has another name",
		    module->path);
	if (settings_check_defaults(module->application, error) == -1)
		return gantry_error_prefix(error, "module %s", module->path);
	return 0;
}

static int
read_module(struct item *item, const struct module_source *source,
    struct gantry_error *error)
{
	struct module *module = &item->module;
	const char *name = item->name;

	if (open_file(module, name, source->folder, error) == -1)
		return -1;
	if (source->copies && take_copy(module) == -1)
		log_warning("module %s: it cannot be copied, so replace the "
			    "file instead of writing into it",
		    module->path);
	if (source->fault != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s was not read: %s", module->path,
		    source->fault->text);
	if (!source->here) {
		if (module_reader_run(
			module, name, source, &module->record, error) == -1)
			return -1;
	} else if (module_read(module, name, &module->record, error) == NULL) {
		return -1;
	}
	return make_application(module, name, error);
}

static struct item *
find(const struct modules *modules, const char *name)
{
	size_t i;

	for (i = 0; modules != NULL && i < modules->count; i++)
		if (strcmp(modules->items[i]->name, name) == 0)
			return modules->items[i];
	return NULL;
}

int
modules_add(struct modules *modules, const char *name,
    const struct module_source *source)
{
	struct item *item;

	if (find(modules, name) != NULL || modules->count == MODULES_MAX)
		return 0;
	item = calloc(1, sizeof(*item));
	if (item == NULL)
		return -1;
	snprintf(item->name, sizeof(item->name), "%s", name);
	item->module.descriptor = -1;
	arena_init(&item->module.arena);
	modules->items[modules->count++] = item;
	if (read_module(item, source, &item->fault) == -1)
		item->is_faulty = true;
	else
		modules->applications[modules->application_count++] =
		    item->module.application;
	return 0;
}

const struct gantry_application *const *
modules_applications(const struct modules *modules)
{
	return modules->applications;
}

const struct gantry_error *
modules_fault(const struct modules *modules, const char *name)
{
	const struct item *item = find(modules, name);

	return item != NULL && item->is_faulty ? &item->fault : NULL;
}

struct module *
modules_find(
    const struct modules *modules, const struct gantry_application *application)
{
	size_t i;

	for (i = 0; modules != NULL && i < modules->count; i++)
		if (modules->items[i]->module.application == application)
			return &modules->items[i]->module;
	return NULL;
}

void
modules_free(struct modules *modules)
{
	if (modules == NULL)
		return;
	while (modules->count > 0) {
		module_clear(&modules->items[--modules->count]->module);
		free(modules->items[modules->count]);
	}
	free(modules->applications);
	free(modules);
}
