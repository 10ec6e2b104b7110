/*
 * Loads shared objects by the descriptor that was checked, so that no other
 * file can be loaded.
 */
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gantry/module.h"
#include "gate/module/module.h"
#include "gate/module/module_record.h"

#define SEGMENTS_MAX 64

static int
refuse(const struct module *module, const char *why, struct gantry_error *error)
{
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "module %s: %s", module->path, why);
}

/* Are all segments in the file?  The loader would crash where they are not. */
static bool
is_whole(int descriptor, const ElfW(Ehdr) * head, off_t size)
{
	ElfW(Phdr) segments[SEGMENTS_MAX];
	size_t length = head->e_phnum * sizeof(*segments), i;

	if (head->e_phentsize != sizeof(*segments) ||
	    head->e_phnum > SEGMENTS_MAX || head->e_phoff > (size_t)size ||
	    pread(descriptor, segments, length, (off_t)head->e_phoff) !=
		(ssize_t)length)
		return false;
	for (i = 0; i < head->e_phnum; i++)
		if (segments[i].p_type == PT_LOAD &&
		    (segments[i].p_offset > (size_t)size ||
			segments[i].p_filesz >
			    (size_t)size - segments[i].p_offset))
			return false;
	return true;
}

/* Is it a shared object of the kind of this program? */
static int
check_file(const struct module *module, struct gantry_error *error)
{
	ElfW(Ehdr) head, own;
	struct stat status;
	int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	const bool has_own = self != -1 &&
	    pread(self, &own, sizeof(own), 0) == (ssize_t)sizeof(own);

	if (self != -1)
		close(self);
	if (fstat(module->descriptor, &status) == -1 ||
	    pread(module->descriptor, &head, sizeof(head), 0) !=
		(ssize_t)sizeof(head) ||
	    memcmp(head.e_ident, ELFMAG, SELFMAG) != 0)
		return refuse(module,
		    "it is not a shared object; build it with cc -shared "
		    "-fPIC",
		    error);
	if (has_own &&
	    (memcmp(head.e_ident, own.e_ident, EI_VERSION) != 0 ||
		head.e_machine != own.e_machine))
		return refuse(module,
		    "it was built for another kind of machine than this "
		    "program; build it on this machine",
		    error);
	if (head.e_type != ET_DYN)
		return refuse(module,
		    "it is an object file or a program, not a shared object; "
		    "build it with cc -shared -fPIC",
		    error);
	if (!is_whole(module->descriptor, &head, status.st_size))
		return refuse(module,
		    "the file is not complete; copy it again, or build it "
		    "again",
		    error);
	return 0;
}

/* Why dlopen(3) failed, without the path that it was given. */
static int
explain(
    const struct module *module, const char *path, struct gantry_error *error)
{
	const char *why = dlerror();
	size_t length = strlen(path);

	if (why == NULL)
		why = "it cannot be loaded";
	if (strncmp(why, path, length) == 0 && why[length] == ':')
		why += length + 1 + strspn(why + length + 1, " ");
	if (strstr(why, "undefined symbol: gantry_") != NULL &&
	    dlsym(RTLD_DEFAULT, "gantry_write") == NULL)
		return refuse(module,
		    "this program does not let modules use the functions of "
		    "gantry; link it with libgantry.so, or with -Wl,-E",
		    error);
	if (strstr(why, "undefined symbol: gantry_") != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: %s, which this program does not have; build "
		    "the module with the headers of this gantry, %s",
		    module->path, why, PACKAGE_VERSION);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "module %s: it cannot be loaded: %s", module->path, why);
}

static int
check_record(const struct module *module, const struct gantry_module *record,
    struct gantry_error *error)
{
	if (record->magic != GANTRY_MODULE_MAGIC)
		return refuse(module,
		    "its gantry_module is not the record of a module; use "
		    "GANTRY_MODULE of gantry/module.h",
		    error);
	if (record->abi != GANTRY_ABI)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: it was built for ABI %u of gantry, and this "
		    "program has ABI %u; build it again with the headers of "
		    "this gantry, %s",
		    module->path, (unsigned)record->abi, (unsigned)GANTRY_ABI,
		    PACKAGE_VERSION);
	if (record->size != sizeof(struct gantry_module) ||
	    record->application_size != sizeof(struct gantry_application) ||
	    record->setting_size != sizeof(struct gantry_setting) ||
	    record->job_size != sizeof(struct gantry_job) ||
	    record->alias_size != sizeof(struct gantry_alias))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: its structs have other sizes than those of "
		    "this program; build it again with the headers of this "
		    "gantry, %s, and the same compiler flags",
		    module->path, PACKAGE_VERSION);
	if (record->application == NULL || record->application->name == NULL)
		return refuse(module,
		    "its record has no application with a name; give "
		    "GANTRY_MODULE the address of the application",
		    error);
	return 0;
}

/*
 * Debuggers, and the stack that a crash logs, are to show the file instead of
 * the descriptor.  The object is never closed, so nothing frees the name.
 */
static void
name_object(const struct module *module, void *object)
{
	struct link_map *map;
	char *name = realpath(module->path, NULL);

	if (name == NULL)
		name = strdup(module->path);
	if (name != NULL && dlinfo(object, RTLD_DI_LINKMAP, &map) == 0)
		map->l_name = name;
}

/* Returns the record, or NULL with ERROR filled. */
static const struct gantry_module *
open_object(const struct module *module, struct gantry_error *error)
{
	const struct gantry_module *record;
	char path[64];
	void *object;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", module->descriptor);
	object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (object == NULL) {
		explain(module, path, error);
		return NULL;
	}
	name_object(module, object);
	record = dlsym(object, "gantry_module");
	if (record == NULL) {
		refuse(module,
		    "it has no record of a module; add GANTRY_MODULE(&...) of "
		    "gantry/module.h to its source",
		    error);
		return NULL;
	}
	return check_record(module, record, error) == 0 ? record : NULL;
}

const struct gantry_application *
module_read(const struct module *module, const char *name,
    struct gantry_buffer *record, struct gantry_error *error)
{
	const struct gantry_module *found;

	if (check_file(module, error) == -1)
		return NULL;
	found = open_object(module, error);
	if (found == NULL)
		return NULL;
	if (strcmp(found->application->name, name) != 0) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: its application is called '%.64s'; call the "
		    "file %.64s.so",
		    module->path, found->application->name,
		    found->application->name);
		return NULL;
	}
	module_record_write(record, found->application);
	if (!gantry_buffer_failed(record))
		return found->application;
	gantry_error_memory(error);
	return NULL;
}

/* The tables of both have the same length, as their records are the same. */
static void
take_functions(
    struct gantry_application *to, const struct gantry_application *from)
{
	/* The table is in the module's arena. */
	struct gantry_job *jobs = (struct gantry_job *)to->jobs;
	size_t i;

	to->open = from->open;
	to->call = from->call;
	to->close = from->close;
	to->fact = from->fact;
	to->thread_begin = from->thread_begin;
	to->thread_end = from->thread_end;
	to->rights = from->rights;
	to->prepare = from->prepare;
	to->worker_begin = from->worker_begin;
	to->worker_end = from->worker_end;
	to->preload = from->preload;
	to->forks = from->forks;
	for (i = 0; jobs != NULL && jobs[i].name != NULL; i++)
		jobs[i].arguments = from->jobs[i].arguments;
}

int
module_load(struct module *module, struct gantry_error *error)
{
	const struct gantry_application *application;
	struct gantry_buffer record = { 0 };
	int result = -1;

	if (module->is_loaded)
		return 0;
	application =
	    module_read(module, module->application->name, &record, error);
	if (application == NULL)
		;
	else if (record.length != module->record.length ||
	    memcmp(record.data, module->record.data, record.length) != 0)
		refuse(module,
		    "the file was changed since the configuration was read; "
		    "put a new file in its place with install(1) or mv(1), and "
		    "reload",
		    error);
	else
		result = 0;
	gantry_buffer_clear(&record);
	if (result == -1)
		return -1;
	take_functions(module->application, application);
	module->is_loaded = true;
	close(module->descriptor);
	module->descriptor = -1;
	return 0;
}

void
module_clear(struct module *module)
{
	if (module->descriptor != -1)
		close(module->descriptor);
	module->descriptor = -1;
	gantry_buffer_clear(&module->record);
	arena_clear(&module->arena);
	free((char *)module->path);
	module->path = NULL;
	module->application = NULL;
}
